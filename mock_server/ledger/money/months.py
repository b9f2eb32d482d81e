"""Calendar months and days, in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from mock_server.ledger.timeline import DAY_MS, DAYS, EPOCH_DAY

ONE_DAY = timedelta(days=1)
FIRST_DAY = date(2020, 1, 1)
LAST_DAY = FIRST_DAY + timedelta(days=DAYS)
"""The days that the ledger knows: those of its timelines, and the one after them."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month.

    Args:
        month: 1 to 12.
    """

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that a day is in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def end(self) -> date:
        """The first day after it."""
        return self.next.first

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - ONE_DAY

    @property
    def next(self) -> Month:
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def previous(self) -> Month:
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    @property
    def number(self) -> int:
        """Months since the year 0: one more for each month."""
        return self.year * 12 + self.month - 1


def months_between(from_day: date, to_day: date) -> Iterator[Month]:
    """Every month that has a day of [from, to)."""
    month = Month.of(from_day)
    while month.first < to_day:
        yield month
        month = month.next


def date_at(now_ms: int) -> date:
    """The day of a moment in ms since 1970; before or after all that the ledger knows: its ends."""
    day = now_ms // DAY_MS - EPOCH_DAY
    return FIRST_DAY + timedelta(days=max(0, min(DAYS, day)))


def ms_at(day: date) -> int:
    """When a day begins, in ms since 1970."""
    return ((day - FIRST_DAY).days + EPOCH_DAY) * DAY_MS
