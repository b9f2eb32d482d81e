"""Which period a usage report is about, and how it is cut into days and hours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.vendors.telnyx.asking import Telnyx, fine
from tests.vendors.telnyx.looking import dataset_of, seen
from tests.vendors.telnyx.usage_asking import PATH, of_metric, rows


def test_days_and_hours_are_of_utc_and_the_end_does_not_count(telnyx: Telnyx) -> None:
    span = "start_date=2026-11-14T22:30:00Z&end_date=2026-11-16T01:00:00Z"
    asked = f"product=messaging&metrics=count&{span}"

    days = rows(telnyx, f"{asked}&dimensions=date")
    hours = rows(telnyx, f"{asked}&dimensions=date_time,date")
    whole = rows(telnyx, f"{asked}&dimensions=currency")

    assert [row["date"] for row in days] == ["2026-11-14", "2026-11-15", "2026-11-16"]
    assert [row["date_time"] for row in hours][:3] == [
        "2026-11-14T22:00:00Z",
        "2026-11-14T23:00:00Z",
        "2026-11-15T00:00:00Z",
    ]
    assert hours[-1]["date_time"] == "2026-11-16T00:00:00Z"
    assert all(row["date_time"].startswith(row["date"]) for row in hours)
    assert of_metric(days, "count") == of_metric(hours, "count") == of_metric(whole, "count")
    between = (datetime(2026, 11, 14, 22, 30, tzinfo=UTC), datetime(2026, 11, 16, 1, tzinfo=UTC))
    assert whole[0]["count"] == len(list(seen(dataset_of(telnyx), "message", between, telnyx.now)))


@pytest.mark.parametrize(
    ("word", "start", "end"),
    [
        ("today", "2026-11-17", "2026-11-18"),
        ("yesterday", "2026-11-16", "2026-11-17"),
        ("last_3_days", "2026-11-14", "2026-11-17"),
        ("this_week", "2026-11-16", "2026-11-23"),
        ("last_week", "2026-11-09", "2026-11-16"),
        ("last_1_weeks", "2026-11-09", "2026-11-16"),
        ("last_2_weeks", "2026-11-02", "2026-11-16"),
        ("this_month", "2026-11-01", "2026-12-01"),
        ("last_month", "2026-10-01", "2026-11-01"),
        ("last_1_months", "2026-10-01", "2026-11-01"),
    ],
)
def test_a_word_is_a_period_of_whole_days(telnyx: Telnyx, word: str, start: str, end: str) -> None:
    asked = "product=messaging&dimensions=date,direction&metrics=count,cost"

    assert rows(telnyx, f"{asked}&date_range={word}") == rows(
        telnyx, f"{asked}&start_date={start}T00:00:00Z&end_date={end}T00:00:00Z"
    )


def test_without_a_period_it_is_today(telnyx: Telnyx) -> None:
    asked = "product=messaging&dimensions=date&metrics=count"

    assert rows(telnyx, asked) == rows(telnyx, f"{asked}&date_range=today")
    assert [row["date"] for row in rows(telnyx, asked)] == ["2026-11-17"]


def test_tomorrow_has_no_rows_yet(telnyx: Telnyx) -> None:
    answer = telnyx.ask(
        "GET", f"{PATH}?product=messaging&dimensions=date&metrics=count&date_range=tomorrow"
    )

    assert fine(answer) == {
        "data": [],
        "meta": {"total_pages": 0, "total_results": 0, "page_number": 1, "page_size": 20},
    }
