"""Filters part the records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from random import Random

from contracts.api import Api
from contracts.laws.known import SERIES
from contracts.laws.law import Breach, Law, NoData, Told
from contracts.laws.series import Row, Series, Window, busy_window, one_of_each
from contracts.laws.trial import each

NAME = "filters_part_the_records"
FILTERS, VALUES, MOST = 2, 3, 50
"""How many filters of a kind of records are tried, with how many of their values, on how many."""

broken = Breach(NAME)


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    filtered = tuple(one for one in SERIES if one.filters)
    yield from each(one_of_each(filtered, api, chance), partial(_of, api=api, chance=chance))


def _of(series: Series, api: Api, chance: Random) -> Iterator[Told]:
    window = busy_window(series, api, chance, MOST)
    rows = series.rows(api, window, {})
    several = [one for one in series.filters.items() if len(_values(rows, one[1])) > 1]
    if not several:
        raise NoData(f"all records of {series.name} are alike to every filter")
    for parameter, field in chance.sample(several, min(FILTERS, len(several))):
        for value, _ in _values(rows, field).most_common(VALUES):
            yield from _one(series, api, window, (parameter, field, value, rows))


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
    requests=50,
    cost=1_000,
)
