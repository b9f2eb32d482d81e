"""One run against two APIs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from time import monotonic

from contracts.api import Api
from contracts.cases.generation import Enough, Generation
from contracts.coverage import Gauge
from contracts.differential.sides import Sides, law_differs
from contracts.evidence import fresh_key, veil_for
from contracts.laws import LAWS
from contracts.report.report import Report
from contracts.running.course import UNTRIED
from contracts.running.order import Order, Plan, planned
from contracts.running.preflight import preflight
from contracts.running.run import interruptible, report_of
from contracts.running.scouting import right, scout
from contracts.running.sender import Meter, Sender
from contracts.running.tally import Sighting, Tally
from contracts.running.witness import Witness
from contracts.targets.target import Wanted, opened

FOR_LAWS, FOR_SHRINKING = 0.3, 0.2
"""Parts of the budget."""


def run_against(wanted: Wanted, url: str, order: Order) -> Report:
    """Ask two APIs the same; the first is what the second is held against.

    Args:
        wanted: the first; its headers go to the second.

    Raises:
        MockServerError: one of them cannot be asked at all.
    """
    begun, tally = monotonic(), Tally()
    until = begun + (order.budget.seconds or float("inf"))
    with both(wanted, url) as (one, other):
        plan = planned(one.contract, order, wanted.seed)
        preflight(other, order.budget.requests)
        meter = Meter(order.budget.requests, until)
        course = Pass(wanted, order, meter, tally)
        with interruptible(tally), suppress(Enough):
            course.laws(one, other)
            course.cases(one, other, plan)
        tally.sent = meter.count
    report = report_of(wanted, order, tally, one.contract)
    title = f"{wanted.shown} against {Wanted(url).shown}"
    return replace(report, target=title, elapsed_s=monotonic() - begun)


@contextmanager
def both(wanted: Wanted, url: str) -> Iterator[tuple[Api, Api]]:
    """Both APIs, at one moment, for both are asked for the same times."""
    with ExitStack() as stack:
        one = stack.enter_context(opened(replace(wanted, headers={})))
        specs = tuple(document.path for document in one.contract.documents)
        second = Wanted(url, specs, wanted.seed, wanted.headers, wanted.account)
        other = stack.enter_context(opened(second))
        now = min(one.now, other.now)
        account = other.account or one.account
        yield replace(one, now=now), replace(other, now=now, account=account)


class Pass:
    """The way through laws and cases."""

    def __init__(self, wanted: Wanted, order: Order, meter: Meter, tally: Tally) -> None:
        self._wanted, self._order, self._meter, self._tally = wanted, order, meter, tally
        self._most = order.budget.requests

    def laws(self, one: Api, other: Api) -> None:
        """Those that both APIs have what it takes for."""
        for api in (one, other):
            api.client.event_hooks = {"request": [self._meter]}
        untried = []
        for law in LAWS if "laws" in self._order.phases else ():
            if not (law.applies(one) and law.applies(other)):
                continue
            if self._meter.count + 2 * law.requests > self._most * FOR_LAWS:
                untried.append(law.name)
            elif (found := law_differs(law, one, other, self._wanted.seed)) is not None:
                self._tally.note(Sighting(found, found.fingerprint))
        if untried:
            self._tally.doubts[f"{UNTRIED}: {', '.join(untried)}."] = None

    def cases(self, one: Api, other: Api, plan: Plan) -> None:
        """Each operation gets its part of what those before it left."""
        made: dict[Path, Generation] = {}
        asked: list[tuple[str, Sides]] = []
        for number, (key, file) in enumerate(plan.items()):
            self._order.progress(self._meter.count)
            if file not in made:
                made[file] = Generation(file, self._wanted.seed)
            sides = self._sides(key, one, other)
            asked.append((key, sides))
            for sender in (sides.one, sides.other):
                scout(one.contract.promises[key], one.contract, sender, right(made[file]), 0)
            for sent in islice(made[file].listed(key), self._share(len(plan) - number)):
                sides.ask(sent)
        for key, sides in asked:
            sides.shrink(key)

    def _share(self, operations: int) -> int:
        """Questions to both that each of so many operations may have."""
        left = int(self._most * (1 - FOR_SHRINKING)) - self._meter.count
        return max(left, 0) // 2 // operations

    def _sides(self, key: str, one: Api, other: Api) -> Sides:
        first = one.apart("".join(each for each in key if each.isalnum())[:60])
        first.client.event_hooks = {"request": [self._meter]}
        first = replace(first, now=one.now, account=one.account)
        headers = dict(other.client.headers)
        veil = veil_for(other.contract.name, headers, fresh_key(), str(other.client.base_url))
        senders = [
            Sender(api, Witness(Tally(), veil, Gauge(api.kind)), self._wanted.seed)
            for api in (first, other)
        ]
        return Sides(senders[0], senders[1], veil, self._tally)
