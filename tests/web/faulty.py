"""A server whose sessions meet what a test wants, and what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import httpx

from mock_server.backing import Backings
from mock_server.catalogue import serve_named
from mock_server.config import Settings
from mock_server.session import Sessions
from mock_server.state.store import Store, open_store
from mock_server.web.application import application
from mock_server.web.clock import system_clock
from tests.web.connection import served

CHARGES = "/telnyx/v2/charges_summary?start_date=2026-10-01&end_date=2026-11-01"
REPORTS = "/vonage/v2/reports"
ORDER = {
    "account_id": "abcd1234",
    "product": "SMS",
    "direction": "outbound",
    "date_start": "2026-11-01T00:00:00+0000",
    "date_end": "2026-11-02T00:00:00+0000",
}
BEARER = {"Authorization": "Bearer KEY_ANY"}
KEY = ("abcd1234", "any")

Json = Any


@dataclass(frozen=True, slots=True)
class Place:
    """A running server, and a way to set what befalls the requests of a session."""

    url: str
    store: Store
    numbers: Iterator[int]

    def session(self, *faults: Json, scenarios: Sequence[Json] = ()) -> str:
        """A new session in which these befall every request, in this order, by rules."""
        rules = tuple(one if "fault" in one else {"fault": one} for one in faults)
        name = f"s{next(self.numbers)}"
        Sessions(self.store, system_clock).named(name).change(
            lambda now: replace(now, rules=rules, scenarios=tuple(scenarios))
        )
        return name

    def counted(self, session: str, rule: str = "rule-1") -> int:
        """How many requests of a session a rule was asked about."""
        with self.store.transaction(session) as state:
            return state.counted(f"{rule} matched")

    def client(self, session: str, timeout: float = 20.0) -> httpx.Client:
        headers = {**BEARER, "Mock-Session": session}
        return httpx.Client(base_url=self.url, headers=headers, timeout=timeout)


@contextmanager
def faulty() -> Iterator[Place]:
    """Every vendor; reports are finished at once."""
    store = open_store("memory:")
    settings = Settings(vendors={"vonage": {"report_speed": "instant"}})
    app = application(serve_named((), False), settings, Backings(settings, store))
    with served(app) as listening:
        place = Place(listening.url, store, count())
        calm(place)  # what is only made once does not count as a delay
        yield place


def asked(place: Place, fault: Json) -> httpx.Response:
    with place.client(place.session(fault)) as client:
        return client.get(CHARGES)


def calm(place: Place) -> httpx.Response:
    with place.client(place.session()) as client:
        return client.get(CHARGES)


def reports(client: httpx.Client) -> list[Json]:
    query = {"account_id": "abcd1234", "status": "PENDING,PROCESSING,SUCCESS"}
    answer = client.get(REPORTS, params=query, auth=KEY)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["reports"]
    return found
