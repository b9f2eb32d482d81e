"""Sums are those of the records."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from random import Random

from contracts.api import Api
from contracts.finding import Finding
from contracts.laws.adding import added_by, difference
from contracts.laws.law import Breach, Inconclusive, Law, Told
from contracts.laws.series import Row, Series, Window, busy_window
from contracts.laws.telnyx.series import DETAILS, TELNYX_SERIES
from contracts.laws.telnyx.tellings import TRAFFIC, Telling, Traffic
from contracts.laws.trial import each

NAME = "sums_are_those_of_the_records"
broken = Breach(NAME)


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    tried = [one for one in TRAFFIC if _told(one, api)]
    if api.kind == "live":
        tried = [chance.choice(tried)]
    yield from each(tried, partial(_of, api=api, chance=chance))


def _told(traffic: Traffic, api: Api) -> list[Telling]:
    return [one for one in traffic.tellings if api.has(one.key)]


def detailed(traffic: Traffic) -> list[Series]:
    return [one for one in TELNYX_SERIES if one.key == DETAILS and one.name in traffic.records]


def _of(traffic: Traffic, api: Api, chance: Random) -> Iterator[Told]:
    several = detailed(traffic)
    window = busy_window(several[0], api, chance)
    records = [row for one in several for row in one.rows(api, window, {})]
    tellings = _told(traffic, api)
    wrong: list[Finding] = []
    for telling in tellings:
        try:
            wrong += _compared(traffic, telling, records, telling.rows(api, window), window)
        except Inconclusive as doubt:
            yield doubt
    if len(wrong) == len(tellings) > 1:
        # Where all others tell another sum than the records do, it is the records' list.
        yield broken(DETAILS, wrong[0].actual, wrong[0].expected)
    else:
        yield from wrong


def _compared(
    traffic: Traffic, telling: Telling, records: list[Row], rows: list[Row], window: Window
) -> Iterator[Finding]:
    one, other = (
        added_by(records, *telling.of_records),
        added_by(rows, telling.labels, telling.measures),
    )
    if one != other:
        expected, actual = difference(telling.measures, one, other)
        period = f"{window.begin:%FT%TZ} to before {window.end:%FT%TZ}"
        yield broken(
            telling.key,
            f"{expected}, as {len(records)} records of {traffic.name} from {period} come to",
            f"{actual} in {telling.name}",
            pointer=f"/{telling.measures[-1]}",
        )


SUMS = Law(
    name=NAME,
    says="Counts, seconds, parts and costs of usage reports are those of the records one by one.",
    applies=lambda api: api.has(DETAILS) and any(_told(one, api) for one in TRAFFIC),
    tried=_tried,
    requests=60,
)
