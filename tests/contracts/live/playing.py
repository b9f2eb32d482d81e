"""Understudy's own mock as the vendor behind TLS, and runs against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from contracts.api import Api
from contracts.live.wish import Wish
from contracts.report.report import Report
from contracts.running.live_run import run_live
from contracts.targets.between import named_between
from contracts.targets.live import Edge
from contracts.targets.played import STARTS_AT, played
from tests.contracts.live.guarded import ACCOUNT, ENVIRONMENT, KEY, Turned, contract_of
from tests.contracts.live.vendor import Heard, Said, Script, Vendor, listening

FORWARDED = ("authorization", "content-type", "accept")
HOP = ("content-length", "connection", "transfer-encoding", "content-encoding")

FEW = "requests=20"

Change = Callable[[Heard, Said], Said]
"""From an answer of the mock to the one that is given instead."""


def unchanged(heard: Heard, said: Said) -> Said:
    return said


def mock_script(api: Api, change: Change) -> Script:
    """What the mock says, its clock going on as if requests were seconds apart."""
    api.client.headers.clear()
    api.client.timeout = httpx.Timeout(None)

    def script(heard: Heard) -> Said:
        api.later(2.0)
        headers = {name: heard.headers[name] for name in FORWARDED if name in heard.headers}
        told = api.client.request(
            heard.method, f"http://mock{heard.target}", content=heard.body, headers=headers
        )
        named = tuple((k, v) for k, v in told.headers.multi_items() if k.lower() not in HOP)
        return change(heard, Said(told.status_code, told.content, named))

    return script


@dataclass(frozen=True, slots=True)
class Stage:
    """A vendor that is played, and the folder of a user who asks it."""

    name: str
    vendor: Vendor
    folder: Path
    turned: Turned
    account: str

    def environment(self, **more: str) -> Mapping[str, str]:
        return {**ENVIRONMENT, "XDG_STATE_HOME": str(self.folder), **more}

    def run(self, *, environment: Mapping[str, str] | None = None, **wish: Any) -> Report:
        """Judge it for the account that it knows, with too few requests a day for any law."""
        wanted = replace(Wish(live=True, account=self.account, daily=FEW), **wish)
        known = self.environment() if environment is None else environment
        return run_live(self.name, wanted, 0, Edge(self.vendor.wire, self.turned.clock, known))


@contextmanager
def staged(name: str, pem: Path, folder: Path, change: Change = unchanged) -> Iterator[Stage]:
    with (
        played(contract_of(name), name, 0, {}, named_between("")) as api,
        listening(pem, mock_script(api, change)) as vendor,
    ):
        yield Stage(name, vendor, folder, Turned(STARTS_AT), whose(name, api))


def whose(name: str, api: Api) -> str:
    """Whom the mock takes the credentials' owner for."""
    if name == "vonage":
        return ACCOUNT
    window = {"start_date": "2026-06-15", "end_date": "2026-06-16"}
    key = {"Authorization": f"Bearer {KEY}"}
    told = api.client.get("http://mock/v2/charges_summary", params=window, headers=key)
    return str(told.json()["data"]["user_id"])
