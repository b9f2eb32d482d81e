"""Finding records by turning the blocks' permutations round: work for the matches, not for all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from mock_server.ledger.blocks import SLOT_BITS, SLOTS
from mock_server.ledger.columns import Columns
from mock_server.ledger.mix import Integers
from mock_server.ledger.selection import Mask, Selection
from mock_server.ledger.stream import SETTLED_MS, Stream

BATCH = 65_536
"""About how many matches are worked on at once: memory stays small, NumPy stays busy."""

MOST_BLOCKS = 65_536


class Matches:
    """The slots of a mask, ready to be looked up by part."""

    def __init__(self, stream: Stream, mask: Mask) -> None:
        self._blocks = stream.blocks
        slots = np.flatnonzero(mask)
        self.share = len(slots) / SLOTS
        self.everything = len(slots) == SLOTS
        if self.everything:
            slots = slots[:0]  # none is ever looked up, and they would be 5 MB
        parts = self._blocks.part_of_slots().take(slots)
        order = np.argsort(parts, kind="stable")
        within = (slots.take(order) & ((1 << SLOT_BITS) - 1)) >> self._blocks.part_bits
        repeats = self._blocks.repeats()
        slots = (within[:, None] * repeats + np.arange(repeats)).reshape(-1)
        self._slots = slots.astype(np.uint16)
        self._counts = np.bincount(parts, minlength=self._blocks.parts) * repeats
        self._begins = np.cumsum(self._counts) - self._counts

    def between(self, begin: int, end: int) -> Integers:
        """The indexes in [begin, end) of records whose slot is one of these, ascending."""
        if self.everything:
            return np.arange(begin, end, dtype=np.int64)
        blocks = np.arange(begin >> self._blocks.bits, -(-end >> self._blocks.bits))
        parts = self._blocks.parts_of(blocks)
        counts = self._counts.take(parts)
        # What is the same for all matches of a block is worked out once, and only where there are.
        hit = counts > 0
        blocks, parts, counts = blocks[hit], parts[hit], counts[hit]
        of = np.repeat(np.arange(len(blocks)), counts)
        before = np.cumsum(counts) - counts - self._begins.take(parts)
        slots = self._slots.take(np.arange(len(of)) - before.take(of)).astype(np.uint32)
        places = self._blocks.permutations(blocks).places(slots, of)
        found = (blocks.take(of) << self._blocks.bits) | places
        found.sort()
        low, high = np.searchsorted(found, (begin, end))
        return found[low:high]


def find(
    selection: Selection,
    begin: int,
    end: int,
    descending: bool = False,
    near: int = BATCH,
) -> Iterator[Integers]:
    """The wanted records of [begin, end), in batches of ascending indexes.

    Args:
        selection: which.
        descending: the last batch comes first; within a batch indexes still ascend.
        near: about how many are going to be used; batches are of that size.
    """
    stream, masks = selection.stream, selection.masks
    key = ("matches", selection.wanted.text())
    settled = stream.memo.get(key, lambda: Matches(stream, masks.settled))
    if not masks.of_state:
        yield from _Part(selection, settled, begin, end, False).batches(descending, near)
        return
    border = min(max(begin, unsettled_from(stream, selection.as_of_ms)), end)
    either = stream.memo.get(
        ("either", *key), lambda: Matches(stream, masks.settled | masks.unsettled)
    )
    parts = (
        _Part(selection, settled, begin, border, False),
        _Part(selection, either, border, end, True),
    )
    for part in reversed(parts) if descending else parts:
        yield from part.batches(descending, near)


class _Part:
    """Some of the records, found by their slots and then looked at if that is not enough."""

    def __init__(
        self, selection: Selection, matches: Matches, begin: int, end: int, by_state: bool
    ) -> None:
        self._selection, self._matches = selection, matches
        self._begin, self._end = begin, end
        self._look = by_state or not selection.by_slot

    def batches(self, descending: bool, near: int) -> Iterator[Integers]:
        size = self._selection.stream.blocks.size
        step = min(MOST_BLOCKS * size, max(size, int(near / max(self._matches.share, 1e-9))))
        edges = [*range(self._begin, self._end, step), self._end]
        steps = list(pairwise(edges))
        for begin, end in reversed(steps) if descending else steps:
            found = self._matches.between(begin, end)
            if self._look:
                columns = Columns(self._selection.stream, found, self._selection.as_of_ms)
                found = found[self._selection.keeps(columns)]
            if len(found):
                yield found


def unsettled_from(stream: Stream, as_of_ms: int) -> int:
    """The first record whose outcome may be unknown at this moment."""
    if stream.product.pending is None:
        return stream.timeline.total
    return stream.timeline.index_at(as_of_ms - SETTLED_MS)


def pending(stream: Stream, begin: int, end: int, as_of_ms: int) -> Integers:
    """The records of [begin, end) whose outcome is not known at this moment, ascending."""
    if begin >= end or end <= unsettled_from(stream, as_of_ms):
        return np.empty(0, np.int64)
    found = []
    for matches, longest_ms in stream.memo.get("latencies", lambda: _latency_classes(stream)):
        low = max(begin, stream.timeline.index_at(as_of_ms - longest_ms))
        if low < end:
            indexes = matches.between(low, end)
            found.append(indexes[Columns(stream, indexes, as_of_ms).pending])
    if not found:
        return np.empty(0, np.int64)
    return np.sort(np.concatenate(found))


def _latency_classes(stream: Stream) -> list[tuple[Matches, int]]:
    """Slots by how long their outcome may be unknown, with that time in ms."""
    longest = stream.latencies.reshape(-1, 4096).max(axis=1)
    return [
        (Matches(stream, np.isin(stream.table.outcome, np.flatnonzero(longest == one))), one)
        for one in sorted(set(longest[longest > 0].tolist()))
    ]
