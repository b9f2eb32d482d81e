"""The file of a report: never stored, and made anew, byte for byte, whenever it is fetched.

What is stored is how long its segments were. So the rest of a download that broke off needs the
missing segments alone, and after one whole download any part of the file costs only what is in it.
Until then somebody who asks for a part waits until the file was made once, to know its length.
"""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b

import mock_server
from mock_server.ledger.deflate import CODEC, Segment
from mock_server.ledger.zipstream import zip_stream
from mock_server.state.kind import Kind
from mock_server.vendors.vonage.report import Report
from mock_server.vendors.vonage.report_rows import Made, Make

BEYOND = 1 << 62
"""A place after the end of every file."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What there is to know of a segment without its bytes.

    Args:
        packed: its length in the file.
        crc32: of its content, which is `size` long.
        rows: of records.
    """

    packed: int
    crc32: int
    size: int
    rows: int

    @classmethod
    def of(cls, made: Made) -> Mark:
        segment = made.segment
        return cls(len(segment.data), segment.crc32, segment.size, made.rows)

    def blank(self) -> Segment:
        """A segment that counts as this one wherever its bytes are not looked at."""
        return Segment(bytes(self.packed), self.crc32, self.size)


@dataclass(frozen=True, slots=True)
class Marks:
    """The first segments of a file.

    Args:
        id: of the report.
        tag: of the file's bytes.
    """

    id: str
    tag: str
    marks: tuple[Mark, ...]


MARKS = Kind("vonage.report_marks", Marks)


def tag_of(report: Report) -> str:
    """What differs wherever the bytes of a report's file do; an entity tag without its quotes.

    Compressors differ in what they compress to, and our versions in what records look like.
    """
    compressor = f"{getattr(CODEC, '__name__', '')} {zlib.ZLIB_RUNTIME_VERSION}"
    names = (report.id, report.fingerprint, mock_server.__version__, compressor)
    return blake2b("\n".join(names).encode(), digest_size=16).hexdigest()


class ReportFile:
    """One making of a file.

    Args:
        report: a finished one.
        makers: of its segments, the header's first.
        marks: what is known of the first segments.
    """

    def __init__(self, report: Report, makers: Iterable[Make], marks: Sequence[Mark]) -> None:
        self._report = report
        self._makers = tuple(makers)
        self.marks = list(marks)

    @property
    def is_known(self) -> bool:
        """Whether there is a mark of every segment."""
        return bool(self.marks) and sum(mark.rows for mark in self.marks) == self._report.items

    def length(self) -> int:
        """Bytes of the whole file; segments without a mark are made for it, and thrown away."""
        return sum(map(len, self._archive(BEYOND)))

    def pieces(self, begin: int = 0, end: int = BEYOND) -> Generator[bytes, None, None]:
        """The bytes [begin, end) of the file, as they are made."""
        position = 0
        with closing(self._archive(begin)) as archive:
            for piece in archive:
                wanted = piece[max(0, begin - position) : max(0, end - position)]
                position += len(piece)
                if wanted:
                    yield wanted
                if position >= end:
                    return

    def _archive(self, begin: int) -> Generator[bytes, None, None]:
        """The whole archive; what is before `begin` need not be right, only as long."""
        report = self._report
        day = f"{report.finished_at:%Y%m%d}"
        name = f"report_{report.product}_{report.account_id}_{day}.csv"
        start = len(next(zip_stream([(name, report.finished_at, ())])))
        return zip_stream([(name, report.finished_at, self._segments(begin - start))])

    def _segments(self, begin: int) -> Iterator[Segment]:
        position, left = 0, self._report.items
        for number, make in enumerate(self._makers):
            known = self.marks[number] if number < len(self.marks) else None
            if known is not None and position + known.packed <= begin:
                yield known.blank()
            else:
                made = make(left)
                known = known or self._noted(Mark.of(made))
                yield made.segment
            position += known.packed
            left -= known.rows
            if not left:
                return

    def _noted(self, mark: Mark) -> Mark:
        self.marks.append(mark)
        return mark
