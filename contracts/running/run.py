"""One run from the target to the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from time import monotonic

from contracts.cases.generation import Generation
from contracts.contract import Contract, Promise
from contracts.errors import CheckError
from contracts.finding import Verdict
from contracts.laws import LAWS
from contracts.report.report import Report
from contracts.running import scope
from contracts.running.budget import UNBOUNDED, Budget, shares
from contracts.running.pool import Do, doing
from contracts.running.scope import Kept
from contracts.running.tally import Tally
from contracts.running.task import Task
from contracts.targets.target import Wanted, opened

PHASES = ("laws", "listed", "stateful", "fuzzing")

FOR_LAWS, FOR_CHAINS, FOR_SHRINKING = 0.4, 0.1, 0.05
"""Parts of a budget that are kept for what few requests do well; what they leave, chance gets."""

MOST_SHRINKING = 40
"""Requests spent on one finding."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a target is to be judged.

    Args:
        only, without: operations by id, by method and path, or by patterns of these.
        phases: of `PHASES`.
        jobs: processes.
        progress: is told how many requests have been sent.
        kept: files of coverage.
        enough: whether what was seen so far suffices, so that nothing more is begun.
    """

    budget: Budget = field(default_factory=Budget)
    only: Sequence[str] = ()
    without: Sequence[str] = ()
    phases: Sequence[str] = PHASES
    jobs: int = 1
    progress: Callable[[int], None] = field(default=lambda sent: None)
    kept: Kept = field(default_factory=Kept)
    enough: Callable[[Tally], bool] = field(default=lambda tally: False)


def run(wanted: Wanted, order: Order) -> Report:
    """Judge a target.

    Raises:
        MockServerError: it cannot be judged at all.
    """
    begun = monotonic()
    with opened(wanted) as api:
        contract = api.contract
        plan = planned(contract, order, wanted.seed)
        laws = [law for law in LAWS if law.applies(api)] if "laws" in order.phases else []
    until = begun + (order.budget.seconds or float("inf"))
    with doing(wanted, order.jobs) as do:
        course = Course(do, order, until)
        course.laws([(law.name, law.requests) for law in laws])
        course.chains(sorted(set(plan.values())))
        course.listed(plan)
        course.fuzz(plan)
        course.shrink()
    report = report_of(wanted, course.tally, monotonic() - begun)
    return scoped(report, contract, course.tally, order.kept)


Plan = dict[str, Path]
"""The document of each operation that is asked, by the operation's key."""


def planned(contract: Contract, order: Order, seed: int) -> Plan:
    """The operations that are asked, in the documents' order.

    Raises:
        CheckError: there are none.
    """
    makers = {
        file: Generation(file, seed).makers.keys()
        for file in {p.file for p in contract.promises.values()}
    }
    chosen = {
        key: promise.file
        for key, promise in contract.promises.items()
        if key in makers[promise.file]
        and (not order.only or named(promise, order.only))
        and not named(promise, order.without)
    }
    if not chosen:
        raise CheckError(
            "There is no operation to be judged",
            where="--only, --exclude" if contract.promises else contract.name,
            why=f"none of {len(contract.promises)} operations is chosen",
            fix='name operations by id, or as "GET /path"; * stands for anything',
        )
    return chosen


def named(promise: Promise, names: Iterable[str]) -> bool:
    operation = promise.operation
    known = (operation.id, promise.key, operation.path)
    return any(fnmatchcase(one, name) for name in names for one in known)


class Course:
    """A run on its way: what is still allowed, and what was seen.

    Who gets how many requests is settled before they are sent, from numbers that do not depend on
    who is faster: so equal seeds send equal requests with any number of processes.
    """

    def __init__(self, do: Do, order: Order, until: float) -> None:
        self.tally = Tally()
        self._do, self._order, self._until = do, order, until
        self._most = order.budget.requests

    def left(self) -> int:
        reserve = int(self._most * FOR_SHRINKING) if self._order.budget.counts else 0
        return max(0, self._most - reserve - self.tally.sent)

    def over(self) -> bool:
        if self.tally.dead or self._order.enough(self.tally):
            return True
        return monotonic() > self._until

    def do(self, tasks: Sequence[Task]) -> None:
        """Have tasks done; after the target's death nobody begins one."""
        living = (replace(task, deadline=self._until) for task in tasks if not self.over())
        for _, seen in self._do(living):
            self.tally.add(seen)
            self._order.progress(self.tally.sent)

    def laws(self, laws: Sequence[tuple[str, int]]) -> None:
        """The first ones that the budget's part suffices for."""
        allowed = int(self._most * FOR_LAWS) if self._order.budget.counts else UNBOUNDED
        tasks = []
        for name, requests in laws:
            if requests > allowed:
                self.tally.doubts[f"{name}: the budget does not suffice for this law."] = None
                continue
            allowed -= requests
            tasks.append(Task("law", name, quota=requests))
        self.do(tasks)

    def chains(self, files: Sequence[Path]) -> None:
        if "stateful" not in self._order.phases:
            return
        total = int(min(self._most, 10_000) * FOR_CHAINS)
        quotas = shares(total, [total] * len(files))
        self.do(
            [Task("chains", str(f), f, quota=q) for f, q in zip(files, quotas, strict=True) if q]
        )

    def listed(self, plan: Plan) -> None:
        """Examples and coverage, in turns: who was cut short gets what others left."""
        if "listed" not in self._order.phases:
            return
        skips = dict.fromkeys(plan, 0)
        while skips and self.left() and not self.over():
            before = self.tally.sent
            self.tally.cut.clear()
            quotas = shares(self.left(), [UNBOUNDED] * len(skips))
            self.do(
                [
                    Task("listed", key, plan[key], quota=quota, skip=skip)
                    for (key, skip), quota in zip(skips.items(), quotas, strict=True)
                    if quota
                ]
            )
            skips = {key: self.tally.cut[key] for key in plan if key in self.tally.cut}
            if self.tally.sent == before:
                return

    def fuzz(self, plan: Plan) -> None:
        """What is left, in equal parts; in turns, for some operations have few different cases."""
        part = 0
        while "fuzzing" in self._order.phases and self.left() and not self.over():
            before = self.tally.sent
            share = self.left() if self._order.budget.counts else 50 * len(plan)
            quotas = shares(share, [UNBOUNDED] * len(plan))
            self.do(
                [
                    Task("fuzz", key, file, quota=quota, part=part)
                    for (key, file), quota in zip(plan.items(), quotas, strict=True)
                    if quota
                ]
            )
            part += 1
            if self.tally.sent == before:
                return

    def shrink(self) -> None:
        """Each finding's request, made smaller."""
        found = [one for one in self.tally.sightings.values() if one.sent is not None]
        found.sort(key=lambda one: one.known_as)
        left = self._most - self.tally.sent
        quotas = shares(left, [MOST_SHRINKING] * len(found))
        self.do(
            [
                Task("shrink", one.known_as, quota=quota, sighting=one)
                for one, quota in zip(found, quotas, strict=True)
                if quota
            ]
        )


def scoped(report: Report, contract: Contract, tally: Tally, kept: Kept) -> Report:
    """The report, and what it was about."""
    return replace(
        report,
        coverage=scope.coverage(contract, tally.coverage, kept),
        operations=scope.asked(contract, tally),
        checks=scope.checks(),
        laws=scope.laws(tally.laws, LAWS),
    )


def report_of(wanted: Wanted, tally: Tally, elapsed_s: float) -> Report:
    """An empty run never passes."""
    verdict: Verdict = "conformant" if tally.answered else "inconclusive"
    if tally.dead:
        verdict = "inconclusive"
    if tally.sightings:
        verdict = "violation"
    findings = {one.finding.fingerprint: one.finding for one in tally.sightings.values()}
    return Report(
        wanted.target,
        verdict,
        tally.sent,
        tuple(findings.values()),
        seconds=tally.seconds,
        notes=tuple(tally.doubts),
        elapsed_s=elapsed_s,
        seed=wanted.seed,
    )
