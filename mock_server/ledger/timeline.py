"""When the records of a stream were made: a fixed sequence of moments that nobody stores.

Days have whole numbers of records (level, weekday, growth, noise), minutes share them by the
stream's daily curve with jittered bounds (or by chance, when they are few), and within a minute the
records lie like sorted random moments, drawn in groups of 64 so that one of them costs 64 hashes
and never the whole minute. Everything is counted from a fixed epoch: moments do not move when the
clock does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import isqrt
from typing import TypeAlias

import numpy as np

from mock_server.ledger.mix import Integers, keys, mixed

EPOCH_DAY = 18_262
"""2020-01-01 in days since 1970."""

DAYS = 24 * 365 + 6
"""How many days a timeline has: 2020 to 2043."""

DAY_MS = 86_400_000
MINUTE_MS = 60_000
EPOCH_MS = EPOCH_DAY * DAY_MS
MINUTES = 1440
GROUP = 64

SPARSE = 6
"""Days with fewer records a minute draw a minute for each record: bounds that stay in order cannot
be moved far enough to look like chance."""

GROWTH_PER_MILLE_PER_YEAR = 60
"""Assumed: traffic grows by 6 % of its level of 2026 every year, up and down from there."""

LEVEL_DAY = 6 * 365
"""The day on which the configured level is met, about the turn of 2025 to 2026."""

Week: TypeAlias = tuple[int, int, int, int, int, int, int]
"""Factors per mille of the days Monday to Sunday."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much happens when.

    Args:
        per_day: records on an ordinary day at the level of 2026, in thousandths.
        curve: weight of each of the 24 hours, in UTC.
        week: factors of the days.
        first_day: the first day with records, in days since the epoch.
    """

    per_day: int
    curve: tuple[int, ...]
    week: Week
    first_day: int = 0


class Timeline:
    """The moments of one stream's records, by index; `total` of them."""

    def __init__(self, pace: Pace, *names: object) -> None:
        self._day_key, self._minute_key, self._moment_key = keys("timeline", *names, count=3)
        self.per_day = _records_per_day(pace, self._day_key)
        self.first_of_day = np.concatenate(([0], np.cumsum(self.per_day)))
        self.total = int(self.first_of_day[-1])
        self.shares = _shares(pace.curve)
        # A minute's bounds take 50 to 150 us a day; two months of them are 700 KB.
        self.minutes = lru_cache(maxsize=64)(self._minutes)

    def index_at(self, at_ms: int) -> int:
        """How many records were made before this moment."""
        minute, rest_ms = divmod(at_ms - EPOCH_MS, MINUTE_MS)
        day, minute_of_day = divmod(minute, MINUTES)
        if day < 0:
            return 0
        if day >= DAYS:
            return self.total
        bounds = self.minutes(day)
        first = int(self.first_of_day[day] + bounds[minute_of_day])
        count = int(bounds[minute_of_day + 1] - bounds[minute_of_day])
        return first + (self._before(first, count, rest_ms) if count and rest_ms else 0)

    def moments(self, indexes: Integers) -> Integers:
        """When these records were made, in ms since 1970; `indexes` ascend."""
        days, moments = self.days_and_ms(indexes)
        moments += (days + EPOCH_DAY) * DAY_MS
        return moments

    def days_and_ms(self, indexes: Integers) -> tuple[Integers, Integers]:
        """The day since the epoch and the ms of that day of each record; `indexes` ascend."""
        days, minutes, counts, places = self._minutes_of(indexes)
        groups = places // GROUP
        first_of_group = indexes - places + groups * GROUP
        begins = np.empty(len(indexes), bool)
        begins[:1] = True
        np.not_equal(first_of_group[1:], first_of_group[:-1], out=begins[1:])
        within = self._group_ms((indexes - places)[begins], counts[begins], groups[begins])
        rows = np.cumsum(begins) - 1
        return days, minutes * MINUTE_MS + within[rows, places - groups * GROUP]

    def _minutes_of(self, indexes: Integers) -> tuple[Integers, Integers, Integers, Integers]:
        """Per record: its day, its minute, how many share that, and its place among those."""
        days, minutes, counts, places = (np.empty(len(indexes), np.int64) for _ in range(4))
        begin = 0
        while begin < len(indexes):
            day = int(self.first_of_day.searchsorted(indexes[begin], "right")) - 1
            end = int(indexes.searchsorted(self.first_of_day[day + 1], "left"))
            bounds = self.minutes(day)
            of_day = indexes[begin:end] - self.first_of_day[day]
            found = _intervals(bounds, of_day)
            days[begin:end] = day
            minutes[begin:end] = found
            counts[begin:end] = np.diff(bounds).take(found)
            places[begin:end] = of_day - bounds.take(found)
            begin = end
        return days, minutes, counts, places

    def _minutes(self, day: int) -> Integers:
        """How many records of a day were made before each of its minutes, and before its end."""
        count = int(self.per_day[day])
        if count < SPARSE * MINUTES:
            return self._sparse_minutes(day, count)
        steps = np.diff(self.shares)
        noise = mixed(day * MINUTES + np.arange(1, MINUTES, dtype=np.int64), self._minute_key)
        signed = (noise >> np.uint64(48)).astype(np.int64) - 32_768
        # 2.45 is the root of 6: it gives bounds drawn evenly the variance of random arrivals.
        spread = min(65_536, 160_563 // isqrt(count // MINUTES))
        bounds = self.shares.copy()
        bounds[1:-1] += (np.minimum(steps[:-1], steps[1:]) * spread >> 16) * signed >> 16
        bounds = _scaled(bounds, count)
        bounds[-1] = count
        return bounds

    def _sparse_minutes(self, day: int, count: int) -> Integers:
        """The same of a day with few records: each falls into a minute on its own."""
        counters = np.arange(count, dtype=np.int64) + self.first_of_day[day]
        chance = mixed(counters, self._minute_key) >> np.uint64(32)
        chance.sort()
        return np.searchsorted(chance.view(np.int64), self.shares, "left")

    def _group_ms(self, first: Integers, counts: Integers, groups: Integers) -> Integers:
        """The sorted ms of the minute of whole groups, a row each; beyond a group: huge.

        Args:
            first: the first index of each group's minute.
            counts: how many records share that minute.
            groups: which 64 of the minute.
        """
        within = np.arange(GROUP)
        sizes = np.minimum(GROUP, counts - groups * GROUP)
        words = mixed((first + groups * GROUP)[:, None] + within, self._moment_key)
        words >>= np.uint64(40)
        moments: Integers = words.view(np.int64) * (sizes * MINUTE_MS)[:, None] >> 24
        moments += (groups * GROUP * MINUTE_MS)[:, None]
        # Four times as fast as whole numbers, and as exact: the quotients are below 2**16 and their
        # distance from the next whole number is far more than what is rounded off.
        moments = (moments / counts[:, None]).astype(np.int64)
        if int(sizes.min(initial=GROUP)) < GROUP:
            moments[within >= sizes[:, None]] = 1 << 40
        moments.sort(axis=1)
        return moments

    def _before(self, first: int, count: int, rest_ms: int) -> int:
        """How many of a minute's records were made in its first `rest_ms`."""
        # Every moment of an earlier group lies before the end of that group's share of the minute.
        group = max(0, (rest_ms - 1) * count // MINUTE_MS // GROUP - 1)
        for number in range(group, -(-count // GROUP)):
            row = self._group_ms(*(np.array([one]) for one in (first, count, number)))[0]
            before = int(np.searchsorted(row, rest_ms, "left"))
            if before < min(GROUP, count - number * GROUP):
                return number * GROUP + before
        return count


def _intervals(bounds: Integers, numbers: Integers) -> Integers:
    """After which of the bounds each number comes, or on it; both ascend."""
    first, last = bounds.searchsorted(numbers[[0, -1]], "right") - 1
    if last - first >= len(numbers):
        return bounds.searchsorted(numbers, "right") - 1
    # Few bounds and many numbers: look the bounds up among the numbers, not the other way round.
    ends = numbers.searchsorted(bounds[first + 1 : last + 1], "left")
    return np.repeat(np.arange(first, last + 1), np.diff(ends, prepend=0, append=len(numbers)))


def _records_per_day(pace: Pace, key: int) -> Integers:
    days = np.arange(DAYS, dtype=np.int64)
    week = np.array(pace.week, np.int64)[(days + EPOCH_DAY + 3) % 7]  # 1970-01-01 was a Thursday
    growth = 1000 + (days - LEVEL_DAY) * GROWTH_PER_MILLE_PER_YEAR // 365
    chance = mixed(days, key)
    noise = 960 + ((chance >> np.uint64(54)).astype(np.int64) * 80 >> 10)
    exact = pace.per_day * week // 1000 * growth // 1000 * noise // 1000
    found = (exact + (chance % np.uint64(1000)).astype(np.int64)) // 1000
    found[: pace.first_day] = 0
    return found


def _shares(curve: tuple[int, ...]) -> Integers:
    """The part of a day's records made before each minute, in 32 binary places.

    A curve's hours are joined by straight lines, so that no hour begins with a jump.
    """
    hours = np.repeat(np.array(curve, np.int64), 60)
    into = np.arange(MINUTES) % 60
    # An hour has its weight at its middle, so that the lines do not move the day half an hour.
    weights = np.roll(hours * (60 - into) + np.roll(hours, -60) * into, 30)
    before = [0, *np.cumsum(weights).tolist()]
    return np.array([(part << 32) // before[-1] for part in before], np.int64)


def _scaled(shares: Integers, count: int) -> Integers:
    """About shares * count >> 32, never falling, without overflow for any count below 2**60."""
    high, low = divmod(count, 1 << 30)
    # shares <= 2**32: both products stay below 2**63.
    return shares * high // 4 + (shares * low >> 32) if high else shares * count >> 32
