"""Usage is taken apart by dimensions, days, filters and formats without a rest."""

from __future__ import annotations

from collections.abc import Iterator
from csv import DictReader
from datetime import timedelta
from io import StringIO
from random import Random
from typing import Any

from contracts.api import Api
from contracts.laws.adding import Sums, added_by, difference
from contracts.laws.asking import asked, told
from contracts.laws.files import alike
from contracts.laws.law import Breach, Inconclusive, Law, NoData, Told
from contracts.laws.questions import some_day
from contracts.laws.series import Row, Window
from contracts.laws.telnyx.questions import USAGE
from contracts.laws.telnyx.series import dates
from contracts.laws.telnyx.tellings import Labels, usage_rows

NAME = "usage_comes_apart_without_a_rest"
OPTIONS = "GET /usage_reports/options"
TIMES = ("date", "date_time")
PRODUCTS, TRIES, ROWS = 2, 6, 2
broken = Breach(NAME)


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    offered: list[Any] = told(api, OPTIONS)["data"]
    day = some_day(api, chance)
    window = Window(day.begin, day.begin + timedelta(days=3))
    judged = 0
    for one in chance.sample(offered, min(TRIES, len(offered))):
        product, metrics = one["product"], tuple(one["product_metrics"])
        if usage_rows(api, window, product, ("currency",), metrics):
            yield from _of(api, window, product, one, chance)
            judged += 1
        if judged == PRODUCTS:
            return
    if not judged:
        raise NoData("there is no usage of the products that were drawn")


def _of(api: Api, window: Window, product: str, one: Any, chance: Random) -> Iterator[Told]:
    metrics: Labels = tuple(one["product_metrics"])
    by = chance.choice([name for name in one["product_dimensions"] if name not in TIMES])

    def rows(*labels: str, window: Window = window) -> list[Row]:
        return usage_rows(api, window, product, labels, metrics)

    cut = Window(window.begin, window.begin + timedelta(days=1))
    rest = Window(cut.end, window.end)
    whole, parts, daily = rows("currency"), rows(by), rows("date", by)
    halves = rows(by, window=cut) + rows(by, window=rest)
    compared = (
        (f"in all as by {by}", added_by(whole, (), metrics), added_by(parts, (), metrics)),
        (f"by {by} as by day", added_by(parts, (by,), metrics), added_by(daily, (by,), metrics)),
        (
            f"by {by} as in two parts",
            added_by(parts, (by,), metrics),
            added_by(halves, (by,), metrics),
        ),
    )
    for said, this, that in compared:
        yield from _same(f"{product}, {said}", metrics, this, that)
    yield from _dates(product, daily, window)
    for row in chance.sample(parts, min(ROWS, len(parts))):
        wanted = {f"filter[{by}]": str(row[by])}
        found = usage_rows(api, window, product, (by,), metrics, **wanted)
        if found != [row]:
            said = f"the row of {product} by {by} that the filter for it names"
            yield broken(USAGE, said, f"{len(found)} rows or another", pointer="/filter")
    yield from _csv(api, window, (product, by, metrics), parts)


def _same(said: str, metrics: Labels, one: Sums, other: Sums) -> Iterator[Told]:
    if one != other:
        expected, actual = difference(metrics, one, other)
        yield broken(USAGE, f"{expected} of {said}", actual, pointer="/parts")


def _dates(product: str, daily: list[Row], window: Window) -> Iterator[Told]:
    days = {str(row["date"])[:10] for row in daily}
    first, last = f"{window.begin:%F}", f"{window.end - timedelta(seconds=1):%F}"
    if days and not first <= min(days) <= max(days) <= last:
        said = f"days of {product} from {first} to {last}"
        yield broken(USAGE, said, f"{min(days)} to {max(days)}", pointer="/date")


def _csv(
    api: Api, window: Window, question: tuple[str, str, Labels], rows: list[Row]
) -> Iterator[Told]:
    """The file has the columns and rows of the JSON, in their order."""
    product, by, metrics = question
    how = {"product": product, "dimensions": by, "metrics": ",".join(metrics), "format": "csv"}
    observed = asked(api, USAGE, params={**how, **dates(window), "page[size]": "5000"})
    if observed.status != 200 or observed.media_type != "text/csv":
        raise Inconclusive(f"{USAGE} has no CSV")
    read = DictReader(StringIO(observed.response.text))
    found = list(read)
    if rows and list(read.fieldnames or ()) != list(rows[0]):
        said = f"the columns of the JSON: {', '.join(rows[0])}"
        yield broken(USAGE, said, ", ".join(read.fieldnames or ()), pointer="/columns")
    elif len(found) != len(rows):
        said = f"{len(rows)} rows of {product} by {by} in CSV as in JSON"
        yield broken(USAGE, said, f"{len(found)}", pointer="/csv")
    for row, cells in zip(rows, found, strict=False):
        for name in [one for one in row if not alike(row[one], cells.get(one, ""))]:
            said = f"{name} {row[name]} of {product} by {by} in CSV as in JSON"
            yield broken(USAGE, said, str(cells.get(name)), pointer=f"/csv/{name}")
            return


USAGE_PARTS = Law(
    name=NAME,
    says="Usage by a dimension, by days, in parts of a period and in CSV comes to the same.",
    applies=lambda api: api.has(USAGE, OPTIONS),
    tried=_tried,
    requests=36,
)
