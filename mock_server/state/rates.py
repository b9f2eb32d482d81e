"""Rate limits that several processes keep together: the counts are in the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from mock_server.state.kind import EPOCH, Kind
from mock_server.state.store import State, Store

SWEPT = 2
"""Counts of windows that are over, forgotten for each that begins: so they become no more than
callers there are in a window, or a few more."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How often somebody was answered within a window, until it ends."""

    id: str
    ends_at: datetime
    count: int


TAKEN = Kind("understudy.rate", Taken, due_of=lambda taken: taken.ends_at)


class SharedRates:
    """Counts as `conventions.rates.Rates` does, for all processes that use the store.

    Args:
        space: whose limits these are.
    """

    def __init__(self, store: Store, space: str) -> None:
        self._store, self._space = store, space

    def take(self, key: str, limit: int, window_s: float, now: datetime) -> int:
        """Count one more, and say how many are left in this window; less than 0 is one too many."""
        window = int(now.timestamp() // window_s)
        # A caller's name may be long, strange or a secret; what is kept of it is none of that.
        name = blake2b(f"{key} {window_s}".encode(), digest_size=16).hexdigest()
        ends_at = EPOCH + timedelta(seconds=(window + 1) * window_s)
        with self._store.transaction(self._space) as state:
            before = state.get(TAKEN, name)
            if before is None or before.ends_at != ends_at:
                sweep(state, now)
                before = Taken(name, ends_at, 0)
            count = before.count + 1
            state.put(TAKEN, Taken(name, ends_at, count))
        return limit - count


def sweep(state: State, now: datetime) -> None:
    for over in state.due(TAKEN, now, SWEPT):
        state.delete(TAKEN, over.id)
