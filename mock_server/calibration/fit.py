"""Distributions of durations that were seen, and classes of size that differ in them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mock_server.faults.latency import (
    MAX_LATENCY_S,
    BySize,
    LogNormal,
    Quantiles,
    SizeClass,
)

Durations: TypeAlias = NDArray[np.float64]

FEWEST = 20
"""Our own bound: from fewer, a median may be off by more than a quarter where sigma is 0.5 (two
standard errors of a median: 2 * 1.2533 * 0.5 / sqrt(20) = 0.28), and nothing is known of long ones.
"""

FAR = 0.05
"""Our own bound: a distribution that is further off is not taken for the one that was seen. Half of
the distance that a simulation may have."""

APART = 0.1
"""Our own bound: sizes that differ by less in their durations are one class."""

SIGNIFICANT, CRITICAL = 1.36, 1.63
"""Distances of Kolmogorov and Smirnov, times the root of the count, that chance exceeds in one case
of twenty and of a hundred. Source: Smirnov, "Table for Estimating the Goodness of Fit of Empirical
Distributions", Annals of Mathematical Statistics 19 (1948)."""

STEPS = 40
"""Between the quantiles that are kept: none of them can be further off than one step, 0.025."""

TAIL = 3.09
"""Standard deviations that one duration of a thousand exceeds: no cap is below that."""

BOUNDS = tuple(mantissa * 10**power for power in range(2, 10) for mantissa in (1, 3))
"""Bytes at which a class of size may end: evenly spread over orders of magnitude."""

_POINTS = 4_096
"""At which a distance is measured at most."""

_MAD = 1.4826
"""Standard deviations in the median absolute deviation of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What durations follow.

    Args:
        distance: how far from what was seen, by Kolmogorov and Smirnov; of classes the worst.
    """

    latency: LogNormal | Quantiles | BySize
    count: int
    median_s: float
    distance: float


def fitted(took_s: Durations, sizes: NDArray[np.int64]) -> Fit | None:
    """What durations follow, by size where that matters; None where too few were seen.

    Args:
        sizes: bytes of the answers' bodies; negative where nobody knows.
    """
    if len(took_s) < FEWEST:
        return None
    whole = fit(np.sort(took_s))
    known = sizes >= 0
    groups = classes(took_s[known], sizes[known])
    if len(groups) < 2:
        return whole
    fits = [fit(durations) for _, durations in groups]
    bounds = [*(bound for bound, _ in groups[:-1]), None]
    by_size = BySize(
        tuple(
            SizeClass(bound, one.latency, one.count)
            for bound, one in zip(bounds, fits, strict=True)
            if not isinstance(one.latency, BySize)
        )
    )
    count = sum(one.count for one in fits)
    return Fit(by_size, count, whole.median_s, max(one.distance for one in fits))


def fit(durations: Durations) -> Fit:
    """The log-normal distribution that is closest to sorted durations, or else their quantiles."""
    logs = np.log(durations)
    middle = float(np.median(logs))
    candidates = [
        (float(logs.mean()), float(logs.std(ddof=1))),
        (middle, _MAD * float(np.median(np.abs(logs - middle)))),
    ]
    distance, centre, sigma = min(
        (distance_to(logs, centre, sigma), centre, sigma) for centre, sigma in candidates
    )
    median_s = math.exp(middle)
    if distance > max(FAR, SIGNIFICANT / math.sqrt(len(logs))):
        quantiles = quantiles_of(durations)
        return Fit(quantiles, len(logs), median_s, distance_from(durations, quantiles))
    longest_s = max(float(durations[-1]), math.exp(centre + TAIL * sigma))
    cap_s = min(_up(longest_s), MAX_LATENCY_S)
    law = LogNormal(min(_rounded(math.exp(centre)), cap_s), round(min(sigma, 10), 4), cap_s)
    return Fit(law, len(logs), median_s, distance)


def distance_to(logs: Durations, centre: float, sigma: float) -> float:
    """How far sorted logarithms are from a normal distribution."""
    places = _places(len(logs))
    if sigma == 0:
        return 1.0 if logs[0] < logs[-1] else 0.0
    expected = np.array([math.erf((logs[n] - centre) / sigma / math.sqrt(2)) for n in places])
    return _distance(logs, places, (expected + 1) / 2)


def distance_from(durations: Durations, law: Quantiles) -> float:
    """How far sorted durations are from the distribution that goes through quantiles."""
    places = _places(len(durations))
    steps = np.linspace(0, 1, len(law.values_s))
    expected = np.interp(durations[places], np.array(law.values_s), steps)
    return _distance(durations, places, expected)


def quantiles_of(durations: Durations) -> Quantiles:
    shares = np.linspace(0, 1, STEPS + 1)
    values = [_rounded(float(value)) for value in np.quantile(durations, shares)]
    return Quantiles(tuple(np.maximum.accumulate(values).tolist()))


def classes(took_s: Durations, sizes: NDArray[np.int64]) -> list[tuple[int, Durations]]:
    """The durations, sorted, of sizes up to each bound: of as few bounds as tell them apart."""
    places = np.searchsorted(np.array(BOUNDS), sizes)
    bounds = [*BOUNDS, int(sizes.max(initial=0)) + 1]
    groups = [
        (bound, np.sort(took_s[places == place]))
        for place, bound in enumerate(bounds)
        if (places == place).any()
    ]
    groups = _filled(groups)
    while len(groups) > 1:
        apart = [_apart(one[1], other[1]) for one, other in pairwise(groups)]
        place = int(np.argmin(apart))
        if apart[place] > 1:
            break
        groups[place : place + 2] = [_merged(groups[place : place + 2])]
    return groups


def _filled(groups: list[tuple[int, Durations]]) -> list[tuple[int, Durations]]:
    """Groups of enough durations each: one that has too few goes with the next, or the last."""
    filled: list[tuple[int, Durations]] = []
    for group in groups:
        if filled and len(filled[-1][1]) < FEWEST:
            filled[-1] = _merged([filled[-1], group])
        else:
            filled.append(group)
    if len(filled) > 1 and len(filled[-1][1]) < FEWEST:
        filled[-2:] = [_merged(filled[-2:])]
    return filled


def _merged(groups: Sequence[tuple[int, Durations]]) -> tuple[int, Durations]:
    return groups[-1][0], np.sort(np.concatenate([durations for _, durations in groups]))


def _apart(one: Durations, other: Durations) -> float:
    """How far apart two samples are; above 1, they are not of one distribution."""
    both = np.concatenate([one, other])
    shares = [np.searchsorted(each, both, side="right") / len(each) for each in (one, other)]
    distance = float(np.abs(shares[0] - shares[1]).max())
    chance = CRITICAL * math.sqrt((len(one) + len(other)) / (len(one) * len(other)))
    return distance / max(chance, APART)


def _places(count: int) -> NDArray[np.int64]:
    return np.unique(np.linspace(0, count - 1, min(count, _POINTS)).astype(np.int64))


def _distance(values: Durations, places: NDArray[np.int64], expected: Durations) -> float:
    """The largest difference between a law and the shares of values below and up to some."""
    below = np.searchsorted(values, values[places], side="left") / len(values)
    up_to = np.searchsorted(values, values[places], side="right") / len(values)
    return float(np.maximum(np.abs(expected - below), np.abs(up_to - expected)).max())


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def _up(value: float) -> float:
    """To three digits, never down."""
    step = 10 ** (math.floor(math.log10(value)) - 2)
    return float(f"{math.ceil(value / step) * step:.4g}")
