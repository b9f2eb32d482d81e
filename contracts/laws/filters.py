"""Filters part the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from random import Random

from contracts.api import Api
from contracts.laws.known import SERIES
from contracts.laws.law import Breach, Law, NoData, Told
from contracts.laws.series import Row, Series, Window, busy_window
from contracts.laws.trial import each

NAME = "filters_part_the_records"
KINDS, MOST = 3, 50
"""How many kinds of records are tried, each on how many records."""

broken = Breach(NAME)


@dataclass(frozen=True, slots=True)
class Trial:
    """Filters to be tried on one kind of records."""

    series: Series
    parameters: tuple[str, ...]


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    drawn = list(_drawn(api, chance))
    if api.kind == "live":
        drawn = drawn[:1]
    yield from each(drawn, partial(_of, api=api, chance=chance))


def _drawn(api: Api, chance: Random) -> Iterator[Trial]:
    """Of each operation, kinds that together have as many of its filters as they can."""
    filtered = [one for one in SERIES if one.filters and api.has(one.key)]
    for key in dict.fromkeys(one.key for one in filtered):
        kinds = [one for one in filtered if one.key == key]
        chance.shuffle(kinds)
        tried: set[str] = set()
        for _ in range(KINDS):
            series = max(kinds, key=lambda one: len(one.filters.keys() - tried))
            new = tuple(sorted(series.filters.keys() - tried))
            if new:
                yield Trial(series, new)
            tried |= series.filters.keys()


def _of(trial: Trial, api: Api, chance: Random) -> Iterator[Told]:
    series = trial.series
    window = busy_window(series, api, chance, MOST)
    rows = series.rows(api, window, {})
    tried = False
    for parameter in trial.parameters:
        field = series.filters[parameter]
        values = [value for value, _ in _values(rows, field).most_common()]
        if len(values) > 1:
            tried = True
            for value in (values[0], chance.choice(values[1:])):
                yield from _one(series, api, window, (parameter, field, value, rows))
    if not tried:
        raise NoData(f"all records of {series.name} are alike to every filter")


def _values(rows: list[Row], field: str) -> Counter[str]:
    return Counter(str(row[field]) for row in rows if row.get(field) not in {None, ""})


def _one(
    series: Series, api: Api, window: Window, asked: tuple[str, str, str, list[Row]]
) -> Iterator[Told]:
    parameter, field, value, rows = asked
    of = f"{len(rows)} records of {series.name}"
    wanted = {str(row[series.identity]) for row in rows if str(row.get(field)) == value}
    found = {str(row[series.identity]) for row in series.rows(api, window, {parameter: value})}
    if found != wanted:
        yield broken(
            series.key,
            f"{len(wanted)} of {of} by {parameter}, as {field} says",
            f"{len(found)}: {len(wanted - found)} are missing, {len(found - wanted)} too many",
            pointer=f"/{parameter}",
        )


PARTING = Law(
    name=NAME,
    says="A filter lets through the records that have its value, and all of them.",
    applies=lambda api: any(api.has(one.key) for one in SERIES),
    tried=_tried,
    requests=80,
    cost=1_000,
)
