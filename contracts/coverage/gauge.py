"""Counts what exchanges exercise."""

from __future__ import annotations

from collections import Counter

from contracts.contract import Promise
from contracts.coverage.coverage import Coverage
from contracts.coverage.yardstick import Yardstick, yardstick
from contracts.observed import Observed


class Gauge:
    """Keeps yardsticks, which take a while to make; so a process needs one gauge.

    Args:
        by: who asks, for the table: "mock", "url", "live", "tests".
    """

    def __init__(self, by: str) -> None:
        self._by = by
        self._yardsticks: dict[str, Yardstick] = {}

    def see(self, observed: Observed, coverage: Coverage) -> None:
        """Count an exchange in a coverage."""
        counter = coverage.hits.setdefault(self._by, Counter())
        key = observed.operation

        def hit(aspect: str, name: str) -> None:
            counter[key, aspect, name] += 1

        self._yardstick(observed.promise).walk(observed, hit)

    def _yardstick(self, promise: Promise) -> Yardstick:
        if promise.key not in self._yardsticks:
            self._yardsticks[promise.key] = yardstick(promise)
        return self._yardsticks[promise.key]
