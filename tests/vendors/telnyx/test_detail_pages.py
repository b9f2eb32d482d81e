"""Orders, pages and periods of `/detail_records`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from tests.vendors.telnyx.asking import KEY, Telnyx, fine
from tests.vendors.telnyx.recorded import made, rows

Row = dict[str, Any]

PATH = "/detail_records"
LARGE = "KEY0LARGE"


@pytest.fixture(scope="module")
def api() -> Iterator[Telnyx]:
    one = Telnyx(accounts={KEY: 400, LARGE: 3_000_000})
    one.pause_s = 2
    yield one
    one.close()


@pytest.fixture(scope="module")
def calls(api: Telnyx) -> list[Row]:
    return rows(api, "sip-trunking", **made("started_at"))


def test_oldest_first_is_the_same_turned_round(api: Telnyx, calls: list[Row]) -> None:
    found = rows(api, "sip-trunking", **made("started_at"), sort="started_at")

    assert found == calls[::-1]


@pytest.mark.parametrize("sort", ["-started_at", "cost", "-call_sec,cost", "nothing"])
def test_other_orders_change_nothing(api: Telnyx, calls: list[Row], sort: str) -> None:
    found = rows(api, "sip-trunking", **made("started_at"), sort=sort)

    assert found == calls


@pytest.mark.parametrize("extra", [{}, {"filter[direction]": "outbound"}], ids=["all", "filtered"])
@pytest.mark.parametrize("sort", ["started_at", "-started_at"])
def test_a_page_far_down_in_a_large_account_goes_on_where_the_one_before_ended(
    api: Telnyx, extra: dict[str, str], sort: str
) -> None:
    asked = {"filter[record_type]": "call-control", "filter[date_range]": "last_30_days",
             "page[size]": 50, "sort": sort, **extra}  # fmt: skip
    pages = fine(api.get(PATH, LARGE, **asked))["meta"]["total_pages"]
    deep = pages * 2 // 3

    one, two, both = (
        [row["id"] for row in api.data(PATH, LARGE, **{**asked, **which})]
        for which in (
            {"page[number]": 2 * deep - 1, "page[size]": 25},
            {"page[number]": 2 * deep, "page[size]": 25},
            {"page[number]": deep},
        )
    )

    assert one + two == both
    assert len(set(both)) == 50


def test_the_last_page_has_the_rest_and_the_one_after_it_nothing(api: Telnyx) -> None:
    asked = {"filter[record_type]": "messaging", **made("created_at"), "page[size]": 50}
    meta = fine(api.get(PATH, **asked))["meta"]

    last = api.data(PATH, **asked, **{"page[number]": meta["total_pages"]})
    beyond = fine(api.get(PATH, **asked, **{"page[number]": meta["total_pages"] + 1}))

    assert len(last) == (meta["total_results"] - 1) % 50 + 1
    assert beyond["data"] == []
    assert beyond["meta"] == {**meta, "page_number": meta["total_pages"] + 1}


@pytest.mark.parametrize(("asked", "shown"), [(None, 20), (1, 1), (50, 50), (51, 50), (250, 50)])
def test_pages_are_cut_to_50_rows_and_say_so(api: Telnyx, asked: int | None, shown: int) -> None:
    size = {} if asked is None else {"page[size]": asked}

    answer = fine(api.get(PATH, **{"filter[record_type]": "messaging"}, **size))

    assert answer["meta"]["page_size"] == len(answer["data"]) == shown
    total = answer["meta"]["total_results"]
    assert answer["meta"]["total_pages"] == -(-total // shown)


def test_an_empty_list_has_no_page(api: Telnyx) -> None:
    answer = fine(api.get(PATH, **{"filter[record_type]": "messaging", "filter[nope]": "1"}))

    meta = {"total_pages": 0, "total_results": 0, "page_number": 1, "page_size": 20}
    assert answer == {"data": [], "meta": meta}


@pytest.mark.parametrize(
    ("word", "now", "first", "end"),
    [
        ("today", "2024-02-29T00:00:00", "2024-02-29", "2024-03-01"),
        ("yesterday", "2024-03-01T12:00:00", "2024-02-29", "2024-03-01"),
        ("yesterday", "2025-01-01T00:00:01", "2024-12-31", "2025-01-01"),
        ("last_week", "2026-11-15T23:59:00", "2026-11-02", "2026-11-09"),
        ("last_week", "2026-11-16T00:00:00", "2026-11-09", "2026-11-16"),
        ("this_week", "2026-11-22T12:00:00", "2026-11-16", "2026-11-23"),
        ("last_month", "2026-03-31T12:00:00", "2026-02-01", "2026-03-01"),
        ("last_month", "2026-01-01T00:00:00", "2025-12-01", "2026-01-01"),
        ("this_month", "2026-12-31T23:59:00", "2026-12-01", "2027-01-01"),
        ("last_1_days", "2026-03-01T12:00:00", "2026-02-28", "2026-03-01"),
        ("last_30_days", "2026-03-01T12:00:00", "2026-01-30", "2026-03-01"),
    ],
)
def test_words_for_dates_mean_whole_days_in_utc(word: str, now: str, first: str, end: str) -> None:
    api = Telnyx(accounts={KEY: 300})
    api.now = datetime.fromisoformat(f"{now}+00:00")
    api.pause_s = 0.01
    asked = {"filter[record_type]": "messaging", "page[size]": 50}

    by_word = fine(api.get(PATH, **asked, **{"filter[date_range]": word}))
    period = {"filter[created_at][gte]": first, "filter[created_at][lt]": end}
    by_days = fine(api.get(PATH, **asked, **period))

    api.close()
    assert by_word["meta"] == by_days["meta"]
    assert [one["uuid"] for one in by_word["data"]] == [one["uuid"] for one in by_days["data"]]


@pytest.mark.parametrize("word", ["tomorrow", "next_week", "next_month"])
def test_nothing_is_there_before_it_was_made(api: Telnyx, word: str) -> None:
    asked = {"filter[record_type]": "messaging", "filter[date_range]": word}

    assert api.data(PATH, **asked) == []


def test_a_word_and_a_filter_for_dates_both_count(api: Telnyx) -> None:
    asked = {"filter[record_type]": "messaging", "filter[date_range]": "last_week"}

    found = api.data(PATH, **asked, **{"filter[created_at][lt]": "2026-11-09T06:00:00Z"})

    assert found
    assert {row["created_at"][:12] for row in found} <= {"2026-11-09T0"}
