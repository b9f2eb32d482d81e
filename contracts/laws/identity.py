"""What search finds, its id finds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

from contracts.api import Api
from contracts.laws.known import SERIES
from contracts.laws.law import Breach, Law, Told
from contracts.laws.series import Series, busy_window, one_of_each
from contracts.laws.trial import each

NAME = "what_search_finds_its_id_finds"
MOST, DRAWN = 50, 3
broken = Breach(NAME)


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    findable = tuple(one for one in SERIES if one.by_id)
    yield from each(one_of_each(findable, api, chance), partial(_of, api=api, chance=chance))


def _of(series: Series, api: Api, chance: Random) -> Iterator[Told]:
    rows = series.rows(api, busy_window(series, api, chance, MOST), {})
    ids = [str(row[series.identity]) for row in rows]
    if len(set(ids)) < len(ids):
        twice = len(ids) - len(set(ids))
        said = f"{len(ids)} records of {series.name} with as many ids"
        yield broken(
            series.key, said, f"{twice} ids are there twice", pointer=f"/{series.identity}"
        )
    for row in {str(one[series.identity]): one for one in chance.sample(rows, DRAWN)}.values():
        found = series.by_id(api, row) if series.by_id else []
        if len(found) != 1:
            said = f"the record of {series.name} that a search found, alone by its id"
            yield broken(series.key, said, f"{len(found)} records", pointer="/id")
        elif found[0] != row:
            other = sorted(
                name for name in {*row, *found[0]} if row.get(name) != found[0].get(name)
            )
            said = f"the same fields by id as in a search for {series.name}"
            yield broken(series.key, said, f"other {', '.join(other)}", pointer="/id")


BY_ID = Law(
    name=NAME,
    says="A record that a search finds is found by its id, alone and the same.",
    applies=lambda api: any(api.has(one.key) for one in SERIES if one.by_id),
    tried=_tried,
    requests=40,
    cost=200,
)
