"""Reports, ordered and fetched over HTTP in this process, with a clock that the tests turn."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import zipfile
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import httpx
from jsonschema import Draft202012Validator

from mock_server.backing import Backings
from mock_server.catalogue import serve_named
from mock_server.config import Settings
from mock_server.state.outbox import CALLBACK, Callback
from mock_server.state.store import Store
from mock_server.web.app import build_app
from mock_server.web.plans import Behaviour
from tests.documents.library import content
from tests.engine.served import Api
from tests.vendors.vonage.asking import KEY, START, Vonage, body
from tests.vendors.vonage.scanning import asked
from tests.vendors.vonage_records.ledger import ACCOUNTS, Record, View, dataset

REPORTS = "/v2/reports"


class Reports(Vonage):
    """The API as one account orders from it: two tenths of a second after each answer.

    Args:
        store: what is remembered; None for a store of its own.
        accounts: how busy accounts are.
    """

    PACE_S = 0.2

    def __init__(
        self,
        *,
        seed: int = 11,
        lenient: bool = False,
        store: Store | None = None,
        accounts: Mapping[str, int] = ACCOUNTS,
        **own: str | int,
    ) -> None:
        self.now: datetime = START
        self.pause_s = self.PACE_S
        self.asked: set[str] = set()
        settings = Settings(seed=seed, accounts=accounts, vendors={"vonage": own})
        self.backings = Backings(settings, store)
        behaviour = Behaviour(seed, lambda: self.now, lenient=lenient, backings=self.backings)
        self._runner = asyncio.Runner()
        self._api = Api(self._runner, build_app(serve_named(("vonage",)), behaviour), "/vonage")

    def ask(
        self, method: str, target: str, key: str = KEY, content: bytes | None = None, **headers: str
    ) -> httpx.Response:
        """Ask for a path, or for an address that an answer linked to."""
        self.asked.add(key)
        target = target.removeprefix("http://mock.test/vonage")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        basic = b64encode(f"{key}:secret".encode()).decode()
        named |= {"Authorization": f"Basic {basic}", "Content-Type": "application/json"}
        answer = self._api.request(method, target, named, content)
        self.now += timedelta(seconds=self.pause_s)
        return answer

    def order(self, key: str = KEY, /, **wishes: Any) -> httpx.Response:
        """Order a report; a trailing underscore frees a wish from Python's own words."""
        named = {name.rstrip("_"): value for name, value in wishes.items()}
        return self.ask("POST", REPORTS, key, httpx.Response(200, json=named).content)

    def ordered(self, key: str = KEY, /, **wishes: Any) -> Any:
        return body(self.order(key, **wishes))

    def report(self, report: Any, key: str = KEY) -> Any:
        """The state of a report that was ordered."""
        return body(self.get(f"{REPORTS}/{report['request_id']}", key))

    def finished(self, key: str = KEY, /, **wishes: Any) -> Any:
        """A report that was ordered, as it is when it is done."""
        report = self.ordered(key, **wishes)
        self.wait(days=1)
        return self.report(report, key)

    def cancel(self, report: Any, key: str = KEY) -> httpx.Response:
        return self.ask("DELETE", f"{REPORTS}/{report['request_id']}", key)

    def fetch(self, report: Any, key: str = KEY, **headers: str) -> httpx.Response:
        """The file of a finished report."""
        return self.get(report["_links"]["download_report"]["href"], key, **headers)

    def rows(self, report: Any, key: str = KEY) -> list[dict[str, str]]:
        return rows(self.fetch(report, key).content)

    def break_off(self, target: str, pieces: int, key: str = KEY) -> bytes:
        """What arrives of a download until the caller hangs up."""
        basic = b64encode(f"{key}:secret".encode())
        scope = {
            "type": "http", "asgi": {"version": "3.0", "spec_version": "2.4"}, "method": "GET",
            "http_version": "1.1", "scheme": "http", "root_path": "", "query_string": b"",
            "path": target.removeprefix("http://mock.test"), "state": {},
            "headers": [(b"host", b"mock.test"), (b"authorization", b"Basic " + basic)],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        }  # fmt: skip
        arrived: list[bytes] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            if len(arrived) == pieces:
                raise ConnectionError("the caller hung up")
            if message["type"] == "http.response.body":
                arrived.append(message["body"])

        async def ask() -> None:
            with suppress(ConnectionError):
                await self._api.app(scope, receive, send)

        self._runner.run(ask())
        return b"".join(arrived)

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)

    @property
    def outbox(self) -> list[Callback]:
        with self.backings.store.transaction("default") as state:
            return state.page(CALLBACK)


def wishes(view: View, begin: datetime, end: datetime, account: str = KEY) -> dict[str, Any]:
    """What to order, or to ask for at once, for all of a view."""
    return {**asked(view, begin, end), "account_id": account}


@cache
def family() -> tuple[str, ...]:
    """The first account with two sub-accounts or more, and those; seeds differ in who has some."""
    accounts = (dataset().account(f"{number:08x}") for number in range(0xFA_0000, 0xFB_0000))
    main = next(one for one in accounts if len(one.sub_accounts) > 1)
    return main.id, *main.sub_accounts


@cache
def schema(name: str) -> Draft202012Validator:
    loaded = content("vonage/reports.yaml")
    return Draft202012Validator({**loaded, "$ref": f"#/components/schemas/{name}"})


def cells(record: Record) -> dict[str, str]:
    """A record of JSON as a file has it: nothing is empty, and the rest is as JSON writes it."""
    return {
        name: value if isinstance(value, str) else "" if value is None else json.dumps(value)
        for name, value in record.items()
    }


def entry(archive: bytes) -> tuple[zipfile.ZipInfo, bytes]:
    """The one file in an archive; its checksum is looked at."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        (one,) = opened.infolist()
        return one, opened.read(one)


def rows(archive: bytes) -> list[dict[str, str]]:
    text = entry(archive)[1].decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
