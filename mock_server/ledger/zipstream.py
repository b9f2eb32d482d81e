"""ZIP and gzip files, written from front to back while their segments are still being made."""

from __future__ import annotations

import struct
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TypeAlias

from mock_server.errors import DataError
from mock_server.ledger.deflate import END, Segment, crc32_combine

Entry: TypeAlias = tuple[str, datetime, Iterable[Segment]]
"""A file's name in the archive, when it was changed, and its content."""

# All of this is by PKWARE's APPNOTE.TXT 6.3.10, sections in brackets.
VERSION = 45
"""Needed to extract: ZIP64 [4.4.3.2]."""

FLAGS = 1 << 3 | 1 << 11
"""Sizes and CRC follow the data; the name is UTF-8 [4.4.4]."""

DEFLATED = 8
ZIP64 = 1
"""The extra field with 64-bit sizes [4.5.3]."""

IN_ZIP64 = 0xFFFFFFFF
SHORT_IN_ZIP64 = 0xFFFF
"""Instead of a number that is found in the ZIP64 record [4.4.1.4]."""

FIRST_YEAR, LAST_YEAR = 1980, 2107
"""What seven bits of years since 1980 can say."""

GZIP_HEADER = struct.pack("<4BLBB", 0x1F, 0x8B, DEFLATED, 0, 0, 4, 255)
"""No name, no time, fastest compression, unknown system (RFC 1952, 2.3.1)."""


@dataclass(frozen=True, slots=True)
class _Content:
    """What is known of a file when all of it is written: its CRC and sizes, in bytes."""

    crc32: int = 0
    packed: int = 0
    size: int = 0

    def with_segment(self, segment: Segment) -> _Content:
        crc32 = crc32_combine(self.crc32, segment.crc32, segment.size)
        return _Content(crc32, self.packed + len(segment.data), self.size + segment.size)


def zip_stream(entries: Iterable[Entry]) -> Generator[bytes, None, None]:
    """A ZIP64 archive of any size, in pieces that are not empty.

    When it is closed, so are the segments that it is reading.

    Raises:
        DataError: a name or moment that ZIP cannot hold, when its turn comes.
    """
    directory: list[bytes] = []
    offset = 0
    for name, changed_at, segments in entries:
        encoded, stamp = _encoded(name), _stamp(changed_at)
        header = _header(encoded, stamp)
        yield header
        content = yield from _contents(segments)
        trailer = struct.pack("<4sLQQ", b"PK\7\10", content.crc32, content.packed, content.size)
        yield trailer
        directory.append(_directory_entry(encoded, stamp, content, offset))
        offset += len(header) + content.packed + len(trailer)
    yield b"".join((*directory, _end(len(directory), sum(map(len, directory)), offset)))


def gzip_stream(segments: Iterable[Segment]) -> Generator[bytes, None, None]:
    """A gzip file of one member, in pieces that are not empty.

    When it is closed, so are the segments.
    """
    yield GZIP_HEADER
    content = yield from _contents(segments)
    yield struct.pack("<LL", content.crc32, content.size & 0xFFFFFFFF)


def _contents(segments: Iterable[Segment]) -> Generator[bytes, None, _Content]:
    content = _Content()
    try:
        for segment in chain(segments, (Segment(END, 0, 0),)):
            content = content.with_segment(segment)
            if segment.data:
                yield segment.data
    finally:
        if isinstance(segments, Generator):
            segments.close()
    return content


def _header(name: bytes, stamp: tuple[int, int]) -> bytes:
    """[4.3.7]"""
    numbers = (VERSION, FLAGS, DEFLATED, *stamp, 0, IN_ZIP64, IN_ZIP64, len(name), 20)
    extra = struct.pack("<HHQQ", ZIP64, 16, 0, 0)
    return struct.pack("<4s5H3L2H", b"PK\3\4", *numbers) + name + extra


def _directory_entry(name: bytes, stamp: tuple[int, int], content: _Content, offset: int) -> bytes:
    """[4.3.12]"""
    kind = (VERSION, VERSION, FLAGS, DEFLATED, *stamp)
    sizes = (content.crc32, IN_ZIP64, IN_ZIP64, len(name), 28, 0, 0, 0, 0, IN_ZIP64)
    extra = struct.pack("<HHQQQ", ZIP64, 24, content.size, content.packed, offset)
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", *kind, *sizes) + name + extra


def _end(entries: int, size: int, offset: int) -> bytes:
    """What is after the directory [4.3.14 to 4.3.16].

    Args:
        entries: in the directory.
        size: of the directory; bytes.
        offset: of the directory from the start of the archive; bytes.
    """
    numbers = (44, VERSION, VERSION, 0, 0, entries, entries, size, offset)
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", *numbers)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, offset + size, 1)
    counts = (0, 0, SHORT_IN_ZIP64, SHORT_IN_ZIP64, IN_ZIP64, IN_ZIP64, 0)
    return record + locator + struct.pack("<4s4H2LH", b"PK\5\6", *counts)


def _encoded(name: str) -> bytes:
    encoded = name.encode(errors="replace")
    if not 0 < len(encoded) <= 0xFFFF or encoded.decode() != name:
        raise _unusable(name, "a name is 1 to 65535 bytes of UTF-8")
    return encoded


def _stamp(moment: datetime) -> tuple[int, int]:
    """Time and date, to two seconds; ZIP knows no time zones [4.4.6]."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise _unusable(str(moment), f"its years are {FIRST_YEAR} to {LAST_YEAR}")
    time = moment.hour << 11 | moment.minute << 5 | moment.second >> 1
    return time, (moment.year - FIRST_YEAR) << 9 | moment.month << 5 | moment.day


def _unusable(what: str, why: str) -> DataError:
    return DataError(
        f"ZIP cannot hold {what!r}",
        where="an entry of an archive",
        why=why,
        fix="choose another name or moment",
    )
