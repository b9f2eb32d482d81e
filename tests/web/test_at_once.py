"""What is answered without ASGI is answered as ASGI would, and only what may be."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from mock_server.catalogue import serve_named
from mock_server.config import Settings
from mock_server.vendors.telnyx import TELNYX
from mock_server.web.application import application
from tests.web.connection import Answer, Client, get, post, served

KEY = "Authorization: Bearer KEY"
SYNC = "/reports/mdr_usage_reports/sync"
PERIOD = "start_date=2026-07-01T00:00:00-06:00&end_date=2026-07-31T00:00:00-06:00"
GOOD = f"{SYNC}?{PERIOD}&aggregation_type=PROFILE&profiles=My%20profile"
REPORT = b'{"start_date":"2026-07-01T00:00:00-06:00","end_date":"2026-07-31T00:00:00-06:00",'
REPORT += b'"aggregation_type":"PROFILE"}'
JSON = "Content-Type: application/json"


class ByAsgiAlone:
    """An application without the shorter way."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


def telnyx() -> ASGIApp:
    """Its documents alone: what its handlers tell may differ from one moment to the next."""
    settings = Settings(apis=("telnyx",), latency="none")
    generated = replace(TELNYX, handlers={}, long=frozenset())
    served = [replace(one, vendor=generated) for one in serve_named(settings.apis)]
    return application(served, settings)


@pytest.fixture(scope="module")
def at_once() -> Iterator[int]:
    with served(telnyx()) as listening:
        yield listening.port


@pytest.fixture(scope="module")
def by_asgi() -> Iterator[int]:
    with served(ByAsgiAlone(telnyx())) as listening:
        yield listening.port


def asked(port: int, request: bytes, has_body: bool = True) -> Answer:
    with Client(port) as client:
        client.send(request)
        answer = client.answer(has_body=has_body)
    del answer.headers["date"]
    return answer


@pytest.mark.parametrize(
    "request_bytes",
    [
        get(GOOD, KEY),
        get(GOOD, KEY, "Connection: keep-alive"),
        get(GOOD, KEY, "Origin: https://acme.test", "Mock-Seed: 7"),
        get(GOOD, KEY, "Accept: text/plain"),
        get(GOOD, KEY, "Expect: 100-continue"),
        get(GOOD + "&profiles=caf%C3%A9#part", KEY),
        get(GOOD.replace("PROFILE", "WEEKDAY"), KEY),
        get(GOOD),
        get("http://api.telnyx.com" + GOOD, KEY),
        get("/nowhere/caf%C3%A9", KEY),
        get("/" + "n" * 9000, KEY),
        get(SYNC + "?" + "q" * 65_500, KEY),
        get(SYNC, KEY, method="DELETE"),
        get(SYNC, KEY, "Access-Control-Request-Method: GET", method="OPTIONS"),
        get("/wireless/detail_records_reports/6a09cdc3-8948-47f0-aa62-74ac943d6c58", KEY),
        post("/reports/mdr_usage_reports", REPORT, KEY, JSON),
        post("/reports/mdr_usage_reports", REPORT[:-1], KEY, JSON),
        post("/reports/mdr_usage_reports", b"", KEY, JSON),
        post(GOOD, b"what no GET has", KEY).replace(b"POST", b"GET", 1),
    ],
)
def test_both_ways_give_the_same_answer(at_once: int, by_asgi: int, request_bytes: bytes) -> None:
    assert asked(at_once, request_bytes) == asked(by_asgi, request_bytes)


def test_head_is_the_same_both_ways(at_once: int, by_asgi: int) -> None:
    head = get(GOOD, KEY, method="HEAD")

    assert asked(at_once, head, has_body=False) == asked(by_asgi, head, has_body=False)


def test_a_body_may_come_with_its_head_after_it_or_in_pieces(at_once: int) -> None:
    request = post("/reports/mdr_usage_reports", REPORT, KEY, JSON)
    start = request.index(REPORT)

    answers = []
    for pieces in ((request,), (request[:start], REPORT), (request[:-9], request[-9:])):
        with Client(at_once) as client:
            client.send(pieces[0])
            for piece in pieces[1:]:
                with Client(at_once) as other:  # until the server has read what came before
                    other.ask(get(GOOD, KEY))
                client.send(piece)
            answers.append(client.answer().body)

    assert answers == [answers[0]] * 3


def test_an_old_client_gets_its_connection_closed_unless_a_header_keeps_it(at_once: int) -> None:
    old = get(GOOD, KEY).replace(b"HTTP/1.1", b"HTTP/1.0")

    with Client(at_once) as client:
        client.send(old)
        answer, rest = client.answer(), client.rest()

    assert (answer.status, answer.headers["connection"], rest) == (200, "close", b"")


def test_what_goes_by_asgi_keeps_its_place_among_what_does_not(at_once: int) -> None:
    """A body behind "Expect" is never taken at once."""
    waiting = post("/reports/mdr_usage_reports", REPORT, KEY, JSON, "Expect: 100-continue")
    with Client(at_once) as client:
        client.send(get(GOOD, KEY) + waiting + get("/nowhere", KEY) + get(GOOD, KEY))
        answers = [client.answer() for _ in range(5)]

    told = [(answer.status, answer.headers.get("mock-operation")) for answer in answers]
    assert told == [
        (200, "GetMDRUsageReportSync"),
        (100, None),
        (200, "SubmitUsageReport"),
        (404, None),
        (200, "GetMDRUsageReportSync"),
    ]


def test_a_connection_can_be_kept_for_very_many_requests_sent_at_once(at_once: int) -> None:
    """More answers than fit into any buffer, none of them read before all is sent."""
    with Client(at_once) as client:
        client.send(get(GOOD, KEY) * 3_000)
        statuses = {client.answer().status for _ in range(3_000)}

    assert statuses == {200}


@pytest.mark.parametrize("request_bytes", [get(GOOD, KEY), get("/nowhere", KEY)])
def test_no_request_leaves_a_circle_behind(
    at_once: int, by_asgi: int, request_bytes: bytes
) -> None:
    """Circles wait for the collector, and what waits spoils the processor's caches."""
    for port in (at_once, by_asgi):
        with Client(port) as client:
            client.ask(request_bytes)
            gc.freeze()  # what is there already is not looked through
            gc.disable()
            try:
                for _ in range(50):
                    client.ask(request_bytes)
                found = gc.collect()
            finally:
                gc.enable()
                gc.unfreeze()

        assert found < 50


@pytest.mark.parametrize(
    "request_bytes",
    [
        get(GOOD, KEY),
        get("http://acme.test" + GOOD, KEY),
        get(GOOD, "Mock-Seed: 7", "X-Twice: 1", "x-twice: 2"),
        get("/nothing?%20=a", KEY),
        post("/reports/mdr_usage_reports", REPORT, KEY, JSON),
        get(GOOD, KEY) + get("/next", KEY),
        get(GOOD, KEY, "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c"),
    ],
    ids=["get", "absolute", "headers", "no operation", "post", "two together", "upgrade"],
)
def test_the_journal_tells_the_same_of_both_ways(
    at_once: int, by_asgi: int, request_bytes: bytes
) -> None:
    told = []
    for port in (at_once, by_asgi):
        ask(port, "POST /_mock/reset")
        with Client(port) as client:
            client.send(request_bytes)
            client.answer()
        (*_, first) = ask(port, "GET /_mock/journal")["exchanges"]
        told.append({name: first[name] for name in first if name not in {"at", "duration_s", "id"}})

    assert told[0] == told[1]
    assert told[0]["request"]["url"].startswith("http://")


def ask(port: int, operation: str) -> Any:
    method, target = operation.split()
    with Client(port) as client:
        client.send(f"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        answer = client.answer(has_body=method == "GET")
    return orjson.loads(answer.body) if answer.body else None
