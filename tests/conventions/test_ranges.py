from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_server.conventions.ranges import is_range, span_of

BODY = bytes(range(100))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", BODY[:1]),
        ("bytes=10-19", BODY[10:20]),
        ("bytes=90-1000", BODY[90:]),
        ("bytes=99-", BODY[99:]),
        ("bytes=-1", BODY[-1:]),
        ("bytes=-1000", BODY),
        ("Bytes= 5-5", BODY[5:6]),
    ],
)
def test_a_range_means_its_bytes(header: str, expected: bytes) -> None:
    span = span_of(header, len(BODY))

    assert is_range(header)
    assert span is not None
    assert BODY[slice(*span)] == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_beyond_the_end_has_no_bytes(header: str) -> None:
    assert is_range(header)
    assert span_of(header, len(BODY)) is None


@pytest.mark.parametrize(
    "header", ["", "bytes", "bytes=", "bytes=-", "bytes=5-4", "bytes=1-2,3-4", "items=1-2", "1-2"]
)
def test_what_else_there_is_counts_as_no_range(header: str) -> None:
    assert not is_range(header)


@given(header=st.text(max_size=20) | st.from_regex(r"bytes=[0-9]{0,20}-[0-9]{0,20}"))
def test_no_header_breaks_it(header: str) -> None:
    if is_range(header):
        span = span_of(header, 100)
        assert span is None or 0 <= span[0] < span[1] <= 100
