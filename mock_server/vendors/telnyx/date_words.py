"""Words for stretches of whole days in UTC, such as `yesterday` and `last_7_days`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

from mock_server.vendors.telnyx.moments import ms_of

Days: TypeAlias = tuple[date, date]
"""From the first day until before the second."""

DAY = timedelta(days=1)

_LAST_DAYS = re.compile(r"last_([1-9]\d{0,4})_days", re.ASCII)


def span_ms(word: str, now: datetime) -> tuple[int, int] | None:
    """[from, to) in ms since 1970; None when there is no such word.

    Weeks begin on Monday, and the last N days end with yesterday, as the last week and the last
    month end before this one. Source of the words: S of specs/telnyx/SOURCE.toml; that weeks and
    days count like this, in UTC, is ASSUMED.
    """
    today = now.astimezone(UTC).date()
    last = _LAST_DAYS.fullmatch(word)
    if last:
        return _ms(_back(today, int(last[1])), today)
    days = WORDS.get(word)
    return _ms(*days(today)) if days else None


def _week(today: date, weeks: int) -> Days:
    monday = today + DAY * (7 * weeks - today.weekday())
    return monday, monday + 7 * DAY


def _month(today: date, months: int) -> Days:
    return _first(today, months), _first(today, months + 1)


def _first(today: date, months: int) -> date:
    """The first day of a month, so many after this one."""
    number = today.year * 12 + today.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


WORDS: Mapping[str, Callable[[date], Days]] = {
    "yesterday": lambda today: (today - DAY, today),
    "today": lambda today: (today, today + DAY),
    "tomorrow": lambda today: (today + DAY, today + 2 * DAY),
    "last_week": lambda today: _week(today, -1),
    "this_week": lambda today: _week(today, 0),
    "next_week": lambda today: _week(today, 1),
    "last_month": lambda today: _month(today, -1),
    "this_month": lambda today: _month(today, 0),
    "next_month": lambda today: _month(today, 1),
}


def _back(today: date, days: int) -> date:
    """A day long ago; never one before there were days."""
    return date.fromordinal(max(1, today.toordinal() - days))


def _ms(first: date, end: date) -> tuple[int, int]:
    return _midnight_ms(first), _midnight_ms(end)


def _midnight_ms(day: date) -> int:
    return ms_of(datetime.combine(day, time(), UTC))
