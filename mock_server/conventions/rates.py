"""Rate limits: how often somebody was answered within a window of time."""

from __future__ import annotations

from datetime import datetime
from threading import Lock

MOST_KEYS = 10_000
"""Our own bound: more callers than that at once make the count begin anew."""


class Rates:
    """Counts in fixed windows that begin with whole multiples of their length since 1970.

    In the memory of this process; those that share a store count there: `state.rates`.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._counts: dict[tuple[str, float], tuple[int, int]] = {}

    def take(self, key: str, limit: int, window_s: float, now: datetime) -> int:
        """Count one more, and say how many are left in this window; less than 0 is one too many."""
        window = int(now.timestamp() // window_s)
        with self._lock:
            if len(self._counts) >= MOST_KEYS:
                self._counts.clear()
            begun, count = self._counts.get((key, window_s), (window, 0))
            count = count + 1 if begun == window else 1
            self._counts[key, window_s] = (window, count)
        return limit - count
