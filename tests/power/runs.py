"""Judging mutants: whether a run with the default budget notices each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from time import monotonic

from contracts.finding import Finding
from contracts.running.budget import DEFAULT, Budget, read_budget
from contracts.running.run import Order, run
from contracts.running.tally import Tally
from contracts.targets.target import Wanted
from tests.power.between import MUTANTS, place
from tests.power.mutant import Mutant

SEED = 0
BUDGET = read_budget(DEFAULT)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a mutant.

    Args:
        by: the checks and laws that noticed it, each with its keyword; none: it survived.
        requests: sent until then.
    """

    mutant: str
    by: tuple[str, ...]
    requests: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Clean:
    """What came of the mock as it is."""

    target: str
    seed: int
    findings: tuple[str, ...]
    requests: int
    seconds: float


def outcomes(names: Iterable[str], jobs: int, budget: Budget = BUDGET) -> Iterator[Outcome]:
    """Of each mutant, as they come to their ends; a run ends when it has noticed its mutant."""
    with _pool(jobs) as pool:
        begun = [pool.submit(outcome, name, budget) for name in names]
        for each in as_completed(begun):
            yield each.result()


def cleans(wanted: Iterable[tuple[str, int]], jobs: int) -> Iterator[Clean]:
    """Of vendors and seeds: the mock as it is, within the whole default budget."""
    with _pool(jobs) as pool:
        begun = [pool.submit(clean, target, seed) for target, seed in wanted]
        for each in as_completed(begun):
            yield each.result()


def outcome(name: str, budget: Budget = BUDGET) -> Outcome:
    """What a run with this budget notices of a mutant."""
    mutant, begun = MUTANTS[name], monotonic()
    order = Order(budget, enough=lambda tally: bool(noticed(mutant, tally)))
    wanted = Wanted(f"mock:{mutant.target}", seed=SEED, between=place(mutant))
    report = run(wanted, order)
    by = sorted({_by(one) for one in report.findings if is_about(one, mutant)})
    return Outcome(name, tuple(by), report.requests, monotonic() - begun)


def clean(target: str, seed: int) -> Clean:
    """What a whole run finds of the mock as it is: nothing, if all is well."""
    begun = monotonic()
    report = run(Wanted(f"mock:{target}", seed=seed), Order(BUDGET))
    findings = tuple(f"{one.operation}: {_by(one)}" for one in report.findings)
    return Clean(target, seed, findings, report.requests, monotonic() - begun)


def noticed(mutant: Mutant, tally: Tally) -> list[Finding]:
    found = (one.finding for one in tally.sightings.values())
    return [one for one in found if is_about(one, mutant)]


def is_about(finding: Finding, mutant: Mutant) -> bool:
    """Whether a finding names what was changed, or what a law may name instead."""
    return finding.operation in (mutant.operation, *mutant.blamed)


def _by(finding: Finding) -> str:
    same = finding.check == finding.keyword
    return finding.check if same else f"{finding.check} ({finding.keyword})"


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), max_tasks_per_child=8)
