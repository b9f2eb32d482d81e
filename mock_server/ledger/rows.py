"""Rows of bytes from tables: each row is a copy of a template, with texts put into its gaps.

Every gap is as wide as its longest text; what a shorter one leaves is NUL, and all NULs are taken
out at the end. That is several times faster than to put texts of different lengths together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic

import numpy as np
from numpy.typing import NDArray

from mock_server.errors import DataError
from mock_server.ledger.field import C, Indexes, Split

CHUNK_ROWS = 8192
CHUNK_BYTES = 1 << 20
"""Rows are made in chunks of at most so many rows and about so many bytes. Measured: larger ones
leave the core's cache and are given back to the system every time, smaller ones cost more calls."""

ELSEWHERE = b"\xff"
"""Stands where a long text goes. No text holds it: it is not a byte of UTF-8."""


@dataclass(frozen=True, slots=True)
class Gap(Generic[C]):
    """Where a text of a table goes.

    Args:
        name: of the field, or of the first of several.
        start: bytes from the start of the row.
        texts: the table, padded to one width.
        index: which text, for each record.
        long: for each text its place among the long texts of the row if it is one of them, and
            `ELSEWHERE` in the gap; else 0. None when the gap has room for all.
    """

    name: str
    start: int
    texts: NDArray[np.void]
    index: Callable[[C], Indexes]
    long: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class Blank(Generic[C]):
    """A stretch of the row that is replaced in the records for which there is nothing to say."""

    start: int
    filled: bytes
    blank: bytes
    absent: Callable[[C], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Rows(Generic[C]):
    """All that is known of the rows before there are any records.

    Args:
        template: a row with empty gaps.
        gaps: all of them, in order.
        blanks: all of them.
        long: texts that would leave their gaps mostly empty for the others, from 1 on.
    """

    template: bytes
    gaps: tuple[Gap[C], ...]
    blanks: tuple[Blank[C], ...]
    long: NDArray[np.object_]

    def render(self, columns: C, end: bytes, backwards: bool = False) -> bytes:
        """The rows of some records, each closed by `end`; backwards, the last record comes first.

        Raises:
            DataError: an index is not inside its table.
        """
        indexes = _indexes(self.gaps, columns)
        absent = [np.asarray(blank.absent(columns)) for blank in self.blanks]
        if backwards:
            indexes = [index[::-1] for index in indexes]
            absent = [mask[::-1] for mask in absent]
        return b"".join(self._chunks(len(columns), indexes, absent, end))

    def _chunks(
        self, total: int, indexes: list[Indexes], absent: list[Indexes], end: bytes
    ) -> Iterator[bytes]:
        template = self.template + end
        size = max(1, min(total, CHUNK_ROWS, CHUNK_BYTES // len(template)))
        buffer = bytearray(template) * size
        for first in range(0, total, size):
            count = min(size, total - first)
            here = [index[first : first + count] for index in indexes]
            void = [mask[first : first + count] for mask in absent]
            yield self._chunk(memoryview(buffer)[: count * len(template)], count, here, void)

    def _chunk(
        self, buffer: memoryview, count: int, indexes: list[Indexes], absent: list[Indexes]
    ) -> bytes:
        for gap, index in zip(self.gaps, indexes, strict=True):
            stretch = _stretch(buffer, count, gap.start, gap.texts.itemsize)
            stretch[:] = gap.texts.take(index, mode="clip")
        blanked = [pair for pair in zip(self.blanks, absent, strict=True) if pair[1].any()]
        for blank, mask in blanked:
            _stretch(buffer, count, blank.start, len(blank.blank))[mask] = np.void(blank.blank)
        rows = bytes(buffer).translate(None, b"\0")
        for blank, _ in blanked:
            # What was around its gaps is there again for the rows of the next chunk.
            _stretch(buffer, count, blank.start, len(blank.filled))[:] = np.void(blank.filled)
        return self._with_long_texts(rows, indexes)

    def _with_long_texts(self, rows: bytes, indexes: list[Indexes]) -> bytes:
        pairs = zip(self.gaps, indexes, strict=True)
        columns = [gap.long.take(index) for gap, index in pairs if gap.long is not None]
        if not columns:
            return rows
        places = np.stack(columns, axis=1).reshape(-1)
        texts = self.long.take(places[places > 0]).tolist()
        # Every second one is a text; a list is filled without a tuple for each pair of them.
        pieces: list[bytes] = [b""] * (2 * len(texts) + 1)
        pieces[::2] = rows.split(ELSEWHERE)
        pieces[1::2] = texts
        return b"".join(pieces)


def _stretch(buffer: memoryview, count: int, start: int, width: int) -> NDArray[np.void]:
    """The same bytes of every row."""
    step = len(buffer) // count
    return np.ndarray((count,), f"V{width}", buffer, start, (step,))


def _indexes(gaps: tuple[Gap[C], ...], columns: C) -> list[Indexes]:
    """The index column of each gap; what several of them share is calculated once."""
    shared = {gap.index.calculation for gap in gaps if isinstance(gap.index, Split)}
    splits = {calculation: calculation(columns) for calculation in shared}
    plain = {gap.index for gap in gaps if not isinstance(gap.index, Split)}
    whole = {index: index(columns) for index in plain}
    return [
        splits[gap.index.calculation][gap.index.position]
        if isinstance(gap.index, Split)
        else _checked(whole[gap.index], gap, len(columns))
        for gap in gaps
    ]


def _checked(index: Indexes, gap: Gap[Any], records: int) -> Indexes:
    if index.shape != (records,):
        raise _unusable(gap, f"{records} records came with indexes of shape {index.shape}")
    if records and not 0 <= int(index.min()) <= int(index.max()) < len(gap.texts):
        span = f"from {int(index.min())} to {int(index.max())}"
        raise _unusable(gap, f"it has {len(gap.texts)} texts, the indexes go {span}")
    return index


def _unusable(gap: Gap[Any], why: str) -> DataError:
    return DataError(
        "A column of indexes does not fit its table of texts",
        where=f"field {gap.name!r}",
        why=why,
        fix="make the index column of the records agree with the table of the field",
    )
