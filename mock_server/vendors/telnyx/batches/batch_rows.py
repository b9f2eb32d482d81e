"""The rows of a batch report's file, made while it is sent; nobody holds more than a chunk of it.

The oldest record comes first (ASSUMED). Records that lie in several streams, as those of calls that
were answered and of calls that were not, are merged by the moment at which they were made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.finding import find
from mock_server.ledger.layout import Layout
from mock_server.ledger.mix import Integers
from mock_server.ledger.selection import Filter, Selection
from mock_server.ledger.stream import Stream
from mock_server.ledger.sums import sums
from mock_server.vendors.telnyx.batches.batch_filters import Keep

CHUNK_ROWS = 8192
"""Records whose columns are held at once: enough for NumPy, little enough for a core's cache."""


@dataclass(frozen=True, slots=True)
class Part:
    """Those records of one stream that are in a file.

    Args:
        wanted: what the slots of records tell of whether they are in it.
        layout: the columns, of the same names in all parts of a file.
        keep: what only records themselves tell; None when all that are wanted are in it.
    """

    stream: Stream
    wanted: Filter
    layout: Layout[Columns]
    keep: Keep | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """When the records of a file were made, and when they are looked at.

    Args:
        from_ms: the first moment that counts, in ms since 1970; `to_ms` no longer counts.
    """

    from_ms: int
    to_ms: int
    as_of_ms: int

    def indexes(self, stream: Stream) -> tuple[int, int]:
        """The records of the period, [begin, end), as far as they are there."""
        return stream.window(self.from_ms, self.to_ms, self.as_of_ms)


def counted(parts: Sequence[Part], period: Period) -> int:
    """How many records there are, those left out included that only their row tells to be."""
    edges = (period.from_ms, period.to_ms)
    return sum(sums(one.stream, edges, period.as_of_ms, wanted=one.wanted).total() for one in parts)


def lines(parts: Sequence[Part], period: Period) -> Iterator[bytes]:
    """The header, then the rows, in pieces of some thousand.

    Args:
        parts: at least one.
    """
    yield parts[0].layout.header()
    for slice_ in slices([one.stream for one in parts], period):
        found = [piece for one in parts for piece in _pieces(one, slice_)]
        if len(found) == 1:
            yield found[0][1]
        elif found:
            yield _merged(found)


def slices(streams: Sequence[Stream], period: Period) -> Iterator[Period]:
    """The period in pieces, in order, each with no more records than are held at once."""
    width = period.to_ms - period.from_ms
    windows = [period.indexes(stream) for stream in streams]
    count = sum(end - begin for begin, end in windows)
    if count <= CHUNK_ROWS or width <= 1:
        yield period
        return
    middle = period.from_ms + width // 2
    yield from slices(streams, Period(period.from_ms, middle, period.as_of_ms))
    yield from slices(streams, Period(middle, period.to_ms, period.as_of_ms))


def _pieces(part: Part, period: Period) -> Iterator[tuple[Integers, bytes]]:
    """Some rows, and when they were made."""
    selection = Selection(part.stream, part.wanted, period.as_of_ms)
    for indexes in find(selection, *period.indexes(part.stream)):
        columns = Columns(part.stream, indexes, period.as_of_ms)
        if part.keep is not None:
            kept = indexes[part.keep(columns)]
            columns = Columns(part.stream, kept, period.as_of_ms)
        if len(columns):
            yield columns.made_ms, part.layout.csv(columns)


def _merged(pieces: Sequence[tuple[Integers, bytes]]) -> bytes:
    """The rows of several pieces by time. No row has a line break in it: no text of ours does."""
    order = np.argsort(np.concatenate([made_ms for made_ms, _ in pieces]), kind="stable")
    rows = [row for _, rows in pieces for row in rows.splitlines(keepends=True)]
    return b"".join(map(rows.__getitem__, order.tolist()))
