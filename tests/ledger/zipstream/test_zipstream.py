from __future__ import annotations

import gzip
import io
import shutil
import subprocess
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.errors import DataError
from mock_server.ledger.deflate import Segment, deflate_segment
from mock_server.ledger.zipstream import gzip_stream, zip_stream

NOON = datetime(2026, 3, 4, 12, 30, 58, tzinfo=UTC)

contents = st.lists(st.binary(max_size=100), max_size=4)
names = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"), min_size=1
)


@settings(deadline=None)
@given(st.dictionaries(names, contents, max_size=4))
def test_an_archive_holds_its_entries_in_their_order(drawn: dict[str, list[bytes]]) -> None:
    archive = _archive({name: map(_segment, chunks) for name, chunks in drawn.items()})

    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        faulty = opened.testzip()
        found = {entry.filename: opened.read(entry) for entry in opened.infolist()}
        moments = {entry.date_time for entry in opened.infolist()}

    assert (faulty, list(found.items())) == (
        None,
        [(name, b"".join(chunks)) for name, chunks in drawn.items()],
    )
    assert moments <= {(2026, 3, 4, 12, 30, 58)}


@pytest.mark.skipif(shutil.which("unzip") is None, reason="there is no unzip here")
def test_unzip_finds_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "report.zip"
    path.write_bytes(_archive({"empty.csv": (), "größe.csv": map(_segment, [b"a,b\n", b"1,2\n"])}))

    tested = subprocess.run(["unzip", "-t", path], capture_output=True, check=False)

    assert (tested.returncode, b"No errors detected" in tested.stdout) == (0, True)


def test_an_archive_may_be_read_while_it_arrives() -> None:
    """Each piece is there before the next segment is made."""
    made = []

    def segments() -> Iterator[Segment]:
        for content in (b"one", b"two"):
            made.append(content)
            yield _segment(content)

    pieces = zip_stream([("a.csv", NOON, segments())])

    assert (next(pieces)[:4], made) == (b"PK\3\4", [])
    assert (next(pieces) != b"", made) == (True, [b"one"])


def test_no_piece_is_empty_since_that_would_end_a_chunked_response() -> None:
    blank = Segment(b"", 0, 0)

    pieces = [*zip_stream([("a", NOON, [blank, blank])]), *gzip_stream([blank])]

    assert all(pieces)


def test_contents_of_more_than_four_gigabytes_are_counted_in_full() -> None:
    """One segment with much data and one with much content, many times, counted and dropped."""
    content = bytes(1 << 24)
    large, dense = Segment(content, 0, 1), _segment(content)
    entries = [("a", NOON, repeat(large, 300)), ("b", NOON, repeat(dense, 300)), ("c", NOON, ())]

    total, tail = 0, b""
    for tail in zip_stream(entries):
        total += len(tail)

    with zipfile.ZipFile(_Tail(tail, total)) as opened:
        first, second, third = opened.infolist()
    packed, size = 300 << 24, 300 << 24
    crc32 = 0
    for _ in range(300):
        crc32 = zlib.crc32(content, crc32)
    assert (first.compress_size, first.file_size) == (packed + 2, 300)
    assert (second.CRC, second.file_size) == (crc32, size)
    assert (first.header_offset, second.header_offset) == (0, 30 + 1 + 20 + packed + 2 + 24)
    assert (third.compress_size, third.file_size, third.CRC) == (2, 0, 0)


def test_the_segments_are_closed_with_the_archive() -> None:
    closed = []

    def segments() -> Iterator[Segment]:
        try:
            yield from repeat(_segment(b"text"))
        finally:
            closed.append(True)

    kept = segments()
    pieces = zip_stream([("a.csv", NOON, kept)])
    for _ in range(5):
        next(pieces)
    pieces.close()

    assert closed == [True]


@settings(deadline=None)
@given(contents)
def test_the_same_segments_make_a_gzip_file(drawn: list[bytes]) -> None:
    file = b"".join(gzip_stream(map(_segment, drawn)))

    assert gzip.decompress(file) == b"".join(drawn)
    assert file[:10] == b"\x1f\x8b\x08\0\0\0\0\0\x04\xff"


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        pytest.param("", NOON, id="no name"),
        pytest.param("a" * 65536, NOON, id="a name too long"),
        pytest.param("\ud800", NOON, id="half a surrogate pair"),
        pytest.param("a", NOON.replace(year=1979), id="before 1980"),
        pytest.param("a", NOON.replace(year=2108), id="after 2107"),
    ],
)
def test_what_zip_cannot_hold_is_refused(name: str, moment: datetime) -> None:
    with pytest.raises(DataError):
        b"".join(zip_stream([(name, moment, ())]))


class _Tail(io.BytesIO):
    """The end of a file that is otherwise not there."""

    def __init__(self, tail: bytes, total: int) -> None:
        super().__init__(tail)
        self.start = total - len(tail)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        moved = super().seek(max(offset - self.start, 0) if whence == 0 else offset, whence)
        return moved + self.start

    def tell(self) -> int:
        return super().tell() + self.start


def _archive(entries: dict[str, Iterable[Segment]]) -> bytes:
    return b"".join(zip_stream((name, NOON, of) for name, of in entries.items()))


def _segment(content: bytes) -> Segment:
    return deflate_segment((content,))
