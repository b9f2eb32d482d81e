"""Blocks: permutations that turn round, and whole blocks that hold their part evenly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.blocks import (
    EPOCH_HOUR,
    HOURS,
    LARGEST_BITS,
    SLOT_BITS,
    SLOTS,
    SMALLEST_BITS,
    Blocks,
    Permutations,
)
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.mix import Integers
from mock_server.ledger.timeline import EPOCH_MS
from tests.ledger.scan import ACCOUNTS, HOUR_MS, NOW

words = st.integers(0, (1 << 32) - 1)
every_account = pytest.mark.parametrize("account", ACCOUNTS)


def blocks_near_now(dataset: Dataset, account: str, count: int) -> tuple[Blocks, Integers]:
    stream = dataset.stream(account, "message")
    first = stream.timeline.index_at(NOW) >> stream.blocks.bits
    return stream.blocks, np.arange(first, first + count)


@settings(deadline=None, max_examples=200)
@given(
    size=st.integers(SMALLEST_BITS, LARGEST_BITS),
    factors=st.tuples(words, words, words, words),
)
def test_every_permutation_is_one_and_turns_round(
    size: int, factors: tuple[int, int, int, int]
) -> None:
    mask = (1 << size) - 1
    first, second, third, fourth = (one & mask for one in factors)
    used = (first | 1, second, third | 1, fourth)
    permutation = Permutations(size, tuple(np.array([one], np.uint32) for one in used))
    places = np.arange(1 << size, dtype=np.uint32)

    slots = permutation.slots(places)

    assert sorted(slots.tolist()) == places.tolist()
    assert permutation.places(slots).tolist() == places.tolist()


@every_account
def test_the_permutations_of_blocks_differ_and_each_is_whole(
    dataset: Dataset, account: str
) -> None:
    blocks, numbers = blocks_near_now(dataset, account, 40)
    places = np.broadcast_to(np.arange(blocks.size, dtype=np.uint32), (40, blocks.size))
    permutations = blocks.permutations(numbers[:, None])

    slots = permutations.slots(places)

    assert (np.sort(slots, axis=1) == places).all()
    assert (permutations.places(slots) == places).all()
    assert len({tuple(row) for row in slots.tolist()}) > (30 if blocks.size > 8 else 5)


@every_account
def test_whole_blocks_hold_each_slot_of_their_part_equally_often(
    dataset: Dataset, account: str
) -> None:
    blocks, numbers = blocks_near_now(dataset, account, 25)
    indexes = np.arange(numbers[0] << blocks.bits, (numbers[-1] + 1) << blocks.bits)
    parts = np.bincount(blocks.parts_of(numbers), minlength=blocks.parts)

    held = np.bincount(blocks.slots(indexes), minlength=SLOTS)

    assert held.tolist() == (parts[blocks.part_of_slots()] * blocks.repeats()).tolist()


@every_account
def test_the_parts_share_out_the_table_evenly(dataset: Dataset, account: str) -> None:
    blocks = dataset.stream(account, "message").blocks

    slots_of_part = np.bincount(blocks.part_of_slots(), minlength=blocks.parts)

    assert set(slots_of_part.tolist()) == {SLOTS // blocks.parts}
    assert slots_of_part[0] * blocks.repeats() == blocks.size


@every_account
def test_some_blocks_take_the_parts_that_they_take_among_others(
    dataset: Dataset, account: str
) -> None:
    blocks, numbers = blocks_near_now(dataset, account, 3000)
    chosen = np.sort(np.random.default_rng(2).choice(numbers, 50, replace=False))

    whole, some = blocks.parts_of(numbers), blocks.parts_of(chosen)
    alone = [int(blocks.parts_of(chosen[place : place + 1])[0]) for place in range(50)]

    assert some.tolist() == whole[chosen - numbers[0]].tolist() == alone


@pytest.mark.parametrize("account", ["busy", "large", "largest", "gigantic"])
def test_a_block_takes_the_row_of_the_hour_in_which_it_begins(
    dataset: Dataset, account: str
) -> None:
    blocks, numbers = blocks_near_now(dataset, account, 600)
    made = dataset.stream(account, "message").timeline.moments(numbers << blocks.bits)
    # Minutes are jittered, rows are not: a minute's width on either side is allowed for. (Quieter
    # streams draw their minutes by chance, and may be further off at night.)
    hours = [(made - EPOCH_MS + jitter) // HOUR_MS + EPOCH_HOUR for jitter in (-120_000, 120_000)]

    rows = blocks.parts_of(numbers) >> blocks.part_bits

    assert ((rows == hours[0] % HOURS) | (rows == hours[1] % HOURS)).all()


def test_the_parts_of_a_row_come_up_equally_often(dataset: Dataset) -> None:
    blocks, numbers = blocks_near_now(dataset, "busy", 100_000)
    variants = blocks.parts_of(numbers) & ((1 << blocks.part_bits) - 1)

    counts = np.bincount(variants, minlength=1 << blocks.part_bits)

    # Chi-square of n counts has mean n - 1 and variance 2(n - 1): five deviations are allowed.
    expected = len(numbers) / len(counts)
    chi_square = float(((counts - expected) ** 2 / expected).sum())
    freedom = len(counts) - 1
    assert abs(chi_square - freedom) < 5 * (2 * freedom) ** 0.5


def test_neighbours_in_time_are_no_neighbours_in_the_table(dataset: Dataset) -> None:
    stream = dataset.stream("large", "message")
    begin = stream.timeline.index_at(NOW)
    slots = stream.blocks.slots(np.arange(begin, begin + 200_000)) & ((1 << SLOT_BITS) - 1)

    for lag in (1, 2, 3, 64, stream.blocks.size - 1, stream.blocks.size):
        correlation = float(np.corrcoef(slots[:-lag], slots[lag:])[0, 1])

        # A correlation of n pairs has a deviation of 1 / sqrt(n); twelve, as blocks are no chance.
        assert abs(correlation) < 12 / 200_000**0.5
