from __future__ import annotations

import zlib
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.deflate import END, Codec, Segment, crc32_combine, deflate_segment

CODECS = ["zlib", "isal.isal_zlib"]
contents = st.lists(st.binary(max_size=200) | st.builds(lambda n: b"abc" * n, st.integers(0, 9999)))


@pytest.mark.parametrize("name", CODECS)
@settings(deadline=None)
@given(drawn=st.lists(contents, max_size=5))
def test_segments_one_after_the_other_are_one_stream(name: str, drawn: list[list[bytes]]) -> None:
    codec = _codec(name)
    segments = [deflate_segment(chunks, codec) for chunks in drawn]

    reader = zlib.decompressobj(-15)
    content = reader.decompress(b"".join(segment.data for segment in segments) + END)

    assert (content, reader.eof, reader.unused_data) == (b"".join(map(b"".join, drawn)), True, b"")


@pytest.mark.parametrize("name", CODECS)
def test_a_segment_tells_the_size_and_the_checksum_of_its_content(name: str) -> None:
    codec = _codec(name)
    segment = deflate_segment(iter((b"some ", b"", b"text")), codec)

    told = Segment(segment.data, zlib.crc32(b"some text"), 9)

    assert segment == told


@pytest.mark.parametrize("name", CODECS)
def test_a_segment_can_be_read_without_those_before_it(name: str) -> None:
    codec = _codec(name)
    text = b"all that is in the first segment, and much of it again in the second one"

    _, second = (deflate_segment((text,), codec) for _ in range(2))

    assert zlib.decompressobj(-15).decompress(second.data) == text


@settings(deadline=None)
@given(st.binary(), st.binary() | st.builds(lambda n: b"\0" * n, st.integers(0, 1 << 20)))
def test_checksums_are_combined_as_if_the_contents_had_been(first: bytes, second: bytes) -> None:
    combined = crc32_combine(zlib.crc32(first), zlib.crc32(second), len(second))

    assert combined == zlib.crc32(first + second)


def test_checksums_of_more_than_four_gigabytes_are_combined_in_any_grouping() -> None:
    """Halves of a content that repeats, doubled 14 times: 2**34 bytes, never made."""
    half, size = zlib.crc32(b"0123456789abcdef" * 65536), 1 << 20
    grown, grown_size = half, size
    for _ in range(14):
        grown, grown_size = crc32_combine(grown, grown, grown_size), 2 * grown_size

    by_ones = half
    for _ in range(7):
        by_ones = crc32_combine(by_ones, half, size)

    eight, eight_size = half, size
    for _ in range(3):
        eight, eight_size = crc32_combine(eight, eight, eight_size), 2 * eight_size
    left = crc32_combine(grown, eight, eight_size)
    right = crc32_combine(eight, grown, grown_size)
    assert (eight, left) == (by_ones, right)


def _codec(name: str) -> Codec:
    return cast("Codec", pytest.importorskip(name))
