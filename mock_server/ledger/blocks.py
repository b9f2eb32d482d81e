"""Which slot of its table each record takes: the idea that makes sums and filters cheap.

A stream is cut into blocks of 2**k records, about half an hour of traffic each. The record at place
p of a block takes the slot `permutation(p)` of one part of a frozen table; the part follows from
the hour of the week and from chance. So the records of a whole block hold every slot of its part
equally often, whatever their order: counting a block needs no look at its records, and the records
that hold a given slot are found by turning the permutation round.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger.mix import Integers, Words, keys, mixed
from mock_server.ledger.timeline import DAYS, Timeline

HOURS = 168
"""Hours of a week, Monday 00:00 UTC first: each has rows of its own in a slot table."""

SLOT_BITS = 11
"""Slots of one hour's row, in bits."""

SLOTS = HOURS << SLOT_BITS
"""Slots of a whole table."""

VARIANT_BITS = 1
"""Even the largest blocks take only half of a row, so that no two days are quite alike."""

SMALLEST_BITS, LARGEST_BITS = 2, 12

EPOCH_HOUR = 48
"""2020-01-01 was a Wednesday: its first hour in the week."""

_ODD = 0x9E35


@dataclass(frozen=True, slots=True)
class Permutations:
    """One permutation of 2**k places per block: multiplied, added, folded, three times.

    Args:
        bits: k.
        factors: four words below 2**k per block; the first and third are odd.
    """

    bits: int
    factors: tuple[NDArray[np.uint32], ...]

    def slots(self, places: NDArray[np.uint32], of: Integers | None = None) -> NDArray[np.uint32]:
        """The slot at each place.

        Args:
            places: below 2**k.
            of: which block each of them is in; None to broadcast the blocks against them.
        """
        first, second, third, fourth = _spread(self.factors, of)
        x = places * first
        x += second
        self._fold(x)
        x *= third
        x += fourth
        self._fold(x)
        x *= np.uint32(_ODD)
        self._fold(x)
        return x

    def places(self, slots: NDArray[np.uint32], of: Integers | None = None) -> NDArray[np.uint32]:
        """The place of each slot: `slots` turned round."""
        first, second, third, fourth = self.factors
        turned = (_inverse(first), second, _inverse(third), fourth)
        first, second, third, fourth = _spread(turned, of)
        x = self._unfolded(slots.copy())
        x *= np.uint32(pow(_ODD, -1, 1 << self.bits))
        x = self._unfolded(x)
        x -= fourth
        x = self._unfolded(x * third)
        x -= second
        return (x * first) & self._mask

    @property
    def _mask(self) -> np.uint32:
        return np.uint32((1 << self.bits) - 1)

    def _fold(self, x: NDArray[np.uint32]) -> None:
        x &= self._mask
        x ^= x >> np.uint32((self.bits + 1) // 2)

    def _unfolded(self, x: NDArray[np.uint32]) -> NDArray[np.uint32]:
        x &= self._mask
        x ^= x >> np.uint32((self.bits + 1) // 2)
        return x


def _spread(
    factors: tuple[NDArray[np.uint32], ...], of: Integers | None
) -> tuple[NDArray[np.uint32], ...]:
    return factors if of is None else tuple(one.take(of) for one in factors)


def _inverse(odd: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """1 / odd, modulo 2**32: Newton's steps double the bits that are right, 3 at first."""
    found = odd.copy()
    for _ in range(4):
        found *= np.uint32(2) - odd * found
    return found


class Blocks:
    """The blocks of one stream."""

    def __init__(self, timeline: Timeline, per_day: int, *names: object) -> None:
        self.bits = max(SMALLEST_BITS, min(LARGEST_BITS, (per_day // 48).bit_length()))
        self.size = 1 << self.bits
        self._timeline = timeline
        self._permutation_key, self._part_key = keys("blocks", *names, count=2)
        self.part_bits = max(VARIANT_BITS, SLOT_BITS - self.bits)
        """The parts of a row, in bits: a block takes one of them."""

    @property
    def parts(self) -> int:
        """How many parts a whole table has; a part is HOUR << part_bits | number."""
        return HOURS << self.part_bits

    def part_of_slots(self) -> NDArray[np.int32]:
        """For each slot of the table, the part that it belongs to."""
        slots = np.arange(SLOTS, dtype=np.int32)
        hours = slots >> SLOT_BITS
        return (hours << self.part_bits) | (slots & ((1 << self.part_bits) - 1))

    def repeats(self) -> int:
        """How often a block holds each slot of its part."""
        return self.size >> (SLOT_BITS - self.part_bits)

    def parts_of(self, blocks: Integers) -> Integers:
        """The part of the table that each block takes; `blocks` ascend."""
        rows = self._hours_of_week(blocks << self.bits)
        chance = mixed(blocks, self._part_key) >> np.uint64(64 - self.part_bits)
        return (rows << self.part_bits) | chance.astype(np.int64)

    def _hours_of_week(self, indexes: Integers) -> Integers:
        """By the daily curve alone, without the bounds of minutes: enough to choose a row by."""
        if not len(indexes):
            return indexes
        line = self._timeline
        first, last = line.first_of_day.searchsorted(indexes[[0, -1]], "right") - 1
        days = slice(first, min(last, DAYS - 1) + 1)
        shares = line.shares[:-1:60] >> 12
        begins = line.first_of_day[days, None] + (line.per_day[days, None] * shares >> 20)
        bounds, earlier = begins.reshape(-1)[1:], first * 24 + EPOCH_HOUR
        if len(indexes) < len(bounds):
            hours: Integers = bounds.searchsorted(indexes, "right") + earlier
            return hours % HOURS
        # Few hours and many indexes: look the hours up among the indexes, not the other way round.
        ends = indexes.searchsorted(bounds, "left")
        hours = np.arange(len(ends) + 1) + earlier
        return np.repeat(hours % HOURS, np.diff(ends, prepend=0, append=len(indexes)))

    def permutations(self, blocks: Integers) -> Permutations:
        """The permutations of these blocks."""
        words = mixed(blocks, self._permutation_key)
        mask = np.uint64(self.size - 1)
        return Permutations(
            self.bits,
            (
                _word(words | np.uint64(1), mask),
                _word(words >> np.uint64(16), mask),
                _word(words >> np.uint64(32) | np.uint64(1), mask),
                _word(words >> np.uint64(48), mask),
            ),
        )

    def slots(self, indexes: Integers) -> Integers:
        """The slot of each record; `indexes` ascend."""
        if not len(indexes):
            return indexes
        blocks = indexes >> self.bits
        places = (indexes & (self.size - 1)).astype(np.uint32)
        first, last = int(blocks[0]), int(blocks[-1])
        if last - first >= len(indexes):
            slots = self.permutations(blocks).slots(places)
            return self.table_slots(slots, self.parts_of(blocks))
        # Several records in most blocks: what is the same for a block is worked out once.
        each, of = np.arange(first, last + 1), blocks - first
        slots = self.permutations(each).slots(places, of)
        return self.table_slots(slots, self.parts_of(each).take(of))

    def table_slots(self, slots: NDArray[np.uint32], parts: Integers) -> Integers:
        """Where the slots of a block lie in the whole table, if the block takes this part."""
        rows = parts >> self.part_bits
        within = slots >> np.uint32(max(0, self.bits + self.part_bits - SLOT_BITS))
        variant = parts & ((1 << self.part_bits) - 1)
        return (rows << SLOT_BITS) | (within.astype(np.int64) << self.part_bits) | variant


def _word(words: Words, mask: np.uint64) -> NDArray[np.uint32]:
    return (words & mask).astype(np.uint32)
