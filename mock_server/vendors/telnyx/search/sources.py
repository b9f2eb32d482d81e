"""What is wanted of a stream: counted by the ledger's sums, or listed by index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeAlias

import numpy as np

from mock_server.exchange import Rejection
from mock_server.ledger.columns import Columns
from mock_server.ledger.finding import find
from mock_server.ledger.mix import Integers
from mock_server.ledger.pages import page
from mock_server.ledger.selection import Selection
from mock_server.ledger.sums import SMALL_BITS, sums
from mock_server.vendors.telnyx.search.parts import Part
from mock_server.vendors.telnyx.search.row_tests import RowTest

MOST_LOOKED_AT = 10_000_000
"""Records that one search may look at: some seconds of work."""

MOST_LISTED = 100_000
MOST_LISTED_OF_SMALL = 8_000_000
"""Of so few matches the indexes are listed (64 MB at most): that is quicker than to sum them, since
the sums of small streams look at all of their records."""

Span: TypeAlias = tuple[int, int]
"""[from, to) in ms since 1970."""


class Source(Protocol):
    """What is wanted of a part."""

    @property
    def part(self) -> Part:
        """Of which part."""

    def counts(self, edges_ms: Sequence[int]) -> Integers:
        """How many there are between neighbouring edges."""

    def ends(self, span: Span, limit: int, *, last: bool) -> Integers:
        """The first so many of a span, or the last; ascending indexes."""


class Summed:
    """A part whose records the ledger counts without looking at them."""

    def __init__(self, part: Part, now_ms: int) -> None:
        self.part = part
        self._now_ms = now_ms

    def counts(self, edges_ms: Sequence[int]) -> Integers:
        stream, wanted = self.part.stream, self.part.wanted
        if not wanted.equal:
            there = stream.visible(self._now_ms)
            return np.diff([min(there, stream.timeline.index_at(edge)) for edge in edges_ms])
        found = sums(stream, edges_ms, self._now_ms, wanted=wanted)
        counted: Integers = found.measures[:, :, 0].sum(axis=1)
        return counted

    def ends(self, span: Span, limit: int, *, last: bool) -> Integers:
        window = self.part.stream.window(*span, self._now_ms)
        selection = Selection(self.part.stream, self.part.wanted, self._now_ms)
        return page(selection, window, limit, descending=last).indexes


class Listed:
    """A part whose records are listed; `indexes` ascend."""

    def __init__(self, part: Part, indexes: Integers) -> None:
        self.part = part
        self._indexes = indexes

    def counts(self, edges_ms: Sequence[int]) -> Integers:
        return np.diff([self._place(edge) for edge in edges_ms])

    def ends(self, span: Span, limit: int, *, last: bool) -> Integers:
        between = self._indexes[self._place(span[0]) : self._place(span[1])]
        return between[-limit:] if last else between[:limit]

    def _place(self, at_ms: int) -> int:
        return int(self._indexes.searchsorted(self.part.stream.timeline.index_at(at_ms)))


def sources(parts: Iterable[Part], span: Span, now_ms: int) -> Iterator[Source]:
    """What is wanted of each part, made within a span.

    Raises:
        Rejection: 400, too many records would have to be looked at.
    """
    left = MOST_LOOKED_AT
    for part in parts:
        selection = Selection(part.stream, part.wanted, now_ms)
        window = _window(part, span, now_ms)
        matches = _about(selection, window)
        if selection.by_slot and not part.tests and part.only is None:
            is_little = part.wanted.equal and matches <= _most_listed(part)
            yield _listed(part, selection, window) if is_little else Summed(part, now_ms)
            continue
        left -= matches
        if left < 0:
            why = "The filter matches too many records: narrow the period or the other filters"
            raise Rejection("invalid", 400, why, parameter="filter")
        yield _listed(part, selection, window)


def _window(part: Part, span: Span, now_ms: int) -> tuple[int, int]:
    begin, end = part.stream.window(*span, now_ms)
    if part.only is None:
        return begin, end
    begin = max(begin, part.only)
    return begin, max(begin, min(end, part.only + 1))


def _about(selection: Selection, window: tuple[int, int]) -> int:
    """About how many records of a window have a slot that is wanted."""
    slots = selection.masks.settled | selection.masks.unsettled
    return int(float(slots.mean()) * (window[1] - window[0]))


def _most_listed(part: Part) -> int:
    return MOST_LISTED_OF_SMALL if part.stream.blocks.bits < SMALL_BITS else MOST_LISTED


def _listed(part: Part, selection: Selection, window: tuple[int, int]) -> Listed:
    kept = (
        _passed(part.tests, Columns(part.stream, indexes, selection.as_of_ms))
        for indexes in find(selection, *window)
    )
    return Listed(part, np.concatenate([np.empty(0, np.int64), *kept]))


def _passed(tests: Iterable[RowTest], columns: Columns) -> Integers:
    mask = np.ones(len(columns), bool)
    for test in tests:
        mask &= test.keeps(columns)
    return columns.indexes[mask]
