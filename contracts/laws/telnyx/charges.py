"""Charges add up: lines to totals, numbers to lines, days to periods, and CSV to JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from csv import DictReader
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from random import Random
from typing import Any

from contracts.api import Api
from contracts.laws.adding import added
from contracts.laws.asking import asked, told
from contracts.laws.law import Breach, Inconclusive, Law, NoData, Told
from contracts.laws.questions import some_day
from contracts.laws.series import Window
from contracts.laws.telnyx.questions import BREAKDOWN, SUMMARY, days

NAME = "charges_add_up"
TOTALS = ("new_mrc", "new_otc", "existing_mrc", "other", "credits", "ledger_adjustments")
TRIES = 6
broken = Breach(NAME)

Costs = dict[tuple[str, bool], Decimal]
"""By name of a service, and whether it is charged once."""


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    window, breakdown = _charged(api, chance)
    summary = told(api, SUMMARY, params=days(window))["data"]

    yield from _totals(summary)
    yield from _lines(summary, _costs(breakdown))
    yield from _parts(api, window, breakdown, chance)
    yield from _csv(api, window, breakdown)


def _charged(api: Api, chance: Random) -> tuple[Window, Any]:
    """A period of the last year in which something was charged, and what.

    Raises:
        NoData: there is none.
    """
    for _ in range(TRIES):
        end = some_day(api, chance).begin - timedelta(days=chance.randrange(300))
        window = Window(end - timedelta(days=chance.randint(2, 31)), end)
        breakdown = told(api, BREAKDOWN, params=days(window))["data"]
        if breakdown["results"]:
            return window, breakdown
    raise NoData("nothing was charged in the periods that were drawn")


def _totals(summary: Any) -> Iterator[Told]:
    total, lines = summary["total"], summary["summary"]["lines"]
    several = [one for one in lines if one["type"] == "comparative"]
    new = [one["new_this_month"] for one in several]
    sums = {
        "new_mrc": added(one["mrc"] for one in new),
        "new_otc": added(one["otc"] or 0 for one in new),
        "existing_mrc": added(one["existing_this_month"]["mrc"] for one in several),
        "other": added(one["amount"] for one in lines if one["type"] == "simple"),
        "ledger_adjustments": added(one["amount"] for one in summary["summary"]["adjustments"]),
        "grand_total": added(total[name] for name in TOTALS),
    }
    for name, wanted in sums.items():
        if Decimal(total[name]) != wanted:
            said = f"{name} {wanted:f}, as its lines come to"
            yield broken(SUMMARY, said, str(total[name]), pointer=f"/data/total/{name}")


def _costs(breakdown: Any) -> Costs:
    found: Costs = defaultdict(Decimal)
    for result in breakdown["results"]:
        for one in result["services"]:
            found[one["name"], one["cost_type"] == "OTC"] += Decimal(one["cost"])
    return found


def _lines(summary: Any, costs: Costs) -> Iterator[Told]:
    """A line of the summary is what the numbers of the breakdown come to."""
    lines = {one["name"]: one for one in summary["summary"]["lines"]}
    for name in sorted({*lines, *(name for name, _ in costs)}):
        wanted = sum((one for (of, _), one in costs.items() if of == name), Decimal())
        shown = _amount(lines[name]) if name in lines else Decimal()
        if shown != wanted:
            said = f"{wanted:f} for {name}, as the breakdown has it"
            yield broken(SUMMARY, said, f"{shown:f}", pointer="/data/summary/lines")
            return


def _amount(line: Any) -> Decimal:
    if line["type"] == "simple":
        return Decimal(line["amount"])
    new, old = line["new_this_month"], line["existing_this_month"]
    return added((new["mrc"], new["otc"] or 0, old["mrc"]))


def _parts(api: Api, window: Window, breakdown: Any, chance: Random) -> Iterator[Told]:
    cut = window.begin + timedelta(days=chance.randint(1, (window.end - window.begin).days - 1))
    halves = (Window(window.begin, cut), Window(cut, window.end))
    parts = [told(api, BREAKDOWN, params=days(one))["data"] for one in halves]
    sums = [sum(_costs(one).values(), Decimal()) for one in (breakdown, *parts)]
    if sums[0] != sums[1] + sums[2]:
        said = f"{sums[0]:f} from {window.begin:%F} to {window.end:%F} as in parts at {cut:%F}"
        yield broken(BREAKDOWN, said, f"{sums[1]:f} and {sums[2]:f}", pointer="/parts")


def _csv(api: Api, window: Window, breakdown: Any) -> Iterator[Told]:
    observed = asked(api, BREAKDOWN, params={**days(window), "format": "csv"})
    if observed.status != 200 or observed.media_type != "text/csv":
        raise Inconclusive(f"{BREAKDOWN} has no CSV")
    rows = [
        {name: value for name, value in result.items() if name != "services"} | service
        for result in breakdown["results"]
        for service in result["services"]
    ]
    read = DictReader(StringIO(observed.response.text))
    found = list(read)
    if set(read.fieldnames or ()) != set(rows[0]):
        said = f"columns for {', '.join(rows[0])}"
        yield broken(BREAKDOWN, said, ", ".join(read.fieldnames or ()), pointer="/columns")
    elif found != rows:
        costs = [added(one["cost"] for one in some) for some in (rows, found)]
        said = f"{len(rows)} rows of {costs[0]:f} in CSV, as in JSON and in its order"
        yield broken(BREAKDOWN, said, f"{len(found)} of {costs[1]:f}", pointer="/csv")


CHARGES = Law(
    name=NAME,
    says="Charges of numbers come to their lines, lines to totals, and days to periods.",
    applies=lambda api: api.has(SUMMARY, BREAKDOWN),
    tried=_tried,
    requests=14,
)
