"""The fixture's clients: how tests in this process reach the APIs."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from telnyx import AsyncTelnyx, Telnyx

from mock_server.errors import ConfigError
from mock_server.testing import BrokenExchange, MockServer

KEY = "KEY0190A1B2C3D4"
OWNER = ("abcd1234", "secret")
CHARGES = "/charges_summary"
OCTOBER = {"start_date": "2026-10-01", "end_date": "2026-11-01"}
ORDER = {"account_id": "abcd1234", "product": "SMS", "direction": "outbound"}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def bearer() -> dict[str, str]:
    return {"Authorization": f"Bearer {KEY}"}


def test_a_client_reaches_its_vendor_below_the_vendors_own_base_path(
    mock_server: MockServer,
) -> None:
    client = mock_server.client("telnyx", headers=bearer())

    answer = client.get(CHARGES, params=OCTOBER)

    assert answer.status_code == 200
    assert answer.request.url.host == "mock.test"


def test_the_vendors_own_host_reaches_it_too_so_that_code_need_not_be_told(
    mock_server: MockServer,
) -> None:
    client = mock_server.client("telnyx", headers=bearer())

    answers = [
        client.get(f"https://api.telnyx.com/v2{CHARGES}", params=OCTOBER),
        client.get(CHARGES, params=OCTOBER),
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()


@pytest.mark.anyio
async def test_an_asynchronous_client_is_told_the_same(mock_server: MockServer) -> None:
    other = mock_server.async_client("telnyx", headers=bearer())
    client = mock_server.client("telnyx", headers=bearer())

    answer = await other.get(CHARGES, params=OCTOBER)

    assert answer.content == client.get(CHARGES, params=OCTOBER).content


def test_the_official_client_takes_it_as_it_is(mock_server: MockServer) -> None:
    telnyx = Telnyx(api_key=KEY, http_client=mock_server.client("telnyx"))

    summary = telnyx.charges_summary.retrieve(**_dates())

    assert summary.data.currency == "USD"


@pytest.mark.anyio
async def test_the_official_asynchronous_client_takes_it_as_it_is(mock_server: MockServer) -> None:
    telnyx = AsyncTelnyx(api_key=KEY, http_client=mock_server.async_client("telnyx"))

    summary = await telnyx.charges_summary.retrieve(**_dates())

    assert summary.data.currency == "USD"


def _dates() -> dict[str, Any]:
    return {name: datetime.fromisoformat(value).date() for name, value in OCTOBER.items()}


def test_a_live_port_is_in_the_same_session_as_the_clients(mock_server: MockServer) -> None:
    ordered = mock_server.client("vonage", auth=OWNER).post("/v2/reports", json=ORDER)

    with httpx.Client(auth=OWNER) as outside:
        listed = outside.get(f"{mock_server.url('vonage')}/v2/reports", params=_mine())

    assert [one["request_id"] for one in listed.json()["reports"]] == [ordered.json()["request_id"]]


def test_links_in_answers_from_the_live_port_stay_in_the_session(mock_server: MockServer) -> None:
    with httpx.Client(auth=OWNER) as outside:
        answer = outside.post(f"{mock_server.url('vonage')}/v2/reports", json=ORDER)

        followed = outside.get(answer.json()["_links"]["self"]["href"])

    assert followed.status_code == 200
    assert followed.json()["request_id"] == answer.json()["request_id"]


def _mine() -> dict[str, str]:
    return {"account_id": "abcd1234", "status": "PENDING,PROCESSING,SUCCESS"}


def test_an_answer_that_takes_longer_than_a_client_reads_is_a_time_out(
    mock_server: MockServer,
) -> None:
    mock_server.slow("*", 5)
    client = mock_server.client("telnyx", headers=bearer(), timeout=0.05)

    with pytest.raises(httpx.ReadTimeout):
        client.get(CHARGES, params=OCTOBER)


@pytest.mark.anyio
async def test_an_asynchronous_client_gives_up_in_time_too(mock_server: MockServer) -> None:
    mock_server.slow("*", "5s")
    client = mock_server.async_client("telnyx", headers=bearer(), timeout=0.05)

    with pytest.raises(httpx.ReadTimeout):
        await client.get(CHARGES, params=OCTOBER)


@pytest.mark.anyio
async def test_asynchronous_requests_wait_beside_each_other(mock_server: MockServer) -> None:
    mock_server.slow("*", 0.2)
    client = mock_server.async_client("telnyx", headers=bearer())
    began_s = asyncio.get_running_loop().time()

    answers = await asyncio.gather(*(client.get(CHARGES, params=OCTOBER) for _ in range(50)))

    assert {answer.status_code for answer in answers} == {200}
    assert asyncio.get_running_loop().time() - began_s < 50 * 0.2 / 2


@pytest.mark.parametrize("kind", ["reset", "empty", "truncated", "wrong_length"])
def test_a_broken_connection_is_the_one_exception(mock_server: MockServer, kind: str) -> None:
    mock_server.fail("GetMonthlyChargesSummary", kind)
    client = mock_server.client("telnyx", headers=bearer())

    with pytest.raises(BrokenExchange, match=kind):
        client.get(CHARGES, params=OCTOBER)

    assert issubclass(BrokenExchange, httpx.TransportError)


def test_a_connection_that_hangs_is_a_time_out_at_once(mock_server: MockServer) -> None:
    mock_server.fail("GetMonthlyChargesSummary", "hang")
    client = mock_server.client("telnyx", headers=bearer(), timeout=60)

    with pytest.raises(httpx.ReadTimeout):
        client.get(CHARGES, params=OCTOBER)


def test_a_vendor_that_is_not_here_is_told_with_the_one_that_was_meant(
    mock_server: MockServer,
) -> None:
    with pytest.raises(ConfigError, match="did you mean 'telnyx'"):
        mock_server.client("telnix")


def test_a_call_without_a_vendor_needs_one_in_the_marker(mock_server: MockServer) -> None:
    with pytest.raises(ConfigError, match="name one of telnyx, vonage"):
        mock_server.client()


def test_a_lost_response_was_acted_on_and_a_lost_request_was_not(mock_server: MockServer) -> None:
    client = mock_server.client("vonage", auth=OWNER)
    mock_server.scenario(
        "create-async-report",
        {"fault": {"kind": "reset", "lost": "request"}},
        {"fault": {"kind": "reset", "lost": "response"}},
    )
    listed = []

    for _ in range(2):
        with pytest.raises(BrokenExchange):
            client.post("/v2/reports", json=ORDER)
        listed.append(len(client.get("/v2/reports", params=_mine()).json()["reports"]))

    assert listed == [0, 1]


def test_time_can_be_stopped_moved_and_hurried(mock_server: MockServer) -> None:
    mock_server.freeze("2026-11-02T12:00:00Z")
    stopped = mock_server.now

    mock_server.advance(90)
    mock_server.advance(timedelta(minutes=1))
    mock_server.advance(hours=1)

    assert mock_server.now - stopped == timedelta(hours=1, minutes=2, seconds=30)

    mock_server.speed(1_000_000)

    assert mock_server.now != mock_server.now


def test_a_report_ripens_when_the_clock_is_moved(mock_server: MockServer) -> None:
    mock_server.freeze("2026-11-02T12:00:00Z")
    client = mock_server.client("vonage", auth=OWNER)
    ordered = client.post("/v2/reports", json=ORDER).json()["request_id"]

    before = client.get(f"/v2/reports/{ordered}").json()["request_status"]
    mock_server.advance(days=1)
    after = client.get(f"/v2/reports/{ordered}").json()["request_status"]

    assert (before, after) == ("PENDING", "SUCCESS")
