"""Faults where no connection can be broken, and in answers that are made while they are sent."""

from __future__ import annotations

import asyncio
import io
import socket
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from mock_server.backing import Backings
from mock_server.catalogue import serve_named
from mock_server.config import Settings
from mock_server.errors import ConfigError
from mock_server.session import Sessions
from mock_server.state.store import open_store
from mock_server.web.application import application
from mock_server.web.breakage import BrokenConnection
from mock_server.web.clock import system_clock
from tests.web.connection import Client, served
from tests.web.faulty import (
    BEARER,
    CHARGES,
    KEY,
    ORDER,
    REPORTS,
    Json,
    Place,
    calm,
    faulty,
    reports,
)

BARE = "/v2/reports"
"""Where one API alone has its reports."""


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with faulty() as running:
        yield running


# -- In process ------------------------------------------------------------------------------------


def in_process(fault: Json, settings: Settings | None = None) -> tuple[Json, int]:
    """What ordering a report comes to, or the fault that broke it; and how many are listed then."""
    settings = settings or Settings(
        faults={"rules": [{"fault": fault, "match": {"method": "POST"}}]}
    )

    async def run() -> tuple[Json, int]:
        app = application(serve_named(("vonage",), False), settings)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://mock.test") as client:
            try:
                told: Json = await client.post(BARE, json=ORDER, auth=KEY)
            except BrokenConnection as broken:
                told = broken.fault
            query = {"account_id": "abcd1234", "status": "PENDING,PROCESSING,SUCCESS"}
            listed = await client.get(BARE, params=query, auth=KEY)
            return told, len(listed.json()["reports"])

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("kind", "lost", "kept"),
    [("hang", "request", 0), ("hang", "response", 1), ("reset", "request", 0),
     ("reset", "response", 1), ("empty", "request", 0), ("empty", "response", 1)],
)  # fmt: skip
def test_in_process_one_exception_stands_for_every_broken_connection(
    kind: str, lost: str, kept: int
) -> None:
    fault, listed = in_process({"kind": kind, "lost": lost})

    assert (fault.kind, fault.lost) == (kind, lost)
    assert listed == kept


@pytest.mark.parametrize("kind", ["truncated", "wrong_length"])
def test_in_process_an_answer_that_is_cut_short_raises_it_too(kind: str) -> None:
    fault, listed = in_process({"kind": kind})

    assert (fault.kind, listed) == (kind, 1)


def test_in_process_what_arrives_arrives_as_over_a_socket() -> None:
    answer, listed = in_process({"kind": "slow", "bytes_per_s": 1e6})
    refusal, nothing = in_process({"kind": "status", "status": 503})

    assert (answer.status_code, listed) == (200, 1)
    assert answer.headers["mock-fault"] == "config-rule-1"
    assert (refusal.status_code, nothing) == (503, 0)


# -- Of the configuration --------------------------------------------------------------------------


def test_rules_of_the_configuration_hold_in_every_session_that_was_not_told_otherwise() -> None:
    store = open_store("memory:")
    settings = Settings(faults={"rules": [{"fault": {"kind": "status", "status": 503}, "nth": 2}]})
    app = application(serve_named(("telnyx",), False), settings, Backings(settings, store))
    Sessions(store, system_clock).named("calm").change(lambda now: replace(now, configured=False))
    own = ({"fault": {"kind": "status", "status": 418}, "nth": 1},)
    Sessions(store, system_clock).named("own").change(lambda now: replace(now, rules=own))

    async def statuses(session: str) -> list[int]:
        transport = httpx.ASGITransport(app)
        headers = {**BEARER, "Mock-Session": session}
        async with httpx.AsyncClient(transport=transport, base_url="http://mock.test") as client:
            target = CHARGES.removeprefix("/telnyx")
            return [(await client.get(target, headers=headers)).status_code for _ in range(3)]

    async def run() -> list[list[int]]:
        return [await statuses(name) for name in ("default", "other", "calm", "own")]

    assert asyncio.run(run()) == [
        [200, 503, 200], [200, 503, 200], [200, 200, 200], [418, 503, 200]
    ]  # fmt: skip


def test_headers_that_tell_of_faults_can_be_left_out() -> None:
    rule = {"match": {"method": "POST"}, "fault": {"kind": "status", "status": 503}}
    settings = Settings(mock_headers=False, faults={"rules": [rule]})

    answer, _ = in_process({}, settings)

    assert answer.status_code == 503
    assert [name for name in answer.headers if name.startswith("mock-")] == []


def test_the_stock_engine_refuses_to_start_with_faults() -> None:
    settings = Settings(engine="stock", faults={"profiles": ["rate-limited"]})

    with pytest.raises(ConfigError, match="stock engine"):
        application(serve_named(("telnyx",), False), settings)


# -- Answers that are made while they are sent -----------------------------------------------------


def downloaded(place: Place, fault: Json) -> tuple[httpx.Response | Exception, bytes]:
    """A report's file, fetched with a fault on the way; and its true bytes."""
    session = place.session({"fault": fault, "match": {"path": "/v3/media/*"}, "uses": 1})
    with place.client(session) as client:
        assert client.post(REPORTS, json=ORDER, auth=KEY).status_code == 200
        (report,) = reports(client)
        link = report["_links"]["download_report"]["href"]
        try:
            spoilt: httpx.Response | Exception = client.get(link, auth=KEY)
        except httpx.TransportError as error:
            spoilt = error
        return spoilt, client.get(link, auth=KEY).content


@pytest.mark.parametrize(
    ("kind", "told"),
    [("truncated", "closed connection"), ("wrong_length", "closed connection"),
     ("reset", "reset by peer"), ("empty", "without sending a response")],
)  # fmt: skip
def test_the_download_of_a_file_breaks_and_can_be_taken_up_again(
    place: Place, kind: str, told: str
) -> None:
    error, true = downloaded(place, {"kind": kind})

    assert told in str(error)
    assert zipfile.ZipFile(io.BytesIO(true)).testzip() is None


def test_the_download_of_a_file_can_be_slow(place: Place) -> None:
    _, true = downloaded(place, {"kind": "slow", "bytes_per_s": 1e9})
    began = time.monotonic()

    answer, _ = downloaded(place, {"kind": "slow", "bytes_per_s": len(true) / 0.4})

    assert isinstance(answer, httpx.Response)
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    assert time.monotonic() - began >= 0.4


def test_a_file_that_is_no_json_cannot_be_malformed_and_the_note_says_so(place: Place) -> None:
    answer, _ = downloaded(place, {"kind": "malformed"})

    assert isinstance(answer, httpx.Response)
    assert "no JSON" in answer.headers["mock-note"]
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None


def test_a_report_fails_when_it_would_be_finished_and_has_no_file(place: Place) -> None:
    session = place.session(
        {"fault": {"kind": "failed_job"}, "match": {"method": "POST"}, "nth": 1}
    )

    with place.client(session) as client:
        answers = [client.post(REPORTS, json=ORDER, auth=KEY) for _ in range(2)]
        ordered = [answer.json() for answer in answers]
        found = [client.get(f"{REPORTS}/{one['request_id']}", auth=KEY).json() for one in ordered]
        query = {"account_id": "abcd1234", "status": "FAILED"}
        failed = client.get(REPORTS, params=query, auth=KEY).json()["reports"]

    assert not any("mock-note" in answer.headers for answer in answers)
    assert [one["request_status"] for one in found] == ["FAILED", "SUCCESS"]
    assert ["download_report" in one["_links"] for one in found] == [False, True]
    assert failed == [found[0]]


# -- Connections -----------------------------------------------------------------------------------


def request(session: str, method: str = "GET") -> bytes:
    head = f"{method} {CHARGES} HTTP/1.1\r\nhost: mock.test\r\nauthorization: Bearer KEY_ANY\r\n"
    return f"{head}mock-session: {session}\r\n\r\n".encode()


def test_a_connection_is_kept_after_an_answer_that_was_only_spoilt(place: Place) -> None:
    session = place.session({"fault": {"kind": "malformed"}, "uses": 1})

    with Client(port(place)) as client:
        first, second = client.ask(request(session)), client.ask(request(session))

    assert "mock-fault" in first.headers
    assert second.body == calm(place).content


def test_requests_behind_one_another_get_their_answers_until_the_connection_breaks(
    place: Place,
) -> None:
    session = place.session({"fault": {"kind": "empty"}, "nth": 3})

    with Client(port(place)) as client:
        client.send(request(session) * 4)
        answers = [client.answer(), client.answer()]
        rest = client.rest()

    assert [answer.status for answer in answers] == [200, 200]
    assert rest == b""
    assert place.counted(session) == 3


@pytest.mark.parametrize("kind", ["truncated", "wrong_length", "slow", "malformed", "status"])
def test_a_head_without_a_body_meets_faults_too(place: Place, kind: str) -> None:
    more = {"status": 503} if kind == "status" else {}

    with Client(port(place)) as client:
        client.send(request(place.session({"kind": kind, **more}), "HEAD"))
        answer = client.answer(has_body=False)

    assert answer.status == (503 if kind == "status" else 200)


def test_a_client_that_goes_away_ends_a_slow_answer_and_a_silence(place: Place) -> None:
    for fault in ({"kind": "slow", "bytes_per_s": 1}, {"kind": "hang"}):
        with socket.create_connection(("127.0.0.1", port(place)), 5) as leaving:
            leaving.sendall(request(place.session(fault)))

    assert calm(place).status_code == 200


def test_a_server_stops_in_time_while_somebody_is_kept_waiting() -> None:
    settings = Settings(faults={"rules": [{"fault": {"kind": "hang"}}]})
    app = application(serve_named(("telnyx",), False), settings)

    with served(app) as listening:
        waiting = socket.create_connection(("127.0.0.1", listening.port), 5)
        waiting.sendall(request("default").replace(b"/telnyx", b""))
        time.sleep(0.1)  # until the request is being kept waiting
        began = time.monotonic()

    assert time.monotonic() - began < 5
    waiting.close()


def port(place: Place) -> int:
    return int(place.url.rpartition(":")[2])
