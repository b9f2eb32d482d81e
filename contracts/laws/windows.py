"""Windows tile time."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

from contracts.api import Api
from contracts.laws.known import SERIES
from contracts.laws.law import Breach, Law, NoData, Told
from contracts.laws.series import Row, Series, Window, busy_window, one_of_each
from contracts.laws.trial import each

NAME = "windows_tile_time"
broken = Breach(NAME)


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    yield from each(one_of_each(SERIES, api, chance), partial(_of, api=api, chance=chance))


def _of(series: Series, api: Api, chance: Random) -> Iterator[Told]:
    wide = busy_window(series, api, chance)
    moments = sorted({series.moment(row) for row in series.rows(api, wide, {})})
    if len(moments) < 4:
        raise NoData(f"the records of {series.name} are all of one moment")
    # Begin, cut and end are moments of records: an end that counts, or one that does not, shows.
    begin, end = moments[0], moments[-1]
    third = max(1, len(moments) // 3)
    cut = chance.choice(moments[third : max(third + 1, len(moments) - third)])

    whole = series.rows(api, Window(begin, end), {})
    before = series.rows(api, Window(begin, cut), {})
    after = series.rows(api, Window(cut, end), {})

    yield from _inside(series, whole, Window(begin, end))
    yield from _tiled(series, whole, before, after)


def _inside(series: Series, rows: list[Row], window: Window) -> Iterator[Told]:
    outside = [row for row in rows if not window.begin <= series.moment(row) < window.end]
    if outside:
        moment = series.moment(outside[0])
        yield broken(
            series.key,
            f"{series.name} from {window.begin:%FT%TZ} to before {window.end:%FT%TZ}",
            f"{len(outside)} of {len(rows)} are outside of it, such as one of {moment:%FT%TZ}",
            pointer=f"/{series.at}",
        )
    if not any(series.moment(row) == window.begin for row in rows):
        yield broken(
            series.key,
            f"{series.name} of {window.begin:%FT%TZ}, where the window begins",
            "none, though a wider window has some",
            pointer=f"/{series.at}",
        )


def _tiled(series: Series, whole: list[Row], before: list[Row], after: list[Row]) -> Iterator[Told]:
    ids = [str(row[series.identity]) for row in whole]
    if sorted(ids) == sorted(str(row[series.identity]) for row in [*before, *after]):
        return
    parts = [str(row[series.identity]) for row in [*before, *after]]
    missing, doubled = set(ids) - set(parts), len(parts) - len(set(parts))
    yield broken(
        series.key,
        f"{len(ids)} records of {series.name}, in one window as in two that follow each other",
        f"{len(ids)} in one, {len(before)} and {len(after)} in two: "
        f"{len(missing)} are missing, {len(set(parts) - set(ids))} are only there, "
        f"{doubled} are there twice",
    )


WINDOWS = Law(
    name=NAME,
    says="Records from a to before c are those from a to before b and those from b to before c.",
    applies=lambda api: any(api.has(one.key) for one in SERIES),
    tried=_tried,
    requests=40,
    cost=1_000,
)
