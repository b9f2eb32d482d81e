"""Records in the order of time, as an API tells them: what laws about time and filters ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from contracts.api import Api
from contracts.laws.law import NoData

Row = Mapping[str, Any]
Query = Mapping[str, str]

KNOWN = timedelta(days=5)
"""After it a record does not change any more: vendors' delivery receipts come within 72 hours."""

LIVE_ROWS, ROWS = 20, 90
"""How many records a window is to have at most, at APIs that bill them and elsewhere."""


@dataclass(frozen=True, slots=True)
class Window:
    """From `begin` to before `end`."""

    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Series:
    """The records of one kind.

    Args:
        key: the operation that tells them.
        name: of the kind, for people.
        identity: the field whose value no other record has.
        at: the field with the moment that windows go by; shown to the second.
        count: how many there are in a window; a larger number than the limit means just "more".
        rows: all of a window that more parameters let through.
        filters: parameters for single values, and the fields that they look at.
        by_id: what is found by a record's id alone; None where there is no such search.
        typical: a window that holds some dozens at an account of middling size.
    """

    key: str
    name: str
    identity: str
    at: str
    count: Callable[[Api, Window, int], int]
    rows: Callable[[Api, Window, Query], list[Row]]
    filters: Mapping[str, str] = field(default_factory=dict)
    by_id: Callable[[Api, Row], list[Row]] | None = None
    typical: timedelta = timedelta(hours=3)

    def moment(self, row: Row) -> datetime:
        """Raises ValueError or KeyError where a record has none; checks look at that."""
        return datetime.fromisoformat(str(row[self.at]).replace("Z", "+00:00"))


def most_rows(api: Api, limit: int = ROWS) -> int:
    return min(limit, LIVE_ROWS) if api.kind == "live" else limit


def one_of_each(series: Sequence[Series], api: Api, chance: Random) -> Iterator[Series]:
    """One kind of records for each operation that tells records; of a vendor's own API just one."""
    by_key: dict[str, list[Series]] = {}
    for one in series:
        if api.has(one.key):
            by_key.setdefault(one.key, []).append(one)
    drawn = [chance.choice(several) for several in by_key.values()]
    yield from [chance.choice(drawn)] if api.kind == "live" and drawn else drawn


def busy_window(series: Series, api: Api, chance: Random, limit: int = ROWS) -> Window:
    """A window of the last weeks, to the second, that has some records and not too many.

    Raises:
        NoData: there is none.
    """
    most = most_rows(api, limit)
    latest = api.now.replace(microsecond=0) - KNOWN
    end = latest - timedelta(seconds=chance.randrange(20 * 86_400))
    length = series.typical / 12 if api.kind == "live" else series.typical
    for _ in range(5):
        window = Window(end - length, end)
        count = series.count(api, window, most + 1)
        if min(6, most // 3) <= count <= most:
            return window
        length = _better(length, count, most)
    raise NoData(f"no window of {series.name} has from 6 to {most} records")


def _better(length: timedelta, count: int, most: int) -> timedelta:
    factor = 8.0 if count == 0 else max(0.1, min(8.0, most / 2 / count))
    seconds = round(length.total_seconds() * factor)
    return timedelta(seconds=max(1, min(seconds, 86_400)))
