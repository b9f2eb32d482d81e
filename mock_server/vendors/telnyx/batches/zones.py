"""Moments of the ledger on the clocks of a time zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field, Indexes, Lookup
from mock_server.ledger.fields import Column, MomentShape, joined, moment
from mock_server.ledger.mix import Integers

LOCAL = MomentShape(milliseconds=False, suffix="")

FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2044, 1, 8, tzinfo=UTC)
"""Between them lie all moments of the ledger's timelines."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How far a zone's clocks are from UTC.

    Args:
        begins_ms: since when, in ms since 1970, ascending.
        offsets_s: how far from then on, in seconds, east of Greenwich positive.
    """

    begins_ms: Integers
    offsets_s: Integers

    def steps(self, at_ms: Integers) -> Integers:
        """The place of the offset that holds at each moment."""
        found: Integers = np.searchsorted(self.begins_ms, at_ms, "right") - 1
        return np.maximum(found, 0)


def zone(name: str) -> tzinfo | None:
    """The zone of that name in the IANA time zone database; None when there is none."""
    if name == "UTC":  # there even without a database of zones
        return UTC
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # a folder of zones, no path at all, no such zone
        return None


def local(field: Field[Columns], name: str) -> Field[Columns]:
    """A moment of the ledger as the clocks of a zone show it, its distance from UTC behind it.

    Args:
        field: any field; what is no moment stays as it is.
        name: of a zone that there is.
    """
    if field.kind.name != "moment" or field.value is None:
        return field
    clock, at = clock_of(name), field.value
    shown: Field[Columns] = moment(field.name, _shifted(clock, at), LOCAL)
    offsets = tuple(_offset(seconds) for seconds in clock.offsets_s.tolist())
    with_offset = joined(field.name, shown, Lookup(offsets, _steps(clock, at)))
    return replace(field, parts=with_offset.parts)


@cache
def clock_of(name: str) -> Clock:
    """The clock of a zone that there is; worked out in some ms, once."""
    place = zone(name) or UTC
    begins = [(FIRST, _seconds(place, FIRST)), *_changes(place)]
    return Clock(
        np.array([int(at.timestamp()) * 1000 for at, _ in begins], np.int64),
        np.array([offset for _, offset in begins], np.int64),
    )


def _changes(place: tzinfo) -> Iterator[tuple[datetime, int]]:
    """When a zone's offset changes, and to what. No zone changes it twice in a day."""
    days = (FIRST + timedelta(days=count) for count in range((LAST - FIRST).days + 1))
    for before, after in pairwise(days):
        old, new = _seconds(place, before), _seconds(place, after)
        if old != new:
            yield _change(place, before, after), new


def _change(place: tzinfo, before: datetime, after: datetime) -> datetime:
    """The second, after one moment and up to another, since which the later offset holds."""
    old = _seconds(place, before)
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        is_old = _seconds(place, before + timedelta(seconds=middle)) == old
        low, high = (middle, high) if is_old else (low, middle)
    return before + timedelta(seconds=high)


def _seconds(place: tzinfo, at: datetime) -> int:
    offset = at.astimezone(place).utcoffset() or timedelta()
    return int(offset.total_seconds())


def _shifted(clock: Clock, at: Column[Columns]) -> Column[Columns]:
    def shifted(columns: Columns) -> Indexes:
        moments = at(columns)
        # Where a moment is absent it may be 0, and in the west that would be before 1970.
        found: Indexes = np.maximum(moments + clock.offsets_s.take(clock.steps(moments)) * 1000, 0)
        return found

    return shifted


def _steps(clock: Clock, at: Column[Columns]) -> Column[Columns]:
    return lambda columns: clock.steps(at(columns))


def _offset(seconds: int) -> str:
    sign = "-" if seconds < 0 else "+"
    return f"{sign}{abs(seconds) // 3600:02d}:{abs(seconds) // 60 % 60:02d}"
