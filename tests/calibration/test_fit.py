"""What was learned is distributed as what was recorded."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.calibration.fit import FEWEST, Fit, fitted
from mock_server.faults.latency import BySize, LogNormal, Quantiles
from tests.calibration.traffic import distance, log_normal

SEEDS = [f"request {number}".encode() for number in range(1_000)]


def fit(took_s: Sequence[float], sizes: Sequence[int] = ()) -> Fit:
    known = sizes or [-1] * len(took_s)
    found = fitted(np.array(took_s), np.array(known, dtype=np.int64))
    assert found is not None
    return found


def with_timeouts(count: int) -> list[float]:
    """Every fiftieth was given up after half a minute."""
    took_s = log_normal(count, 0.2, 0.3)
    return [30.0 if place % 50 == 0 else seconds for place, seconds in enumerate(took_s)]


def even(count: int) -> list[float]:
    chance = Random(2)
    return [chance.uniform(0.16, 0.32) for _ in range(count)]


def two_ways(count: int) -> list[float]:
    """Some answers were there already, others had to be made."""
    return log_normal(count // 2, 0.005, 0.2) + log_normal(count - count // 2, 1.5, 0.3)


def in_milliseconds(count: int) -> list[float]:
    return [math.ceil(seconds * 1000) / 1000 for seconds in log_normal(count, 0.003, 0.4)]


@pytest.mark.parametrize("count", [1_000, 20_000])
@pytest.mark.parametrize(
    "recorded",
    [
        lambda count: log_normal(count, 0.25, 0.4),
        lambda count: log_normal(count, 0.004, 0.05),
        lambda count: log_normal(count, 4.0, 1.5),
        with_timeouts,
        even,
        two_ways,
        in_milliseconds,
        lambda count: [0.25] * count,
    ],
    ids=["usual", "narrow", "wide", "timeouts", "even", "two ways", "milliseconds", "constant"],
)
def test_a_thousand_draws_are_distributed_as_what_was_recorded(
    recorded: Callable[[int], list[float]], count: int
) -> None:
    took_s = recorded(count)

    latency = fit(took_s).latency
    drawn = [latency.draw(seed) for seed in SEEDS]

    assert distance(drawn, took_s) < 0.1


def test_of_log_normal_durations_median_and_spread_are_found() -> None:
    found = fit(log_normal(20_000, 0.25, 0.4)).latency

    assert isinstance(found, LogNormal)
    assert found.median_s == pytest.approx(0.25, rel=0.02)
    assert found.sigma == pytest.approx(0.4, rel=0.02)


def test_a_few_timeouts_do_not_widen_the_rest() -> None:
    found = fit(with_timeouts(5_000)).latency

    assert isinstance(found, LogNormal)
    assert found.sigma == pytest.approx(0.3, rel=0.05)
    assert found.cap_s >= 30.0


def test_what_follows_no_simple_law_is_kept_as_quantiles() -> None:
    assert isinstance(fit(two_ways(1_000)).latency, Quantiles)


def test_a_cap_is_never_below_what_was_seen_and_cuts_off_next_to_nothing() -> None:
    took_s = log_normal(FEWEST, 0.25, 0.4)

    found = fit(took_s).latency

    assert isinstance(found, LogNormal)
    assert found.cap_s >= max(took_s)
    assert math.log(found.cap_s / found.median_s) / found.sigma > 2.9


def test_too_few_durations_come_to_nothing() -> None:
    took_s, sizes = np.full(FEWEST - 1, 0.2), np.full(FEWEST - 1, 40)

    assert fitted(took_s, sizes) is None


SIZES = (400, 5_000, 60_000, 700_000)


def of_sizes(count: int, medians_s: Sequence[float]) -> tuple[list[float], list[int]]:
    took_s, sizes = [], []
    for place, (size, median_s) in enumerate(zip(SIZES, medians_s, strict=True)):
        took_s += log_normal(count, median_s, 0.3, seed=place)
        sizes += [size] * count
    return took_s, sizes


def test_sizes_whose_durations_differ_have_classes_of_their_own() -> None:
    took_s, sizes = of_sizes(500, (0.1, 0.2, 0.4, 0.8))

    found = fit(took_s, sizes).latency

    assert isinstance(found, BySize)
    assert [one.up_to_bytes for one in found.classes] == [1_000, 10_000, 100_000, None]
    assert [one.count for one in found.classes] == [500] * 4
    for place, size in enumerate(SIZES):
        drawn = [found.draw(seed, size) for seed in SEEDS]
        assert distance(drawn, took_s[place * 500 : (place + 1) * 500]) < 0.1


def test_sizes_whose_durations_are_alike_are_one() -> None:
    assert isinstance(fit(*of_sizes(500, (0.2,) * 4)).latency, LogNormal)


def test_neighbours_that_are_alike_are_one_class() -> None:
    found = fit(*of_sizes(500, (0.1, 0.1, 0.1, 0.8))).latency

    assert isinstance(found, BySize)
    assert [one.up_to_bytes for one in found.classes] == [100_000, None]


def test_a_size_that_was_hardly_seen_goes_with_its_neighbour() -> None:
    took_s, sizes = of_sizes(500, (0.1, 0.2, 0.4, 0.8))
    few = [place for place in range(2_000) if not 500 <= place < 1_000 - FEWEST + 1]

    found = fit([took_s[place] for place in few], [sizes[place] for place in few]).latency

    assert isinstance(found, BySize)
    assert [one.up_to_bytes for one in found.classes] == [1_000, 100_000, None]


def test_answers_of_unknown_size_do_not_take_part_in_classes() -> None:
    took_s, sizes = of_sizes(500, (0.1, 0.2, 0.4, 0.8))
    unknown = [-1 if place % 2 else size for place, size in enumerate(sizes)]

    found = fit(took_s, unknown)

    assert found.count == 1_000
    assert isinstance(found.latency, BySize)


@given(
    st.lists(st.floats(1e-4, 3600), min_size=FEWEST, max_size=60),
    st.lists(st.integers(-1, 10**10), min_size=60, max_size=60),
)
@settings(deadline=None, max_examples=100)
def test_any_durations_come_to_a_latency_within_what_was_seen(
    took_s: list[float], sizes: list[int]
) -> None:
    latency = fit(took_s, sizes[: len(took_s)]).latency

    for seed, size in zip(SEEDS[:60], sizes, strict=True):
        assert 0 <= latency.draw(seed, size) <= 3600
    if isinstance(latency, BySize):
        assert sum(one.count for one in latency.classes) <= len(took_s)
        assert min(one.count for one in latency.classes) >= FEWEST
