"""How surprising counts are after other counts."""

from __future__ import annotations

from math import exp, lgamma, sqrt

PRIOR = 0.5
"""Jeffreys' prior for a share: most fields are always there or never, few half the time."""


def surprise(before: int, of: int, now: int, of_now: int) -> float:
    """The probability of a count at least as far off as `now`, had nothing changed.

    A share was `before` of `of`; the next `of_now` chances gave `now`. What is not known of the
    share is part of the sum (a beta-binomial tail), so few captures surprise less than many.
    """
    if not of_now:
        return 1.0
    rarer = now * of <= before * of_now
    tail = range(now + 1) if rarer else range(now, of_now + 1)
    return min(1.0, sum(_chance(before, of, count, of_now) for count in tail))


def _chance(before: int, of: int, now: int, of_now: int) -> float:
    hits, misses = before + PRIOR, of - before + PRIOR
    ways = lgamma(of_now + 1) - lgamma(now + 1) - lgamma(of_now - now + 1)
    return exp(ways + _log_beta(hits + now, misses + of_now - now) - _log_beta(hits, misses))


def _log_beta(one: float, other: float) -> float:
    return lgamma(one) + lgamma(other) - lgamma(one + other)


LEAST_SPREAD = 0.01
"""Variance that logarithms of numbers have at least: equal numbers so far need not stay so."""


def shifted(
    means: tuple[float, float], spreads: tuple[float, float], counts: tuple[int, int]
) -> bool:
    """Whether two samples have different means, beyond any doubt that few samples leave.

    Args:
        means, spreads, counts: means, variances and sizes of both.
    """
    error = sqrt(sum(max(s, LEAST_SPREAD) / n for s, n in zip(spreads, counts, strict=True)))
    # Student's t has heavy tails where samples are few: 12 / df puts the bound near p = 1e-4.
    return abs(means[0] - means[1]) > error * (4 + 12 / max(sum(counts) - 2, 1))
