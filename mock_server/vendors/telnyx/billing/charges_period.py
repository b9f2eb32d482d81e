"""The days that charges are asked for."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from mock_server.exchange import Request
from mock_server.vendors.telnyx.moments import day
from mock_server.vendors.telnyx.refusals import invalid

MOST_DAYS = 31
"""Source: S of specs/telnyx/SOURCE.toml."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to before the end.

    Args:
        end: no longer a part of it.
    """

    first: date
    end: date


def period(request: Request) -> Period:
    """The days from `start_date` to before `end_date`, which is a month later if not given.

    Raises:
        Rejection: 400, there are no such days, none at all, or too many.
    """
    first = _day(request, "start_date")
    end = _day(request, "end_date") if "end_date" in request.query else _month_later(first)
    if end <= first:
        raise invalid("end_date", "The end date must be after the start date.")
    if end - first > timedelta(days=MOST_DAYS):
        raise invalid("end_date", f"The period must not be longer than {MOST_DAYS} days.")
    return Period(first, end)


def _day(request: Request, name: str) -> date:
    found = day(str(request.query.get(name, "")))
    if found is None:
        raise invalid(name, "The date must be given as YYYY-MM-DD.")
    return found


def _month_later(first: date) -> date:
    """The same day of the next month, or its last one where it has no such day (ASSUMED)."""
    year, month = first.year + first.month // 12, first.month % 12 + 1
    if year > date.max.year:
        raise invalid("start_date", "There is no month after that date.")
    return date(year, month, min(first.day, monthrange(year, month)[1]))
