"""What a test can make go wrong, and what it can ask about afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from telnyx import Telnyx

from mock_server.errors import ConfigError
from mock_server.testing import MockServer

KEY = {"Authorization": "Bearer KEY0190A1B2C3D4"}
OWNER = ("abcd1234", "secret")
CHARGES = "/charges_summary"
OCTOBER = {"start_date": "2026-10-01", "end_date": "2026-11-01"}
SUMMARY = "GetMonthlyChargesSummary"
ORDER = {"account_id": "abcd1234", "product": "SMS", "direction": "outbound"}


def statuses(client: httpx.Client, count: int) -> list[int]:
    return [client.get(CHARGES, params=OCTOBER).status_code for _ in range(count)]


def test_a_fault_befalls_so_many_requests_and_the_clients_retries_are_seen(
    mock_server: MockServer,
) -> None:
    rule = mock_server.fail(SUMMARY, status=503, times=2)
    telnyx = Telnyx(api_key="KEY0190A1B2C3D4", http_client=mock_server.client("telnyx"))

    summary = telnyx.charges_summary.retrieve(**_dates())

    calls = mock_server.calls(SUMMARY)
    assert summary.data.currency == "USD"
    assert [call.status for call in calls] == [503, 503, 200]
    assert [call.rules for call in calls] == [(rule,), (rule,), ()]
    assert [call.headers["x-stainless-retry-count"] for call in calls] == ["0", "1", "2"]


def _dates() -> dict[str, Any]:
    return {"start_date": "2026-10-01", "end_date": "2026-11-01"}


@pytest.mark.parametrize(
    ("kind", "lost", "statuses"),
    [("reset", "request", [0, 200]), ("empty", "response", [200, 200])],
)
def test_a_call_tells_what_was_lost_of_it(
    mock_server: MockServer, kind: str, lost: str, statuses: list[int]
) -> None:
    mock_server.fail("create-async-report", kind, lost=lost)
    client = mock_server.client("vonage", auth=OWNER)

    with pytest.raises(httpx.TransportError):
        client.post("/v2/reports", json=ORDER)
    client.get("/v2/reports", params={"account_id": OWNER[0], "status": "PENDING"})

    ordered, listed = mock_server.calls()
    assert [ordered.status, listed.status] == statuses
    assert (ordered.fault, ordered.lost) == (kind, lost)
    assert (listed.fault, listed.lost) == ("", "")
    assert bool(ordered.answer) == (lost == "response")


def test_faults_come_in_the_vendors_own_shape(mock_server: MockServer) -> None:
    mock_server.fail(SUMMARY, status=429, retry_after_s=7)

    answer = mock_server.client("telnyx", headers=KEY).get(CHARGES, params=OCTOBER)

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "7"
    assert set(answer.json()) == {"errors"}


def test_faults_wait_for_their_turn(mock_server: MockServer) -> None:
    mock_server.fail(SUMMARY, status=500, nth=2)
    mock_server.fail(SUMMARY, status=502, every=3)

    assert statuses(mock_server.client("telnyx", headers=KEY), 6) == [200, 500, 502, 200, 200, 502]


def test_faults_are_for_what_is_meant_alone(mock_server: MockServer) -> None:
    mock_server.fail({"query": {"start_date": "2026-09-*"}}, status=500)
    mock_server.fail("GET /charges_breakdown", status=500)
    mock_server.fail({"vendor": "vonage"}, status=500)
    client = mock_server.client("telnyx", headers=KEY)

    assert statuses(client, 1) == [200]
    assert client.get(CHARGES, params={**OCTOBER, "start_date": "2026-09-01"}).status_code == 500


def test_a_scenario_is_met_step_by_step(mock_server: MockServer) -> None:
    mock_server.scenario(
        SUMMARY, {"fault": {"kind": "status", "status": 500}}, {"times": 2}, {"fault": "malformed"}
    )
    client = mock_server.client("telnyx", headers=KEY)

    assert statuses(client, 3) == [500, 200, 200]
    with pytest.raises(ValueError, match=r"."):
        client.get(CHARGES, params=OCTOBER).json()


def test_slow_answers_take_their_time(mock_server: MockServer) -> None:
    mock_server.slow(SUMMARY, "150ms", times=1)
    client = mock_server.client("telnyx", headers=KEY)
    client.get("/charges_breakdown", params=OCTOBER)
    began_s = time.monotonic()

    statuses(client, 1)

    assert time.monotonic() - began_s >= 0.15


@pytest.mark.parametrize(
    ("kind", "more", "told"),
    [
        ("rest", {}, "did you mean 'reset'?"),
        ("status", {}, "write status = 503"),
        ("status", {"stauts": 500}, "did you mean 'status'?"),
        ("reset", {"part": 0.5}, "'reset' takes lost"),
        ("status", {"status": 503, "every": -1}, "no whole number"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused_and_not_set(
    mock_server: MockServer, kind: str, more: dict[str, Any], told: str
) -> None:
    with pytest.raises(ConfigError) as raised:
        mock_server.fail(SUMMARY, kind, **more)

    assert told in str(raised.value)
    assert statuses(mock_server.client("telnyx", headers=KEY), 1) == [200]


def test_which_requests_may_be_said_by_name_and_a_status_as_a_number(
    mock_server: MockServer,
) -> None:
    mock_server.fail("*", 503, operation=SUMMARY, query={"start_date": "2026-10-*"}, nth=1)
    mock_server.slow("*", "0ms", vendor="telnyx", every=2)
    client = mock_server.client("telnyx", headers=KEY)

    found = [*statuses(client, 2), client.get("/charges_breakdown", params=OCTOBER).status_code]

    assert found == [503, 200, 200]
    assert [len(call.rules) for call in mock_server.calls()] == [1, 1, 0]


TIMES: dict[str, tuple[Callable[[MockServer], None], str]] = {
    "a unit that there is not": (lambda it: it.advance(hour=1), "did you mean 'hours'?"),
    "backwards": (lambda it: it.speed(-1), "is no number from 0 on"),
    "at no speed": (lambda it: it.speed(float("nan")), "is no number from 0 on"),
    "before there were clocks": (lambda it: it.freeze("1999-12-31T00:00:00Z"), "from 2000 on"),
    "too far ahead": (lambda it: it.advance(days=40_000), "before 2100"),
    "back in time": (lambda it: it.advance(-60), "freeze"),
}


@pytest.mark.parametrize(("turn", "told"), TIMES.values(), ids=TIMES)
def test_a_clock_that_cannot_be_turned_so_stays_as_it_is(
    mock_server: MockServer, turn: Callable[[MockServer], None], told: str
) -> None:
    mock_server.freeze("2026-11-02T12:00:00Z")

    with pytest.raises(ConfigError) as raised:
        turn(mock_server)

    assert told in str(raised.value)
    assert mock_server.now == datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_who_asks_beside_an_operation_reads_the_closest_in_the_vendors_error(
    mock_server: MockServer,
) -> None:
    telnyx = mock_server.client("telnyx", headers=KEY).get("/charge_summary").json()
    vonage = mock_server.client("vonage", auth=OWNER).get("/v2/report").json()

    assert "GET /telnyx/v2/charges_summary" in telnyx["errors"][0]["detail"]
    assert "GET /vonage/v2/reports" in vonage["detail"]


def test_calls_tell_what_was_asked_and_answered(mock_server: MockServer) -> None:
    mock_server.freeze("2026-11-02T12:00:00Z")
    client = mock_server.client("vonage", auth=OWNER)
    answer = client.post("/v2/reports", json=ORDER)
    client.get("/v2/reports/records", params={"account_id": "abcd1234", "product": "SMS"})

    [call] = mock_server.calls("create-async-report")

    assert (call.vendor, call.method, call.path) == ("vonage", "POST", "/v2/reports")
    assert call.json == ORDER
    assert (call.status, call.answer_json) == (answer.status_code, answer.json())
    assert call.headers["authorization"].startswith("Basic ")
    assert str(call.at) == "2026-11-02 12:00:00+00:00"
    assert "secret" not in repr(call)


def test_calls_are_found_by_what_they_were(mock_server: MockServer) -> None:
    client = mock_server.client("vonage", auth=OWNER)
    for product in ("SMS", "MESSAGES", "SMS"):
        asked = {"account_id": "abcd1234", "product": product, "direction": "outbound"}
        client.get("/v2/reports/records", params=asked)
    client.get("/v2/nowhere")

    found = mock_server.calls("get-records", query={"product": "SMS"})

    assert [call.parameters["product"] for call in found] == ["SMS", "SMS"]
    assert len(mock_server.calls()) == 4
    assert [call.path for call in mock_server.calls(path="/v2/n*")] == ["/v2/nowhere"]


def test_calls_to_the_live_port_are_among_them(mock_server: MockServer) -> None:
    with httpx.Client(headers=KEY) as outside:
        outside.get(mock_server.url("telnyx") + CHARGES, params=OCTOBER)

    assert [call.status for call in mock_server.calls(SUMMARY)] == [200]


def test_a_reset_forgets_what_was_made_set_and_asked(mock_server: MockServer) -> None:
    mock_server.fail(SUMMARY, status=500)
    mock_server.freeze("2020-01-01T00:00:00Z")
    mock_server.seed = 5
    client = mock_server.client("telnyx", headers=KEY)
    assert statuses(client, 1) == [500]

    mock_server.reset()

    assert (mock_server.calls(), mock_server.seed, mock_server.now.year > 2020) == ([], "", True)
    assert statuses(client, 1) == [200]


def test_other_seeds_give_other_answers_and_equal_ones_equal(mock_server: MockServer) -> None:
    client = mock_server.client("telnyx", headers=KEY)
    answers = []

    for seed in (1, 2, 1):
        mock_server.seed = seed
        answers.append(client.get(CHARGES, params=OCTOBER).content)

    assert answers[0] == answers[2] != answers[1]


def test_threads_may_share_a_client(mock_server: MockServer) -> None:
    client = mock_server.client("telnyx", headers=KEY)

    with ThreadPoolExecutor(8) as threads:
        counted = list(threads.map(lambda _: statuses(client, 5), range(8)))

    assert counted == [[200] * 5] * 8
    assert len(mock_server.calls(SUMMARY)) == 40


@pytest.mark.mock_server(faults="rate limited")
def test_a_profile_of_the_marker_holds_in_its_test(mock_server: MockServer) -> None:
    client = mock_server.client("telnyx", headers=KEY)

    assert 429 in statuses(client, 40)
