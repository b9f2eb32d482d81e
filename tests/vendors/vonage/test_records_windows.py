"""Moments as requests write them, against Python's own reading."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.vendors.vonage.window import moment_at, moment_ms

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

offsets = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.tuples(st.integers(-(10**15), 4 * 10**15), offsets).map(
    lambda drawn: (EPOCH + timedelta(microseconds=drawn[0])).astimezone(drawn[1])
)


@given(moments)
def test_a_moment_is_its_ms_or_the_next(at: datetime) -> None:
    expected = math.ceil((at - EPOCH) / timedelta(microseconds=1) / 1000)

    assert moment_ms(at.isoformat()) == moment_ms(at.strftime("%Y-%m-%dT%H:%M:%S.%f%z")) == expected


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{4}(-[0-9]{2}){2}T([0-9]{2}:){2}[0-9]{2}Z\Z"))
def test_any_text_is_a_moment_that_can_be_told_or_none(text: str) -> None:
    ms = moment_ms(text)

    assert ms is None or moment_at(ms).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "0001-01-01T00:00:00+23:59",
     "2026-02-29T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "2026-01-01T00:00Z",
     "٢٠٢٦-01-01T00:00:00Z", "2026-01-01T00:00:00Z\n"],
)  # fmt: skip
def test_what_is_no_moment_is_none(text: str) -> None:
    assert moment_ms(text) is None
