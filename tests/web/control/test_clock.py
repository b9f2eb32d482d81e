"""The clock of a session, as tests turn it, and what follows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.control.asking import ORDER, RECORDS, REPORTS, START, Mock, after, moment

AMOUNTS = st.fixed_dictionaries(
    {}, optional={unit: st.integers(0, 500) for unit in ("days", "hours", "minutes", "seconds")}
).filter(bool)


def now(mock: Mock) -> datetime:
    return moment(mock.told("getClock")["now"])


def test_a_clock_that_nobody_has_set_is_the_servers(mock: Mock) -> None:
    mock.now += timedelta(hours=1)

    assert mock.told("getClock") == {
        "now": "2026-11-02T13:00:00.000000Z",
        "speed": 1,
        "is_set": False,
    }


def test_a_frozen_clock_stands_still_until_it_is_released(mock: Mock) -> None:
    mock.told("freezeClock", {})
    mock.now += timedelta(hours=1)

    assert now(mock) == START
    assert mock.told("releaseClock") == {
        "now": "2026-11-02T13:00:00.000000Z", "speed": 1, "is_set": False,
    }  # fmt: skip


def test_a_clock_may_be_frozen_at_any_moment_and_without_a_body(mock: Mock) -> None:
    frozen = mock.told("freezeClock", {"at": "2027-01-01T00:00:00+01:00"})
    again = mock.told("freezeClock")

    assert frozen == again
    assert frozen["now"] == "2026-12-31T23:00:00.000000Z"


def test_a_clock_that_was_set_goes_on_at_the_speed_that_was_said(mock: Mock) -> None:
    mock.told("setClock", {"at": "2027-01-01T00:00:00Z", "speed": 60})
    mock.now += timedelta(minutes=1)

    assert now(mock) == datetime(2027, 1, 1, 1, tzinfo=UTC)


def test_another_speed_counts_from_now_on(mock: Mock) -> None:
    mock.now += timedelta(minutes=10)
    mock.told("setClockSpeed", {"speed": 10})
    mock.now += timedelta(minutes=1)

    assert now(mock) == after(minutes=20)


@settings(max_examples=15, deadline=None)
@given(steps=st.lists(AMOUNTS, min_size=1, max_size=4), is_frozen=st.booleans())
def test_going_ahead_adds_up(steps: list[dict[str, int]], is_frozen: bool) -> None:
    mock = Mock(apis=("vonage",))
    if is_frozen:
        mock.told("freezeClock", {})

    for step in steps:
        mock.advance(**step)
        mock.now += timedelta(seconds=1)

    expected = START + sum((timedelta(**step) for step in steps), timedelta())
    assert now(mock) == expected + timedelta(seconds=0 if is_frozen else len(steps))
    mock.close()


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("setClock", {"at": "1999-12-31T23:59:59Z"}),
        ("setClock", {"at": "2100-01-01T00:00:00Z"}),
        ("setClock", {"at": "9999-12-31T23:59:59-23:59"}),
        ("freezeClock", {"at": "0001-01-01T00:00:00+23:59"}),
        ("advanceClock", {"days": 3_000_000_000}),
        ("advanceClock", {"days": 40_000}),
    ],
)
def test_a_moment_out_of_reach_is_refused_and_nothing_changes(
    mock: Mock, operation: str, body: Any
) -> None:
    answer = mock.control(operation, body)

    assert answer.status_code == 422
    assert answer.json()["fix"]
    assert mock.told("getClock")["is_set"] is False


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("setClock", {}),
        ("setClock", {"at": "tomorrow"}),
        ("setClock", {"at": "2027-01-01T00:00:00Z", "spede": 2}),
        ("advanceClock", {}),
        ("advanceClock", {"hours": -1}),
        ("setClockSpeed", {"speed": "fast"}),
        ("setClockSpeed", {"speed": 1e9}),
    ],
)
def test_what_the_document_does_not_allow_is_refused(mock: Mock, operation: str, body: Any) -> None:
    assert mock.control(operation, body).status_code == 400


def test_the_fastest_clock_ends_and_does_not_fail(mock: Mock) -> None:
    mock.told("setClockSpeed", {"speed": 86_400})
    mock.now += timedelta(days=30_000)

    assert now(mock) == datetime(2100, 1, 1, tzinfo=UTC)


def test_a_report_ripens_and_its_file_expires_when_the_clock_is_advanced(mock: Mock) -> None:
    """72 hours: the published contract says how long a report's file is kept."""
    mock.told("freezeClock", {})
    ordered = mock.vonage("POST", REPORTS, ORDER).json()["request_id"]

    def report() -> Any:
        return mock.vonage(target=f"{REPORTS}/{ordered}").json()

    assert report()["request_status"] == "PENDING"

    mock.advance(hours=1)
    ready = report()
    file = ready["_links"]["download_report"]["href"].removeprefix("http://127.0.0.1")

    assert ready["request_status"] == "SUCCESS"
    assert mock.vonage(target=file).status_code == 200

    mock.advance(hours=73)

    assert mock.vonage(target=file).status_code in {404, 410}


def test_a_limit_refills_when_the_clock_is_advanced(mock: Mock) -> None:
    mock.told("freezeClock", {})
    statuses = [mock.vonage(target=RECORDS).status_code for _ in range(40)]

    assert 429 in statuses
    assert mock.vonage(target=RECORDS).status_code == 429

    mock.advance(minutes=1)

    assert mock.vonage(target=RECORDS).status_code == 200


@pytest.mark.parametrize("at", ["2000-01-01T00:00:00Z", "2099-12-31T23:59:59Z"])
def test_the_apis_answer_at_either_end_of_time(mock: Mock, at: str) -> None:
    mock.told("freezeClock", {"at": at})
    telnyx = {"Authorization": "Bearer KEY"}
    paths = (
        "balance",
        "reports/mdr_usage_reports",
        "charges_summary?start_date=2026-10-01&end_date=2026-11-01",
    )

    answers = [mock.ask("GET", f"/telnyx/v2/{path}", None, **telnyx) for path in paths]

    assert mock.vonage().status_code < 500
    assert mock.vonage("POST", REPORTS, ORDER).status_code < 500
    assert all(answer.status_code < 500 for answer in answers)
