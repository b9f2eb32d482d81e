"""Counts, units and costs of any window by any attributes, exactly, without looking at records.

A block's records hold every slot of its part equally often, so a window's sums follow from how many
blocks took each part; only the blocks that the window cuts are looked at record by record. Small
streams (a few thousand records a day) are looked at as a whole: that is as quick.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger.finding import find, pending
from mock_server.ledger.grouping import Grouping, distinct
from mock_server.ledger.mix import Integers
from mock_server.ledger.selection import Filter, Mask, Selection
from mock_server.ledger.stream import Stream

MEASURES = ("records", "units", "billed", "cost")

SMALL_BITS = 8
"""Streams with smaller blocks have at most 12,000 records a day and are summed by looking."""

SCAN = 1 << 18
"""How many records are looked at at once."""

PAIRS = 4096
"""How many pairs of window and part are added up at once."""

EXACT = 1 << 53
"""NumPy adds weights as floats, which are exact below this."""

LOW_BITS = 26
"""Where a sum could be more than that, it is taken in two halves of a number."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What a stream's records come to.

    Args:
        groups: the texts of each group's attributes.
        measures: int64[windows, groups, 4]: records, units used, units billed, and cost in
            hundred-millionths of the account's currency.
    """

    groups: tuple[tuple[str, ...], ...]
    measures: Integers

    def total(self, measure: str = "records") -> int:
        return int(self.measures[:, :, MEASURES.index(measure)].sum())

    def rows(self) -> Iterator[tuple[int, tuple[str, ...], dict[str, int]]]:
        """Window, group and measures of each group that has records in a window."""
        for window, group in np.argwhere(self.measures[:, :, 0]).tolist():
            values = self.measures[window, group].tolist()
            yield window, self.groups[group], dict(zip(MEASURES, values, strict=True))


def sums(
    stream: Stream,
    edges_ms: Sequence[int],
    now_ms: int,
    by: Sequence[str] = (),
    wanted: Filter | None = None,
) -> Sums:
    """Sum a stream's records over windows that lie side by side.

    Args:
        edges_ms: the windows' edges in ms since 1970, ascending: each window begins with an edge
            and ends before the next.
        now_ms: the moment at which it is asked: later records are not there yet, and outcomes that
            are not known by then count as pending.
        by: attributes to group by, of `ATTRIBUTES`.
        wanted: which records count; None for all.
    """
    selection = Selection(stream, wanted or Filter(), now_ms)
    there = stream.visible(now_ms)
    edges = np.array([min(there, stream.timeline.index_at(edge)) for edge in edges_ms], np.int64)
    grouping = stream.memo.get(("grouping", *by), lambda: Grouping(stream, by))
    if selection.by_slot:
        found = _of_slots(stream, selection, edges, grouping)
    else:
        found = _of_records(stream, selection, edges, grouping)
    return Sums(grouping.groups, found)


def _of_slots(
    stream: Stream, selection: Selection, edges: Integers, grouping: Grouping
) -> Integers:
    """As if all outcomes were known, then with those that are not put where they belong."""
    found = settled_sums(stream, edges, _kept(selection.masks.settled, grouping.settled),
                         len(grouping))  # fmt: skip
    unknown = pending(stream, int(edges[0]), int(edges[-1]), selection.as_of_ms)
    if not len(unknown):
        return found
    slots = stream.blocks.slots(unknown)
    windows = np.searchsorted(edges, unknown, "right") - 1
    after = _kept(selection.masks.settled, grouping.settled).take(slots)
    before = _kept(selection.masks.unsettled, grouping.unsettled).take(slots)
    _add(stream, found, _places(found, windows, after), slots, -1)
    _add(stream, found, _places(found, windows, before), slots, 1)
    return found


def _kept(mask: Mask, groups: Integers) -> Integers:
    """The groups of slots that count, -1 for the others."""
    return groups if mask.all() else np.where(mask, groups, -1)


def _of_records(
    stream: Stream, selection: Selection, edges: Integers, grouping: Grouping
) -> Integers:
    found = np.zeros((len(edges) - 1, len(grouping), len(MEASURES)), np.int64)
    unknown = pending(stream, int(edges[0]), int(edges[-1]), selection.as_of_ms)
    for indexes in find(selection, int(edges[0]), int(edges[-1])):
        slots = stream.blocks.slots(indexes)
        groups = np.where(
            np.isin(indexes, unknown, assume_unique=True),
            grouping.unsettled.take(slots),
            grouping.settled.take(slots),
        )
        windows = np.searchsorted(edges, indexes, "right") - 1
        _add(stream, found, _places(found, windows, groups), slots, 1)
    return found


def settled_sums(stream: Stream, edges: Integers, groups: Integers, count: int) -> Integers:
    """Sums of the records between edges, by the group of their slots.

    Args:
        edges: indexes.
        groups: of each slot, from 0 to count - 1; -1 for slots that do not count.

    Returns:
        int64[windows, count, 4].
    """
    found = np.zeros((len(edges) - 1, count, len(MEASURES)), np.int64)
    blocks = stream.blocks
    if blocks.bits < SMALL_BITS:
        _look(stream, found, edges[:-1], edges[1:], groups)
        return found
    first = -(-edges[:-1] >> blocks.bits)
    last = np.maximum(first, edges[1:] >> blocks.bits)
    within = (first << blocks.bits) > edges[1:]  # a window inside one block
    left_end = np.where(within, edges[1:], first << blocks.bits)
    right_begin = np.where(within, edges[1:], last << blocks.bits)
    _look(stream, found, edges[:-1], left_end, groups)
    _look(stream, found, right_begin, edges[1:], groups)
    _whole(stream, found, first, np.where(within, first, last), groups)
    return found


def _look(
    stream: Stream, found: Integers, begins: Integers, ends: Integers, groups: Integers
) -> None:
    """Add the records of each [begin, end), looking at every one of them."""
    lengths = np.maximum(0, ends - begins)
    for low, high in _runs(lengths, SCAN):
        windows = np.repeat(np.arange(low, high), lengths[low:high])
        before = np.cumsum(lengths[low:high]) - lengths[low:high]
        indexes = np.arange(len(windows)) + np.repeat(begins[low:high] - before, lengths[low:high])
        for begin in range(0, len(indexes), SCAN):
            piece = slice(begin, begin + SCAN)
            slots = stream.blocks.slots(indexes[piece])
            _add(stream, found, _places(found, windows[piece], groups.take(slots)), slots, 1)


def _runs(lengths: Integers, most: int) -> Iterator[tuple[int, int]]:
    """Neighbours together as long as they are not more than `most`."""
    begin, total = 0, 0
    for place, length in enumerate(lengths.tolist()):
        if total + length > most and place > begin:
            yield begin, place
            begin, total = place, 0
        total += length
    if begin < len(lengths):
        yield begin, len(lengths)


def _places(found: Integers, windows: Integers, groups: Integers) -> Integers:
    """Where in `found` each record is summed; -1 for one that does not count."""
    places: Integers = windows * found.shape[1] + groups
    places[groups < 0] = -1
    return places


def _add(stream: Stream, found: Integers, places: Integers, slots: Integers, times: int) -> None:
    if len(places) and places.min() < 0:
        counted = np.flatnonzero(places >= 0)
        places, slots = places.take(counted), slots.take(counted)
    table = stream.table
    columns = (None, table.units, table.billed, table.cost)
    flat = found.reshape(-1, len(MEASURES))
    for measure, column in enumerate(columns):
        weights = None if column is None else column.take(slots)
        flat[:, measure] += times * added(places, weights, len(flat))


def added(places: Integers, weights: NDArray[np.integer] | None, count: int) -> Integers:
    """The sum of the weights at each place, exact; None weighs 1."""
    if weights is None or not len(weights):
        return np.bincount(places, minlength=count)
    if max(int(weights.max()), -int(weights.min())) * len(weights) < EXACT:
        return np.bincount(places, weights, count).astype(np.int64)
    weights = weights.astype(np.int64)
    low = np.bincount(places, weights & ((1 << LOW_BITS) - 1), count).astype(np.int64)
    high = np.bincount(places, weights >> LOW_BITS, count).astype(np.int64)
    return (high << LOW_BITS) + low


def _whole(
    stream: Stream, found: Integers, first: Integers, last: Integers, groups: Integers
) -> None:
    """Add whole blocks [first, last) of each window by the parts that they took."""
    pairs, times = _pairs(stream, first, last)
    if not len(pairs):
        return
    parts = stream.blocks.parts
    taken, part = distinct(pairs % parts)
    of_parts = _of_parts(stream, taken, groups, found.shape[1])
    flat = of_parts.reshape(len(taken), found.shape[1] * len(MEASURES))
    windows = pairs // parts
    for begin in range(0, len(pairs), PAIRS):
        piece = slice(begin, begin + PAIRS)
        weighted = flat.take(part[piece], axis=0) * times[piece, None]
        starts = np.flatnonzero(np.diff(windows[piece], prepend=-1))
        target = found.reshape(len(found), -1)
        target[windows[piece][starts]] += np.add.reduceat(weighted, starts, axis=0)


def _pairs(stream: Stream, first: Integers, last: Integers) -> tuple[Integers, Integers]:
    """Window * parts + part for all pairs that occur, ascending, and how many blocks each has."""
    parts = stream.blocks.parts
    all_pairs, all_times = [], []
    for window, (begin, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        taken = np.zeros(parts, np.int64)
        for low in range(begin, end, SCAN):
            blocks = np.arange(low, min(end, low + SCAN))
            taken += np.bincount(stream.blocks.parts_of(blocks), minlength=parts)
        used = np.flatnonzero(taken)
        all_pairs.append(window * parts + used)
        all_times.append(taken[used])
    return np.concatenate(all_pairs), np.concatenate(all_times)


def _of_parts(stream: Stream, parts: Integers, groups: Integers, count: int) -> Integers:
    """What one block that took each of these parts comes to: int64[parts, count, 4]."""
    rank = np.full(stream.blocks.parts, -1, np.int64)
    rank[parts] = np.arange(len(parts))
    rows = rank.take(stream.blocks.part_of_slots())
    slots = np.flatnonzero((rows >= 0) & (groups >= 0))
    found = np.zeros((len(parts), count, len(MEASURES)), np.int64)
    places = _places(found, rows.take(slots), groups.take(slots))
    _add(stream, found, places, slots, stream.blocks.repeats())
    return found
