"""One run from the target to the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic

from contracts.accepted import sort_out
from contracts.contract import Contract
from contracts.finding import Finding, Verdict
from contracts.laws import LAWS
from contracts.report.places import narrowed
from contracts.report.report import Report
from contracts.running import scope
from contracts.running.course import Course
from contracts.running.order import PHASES, Order, planned
from contracts.running.pool import doing
from contracts.running.preflight import preflight
from contracts.running.tally import Tally
from contracts.targets.target import Wanted, opened

__all__ = ["PHASES", "Order", "run"]


def run(wanted: Wanted, order: Order) -> Report:
    """Judge a target.

    Raises:
        MockServerError: it cannot be judged at all.
    """
    begun = monotonic()
    tally = Tally()
    with opened(wanted) as api:
        contract = api.contract
        plan = planned(contract, order, wanted.seed)
        laws = [law for law in LAWS if law.applies(api)] if "laws" in order.phases else []
        tally.laws.update(scope.waiting(laws))
        if wanted.kind == "url":
            tally.sent = preflight(api, order.budget.requests)
    until = begun + (order.budget.seconds or float("inf"))
    with interruptible(tally), doing(wanted, order.jobs) as do:
        order.progress(tally.sent)
        course = Course(do, order, until, tally)
        course.settled([(law.name, law.requests) for law in laws], sorted(set(plan.values())))
        course.listed(plan)
        course.fuzz(plan)
        course.shrink()
    report = report_of(wanted, order, tally, contract)
    return replace(report, elapsed_s=monotonic() - begun)


@contextmanager
def interruptible(tally: Tally) -> Iterator[None]:
    """Who ends a run by hand gets a report of what was seen until then."""
    try:
        yield
    except KeyboardInterrupt:
        tally.interrupted = True


def report_of(wanted: Wanted, order: Order, tally: Tally, contract: Contract) -> Report:
    """What was seen, as it is told: known disagreements apart, the worst first."""
    found = {one.finding.fingerprint: one.finding for one in tally.sightings.values()}
    ranked = sorted(found.values(), key=lambda one: (one.severity, one.operation, one.pointer))
    parted = sort_out(ranked, order.accepted, datetime.now(UTC).date())  # noqa: TID251 - an edge
    return Report(
        target=wanted.shown,
        verdict=verdict(tally, parted.findings),
        requests=tally.sent,
        findings=tuple(narrowed(parted.findings)),
        accepted=parted.accepted,
        coverage=scope.coverage(contract, tally.coverage, order.kept),
        seconds=tally.seconds,
        notes=(*notes(tally, contract), *parted.notes),
        operations=scope.asked(contract, tally.seconds, silences(tally)),
        checks=scope.checks(),
        laws=scope.laws(tally.laws, LAWS),
        seed=wanted.seed,
    )


def silences(tally: Tally) -> dict[str, str]:
    """Why nothing can be said, by operation."""
    barred = {key: _turned_away(times) for key, times in tally.barred().items()}
    return barred | {key: f"There was no answer: {why}." for key, why in tally.silent}


def _turned_away(times: int) -> str:
    return f"All of its {times:,} right requests were answered with 401 or 403."


def verdict(tally: Tally, findings: tuple[Finding, ...]) -> Verdict:
    """An empty run never passes, nor one that met refusals alone or an operation's silence."""
    if findings:
        return "violation"
    mute = any(not tally.seconds.get(key) for key, _ in tally.silent)
    if tally.dead or tally.interrupted or mute or not tally.granted:
        return "inconclusive"
    return "conformant"


def _hint(tally: Tally) -> str:
    """What whoever started the run might mend."""
    statuses = Counter[int]()
    for (_, _, status), times in tally.outcomes.items():
        statuses[status] += times
    is_elsewhere = statuses[404] * 2 > statuses.total()
    return "does the address end where its paths begin?" if is_elsewhere else "credentials?"


def notes(tally: Tally, contract: Contract) -> Iterator[str]:
    """What a reader of the verdict should know."""
    if tally.interrupted:
        yield "The run ended early: it was interrupted."
    if tally.dead:
        yield f"The run ended early: the target is gone ({tally.dead})."
    for (key, why), times in sorted(tally.silent.items()):
        yield f"{key} left {times} requests without an answer: {why.rstrip('.')}."
    if tally.answered and not tally.granted:
        told = "Every answer is a refusal, so nothing is known of what the API gives"
        yield f"{told}: {_hint(tally)}"
    for key, times in tally.barred().items():
        yield f"{key}: {_turned_away(times)}"
    for error in contract.left_out:
        yield f"Not judged: {error.where}: {error.what}."
    yield from tally.doubts
    right = sum(times for (_, said, _), times in tally.outcomes.items() if said == "accepted")
    taken = sum(
        times
        for (_, said, status), times in tally.outcomes.items()
        if said == "accepted" and status // 100 == 2
    )
    if right:
        yield f"{taken:,} of {right:,} requests that the documents call right got a 2xx."
