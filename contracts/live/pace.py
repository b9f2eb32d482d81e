"""How fast: a bucket of tokens for the vendor and one for each operation, with jitter."""

from __future__ import annotations

from random import Random

from contracts.live.live import Live, Pace

JITTER = 0.25
"""Of an interval, at most, is added to each, so that runs on many machines do not keep step."""


class Bucket:
    """Holds one token, and gets the next an interval after the last was taken: no bursts."""

    def __init__(self, pace: Pace) -> None:
        self._interval_s = pace.interval_s
        self._full_at = 0.0

    def wait_s(self, now: float) -> float:
        """Until there is a token."""
        return max(self._full_at - now, 0.0)

    def take(self, at: float, chance: Random) -> None:
        """Take the token at a moment that has one."""
        self._full_at = at + self._interval_s * (1 + chance.uniform(0, JITTER))


class Paces:
    """The buckets of one vendor."""

    def __init__(self, live: Live, chance: Random) -> None:
        self._chance = chance
        self._vendor = Bucket(live.pace)
        self._operations = {one.key: Bucket(one.pace) for one in live.allowed if one.pace}

    def wait_s(self, key: str, now: float) -> float:
        """Until a request for an operation may be sent."""
        return max(bucket.wait_s(now) for bucket in self._asked(key))

    def take(self, key: str, at: float) -> None:
        for bucket in self._asked(key):
            bucket.take(at, self._chance)

    def _asked(self, key: str) -> list[Bucket]:
        own = self._operations.get(key)
        return [self._vendor, own] if own else [self._vendor]
