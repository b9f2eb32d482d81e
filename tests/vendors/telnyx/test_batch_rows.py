"""Rows of files of any size: made piece by piece, in order, without holding more than a piece."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.dataset import Dataset, DatasetSettings, Volume
from mock_server.ledger.selection import Filter
from mock_server.ledger.sums import sums
from mock_server.vendors.telnyx.batches.batch_rows import (
    CHUNK_ROWS,
    Part,
    Period,
    counted,
    lines,
    slices,
)
from mock_server.vendors.telnyx.batches.cdr_columns import DEFAULT, call_layout
from mock_server.vendors.telnyx.batches.zones import clock_of, zone
from mock_server.vendors.telnyx.moments import DAY_MS, ms_of

NOW_MS = ms_of(datetime(2026, 11, 17, 9, 30, tzinfo=UTC))
MONTH_MS = 30 * DAY_MS
ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu",
         "Africa/Casablanca", "Pacific/Apia", "UTC")  # fmt: skip
"""With and without summer time, by half hours, twice a year around Ramadan, near the date line."""

MOMENT = len("2026-11-17T09:30:00Z")
"""The first column of these files."""

BIG = Dataset(DatasetSettings(volume=Volume(accounts={"BIG": 100_000})))


def parts(names: tuple[str, ...]) -> list[Part]:
    streams = [BIG.stream("BIG", name) for name in names]
    return [Part(one, Filter(), call_layout(one, DEFAULT, "UTC")) for one in streams]


def test_a_big_file_has_every_row_in_order() -> None:
    both = parts(("call", "failed-call"))
    month = Period(NOW_MS - MONTH_MS, NOW_MS, NOW_MS)
    edges = (month.from_ms, month.to_ms)
    expected = [sums(one.stream, edges, NOW_MS).total() for one in both]

    count, last = -1, b""
    for piece in lines(both, month):
        count += piece.count(b"\n")
        if count:
            assert last <= piece[:MOMENT]
            last = piece[piece.rindex(b"\n", 0, -1) + 1 :][:MOMENT]

    assert count == sum(expected) == counted(both, month) > 300_000


def test_a_file_of_more_days_takes_no_more_memory() -> None:
    both = parts(("call", "failed-call"))

    peaks = [peak(both, days) for days in (1, 2, 6)]

    assert peaks[2] < 1.2 * peaks[1] < 15_000_000


def peak(both: list[Part], days: int) -> int:
    """The most bytes that are held at once while a file of so many days is made."""
    tracemalloc.start()
    for _ in lines(both, Period(NOW_MS - days * DAY_MS, NOW_MS, NOW_MS)):
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 40 * DAY_MS), st.integers(1, 10 * DAY_MS))
def test_slices_lie_side_by_side_and_hold_few_records(before_ms: int, width_ms: int) -> None:
    streams = [BIG.stream("BIG", name) for name in ("message", "call")]
    whole = Period(NOW_MS - before_ms, NOW_MS - before_ms + width_ms, NOW_MS)

    found = list(slices(streams, whole))

    assert (found[0].from_ms, found[-1].to_ms) == (whole.from_ms, whole.to_ms)
    assert all(one.to_ms == other.from_ms for one, other in pairwise(found))
    for one in found:
        windows = [one.indexes(stream) for stream in streams]
        assert sum(end - begin for begin, end in windows) <= CHUNK_ROWS


@pytest.mark.parametrize("name", ZONES)
def test_a_clock_shows_what_the_zone_database_says_in_every_hour_of_two_years(name: str) -> None:
    clock, place = clock_of(name), ZoneInfo(name)
    hours = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(17_520)]

    at_ms = np.array([ms_of(at) for at in hours])
    offsets = clock.offsets_s.take(clock.steps(at_ms)).tolist()

    expected = [at.astimezone(place).utcoffset() for at in hours]
    assert [timedelta(seconds=one) for one in offsets] == expected


@pytest.mark.parametrize(
    "name",
    ["Nowhere", "America", "", "../../etc/passwd", "/etc/localtime", "a\0b", "x" * 5000, "é"],
)
def test_what_is_no_zone_is_none(name: str) -> None:
    assert zone(name) is None
