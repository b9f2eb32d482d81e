"""Judging mutants: whether a run with the default budget notices each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing import get_context
from time import monotonic

from contracts.finding import Finding
from contracts.running.budget import DEFAULT, Budget, read_budget
from contracts.running.order import Order
from contracts.running.run import run
from contracts.running.tally import Tally
from contracts.targets.target import Wanted
from tests.power.between import MUTANTS, place
from tests.power.mutant import Mutant

SEED = 0
BUDGET = read_budget(DEFAULT)

MOST_RUNS = 8
"""After which a process makes way for a new one: what schemas were made into adds up."""

OPERATIONS = {"telnyx": 60, "vonage": 6}
"""How many there are, or a few more."""

FOR_OPERATIONS = Fraction(9, 20)
"""The part of a budget that is left for single operations when laws and chains have had theirs."""


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


def outcomes(names: Iterable[str], jobs: int) -> Iterator[Outcome]:
    """Of each mutant, as they come to their ends; a run ends when it has noticed its mutant."""
    with get_context("spawn").Pool(jobs, maxtasksperchild=MOST_RUNS) as pool:
        yield from pool.imap_unordered(outcome, names)


def cleans(wanted: Iterable[tuple[str, int]], jobs: int) -> Iterator[Clean]:
    """Of vendors and seeds: the mock as it is, within the whole default budget."""
    with get_context("spawn").Pool(jobs, maxtasksperchild=MOST_RUNS) as pool:
        yield from pool.imap_unordered(clean, wanted)


def outcome(name: str) -> Outcome:
    """What a run with the default budget notices of a mutant.

    What such a run does first of all for the operation, and its laws, are tried alone before: most
    mutants are noticed then. Whoever survives is judged by the whole run.
    """
    mutant, begun, sent = MUTANTS[name], monotonic(), 0
    wanted = Wanted(f"mock:{mutant.target}", seed=SEED, between=place(mutant))
    for order in orders(mutant):
        report = run(wanted, order)
        sent += report.requests
        by = sorted({_by(one) for one in report.findings if is_about(one, mutant)})
        if by:
            break
    return Outcome(name, tuple(by), sent, monotonic() - begun)


def orders(mutant: Mutant) -> Iterator[Order]:
    """Parts of a default run, each of which ends when it has noticed the mutant, then all of it."""

    def enough(tally: Tally) -> bool:
        return any(is_about(one.finding, mutant) for one in tally.sightings.values())

    share = Budget(int(BUDGET.requests * FOR_OPERATIONS / OPERATIONS[mutant.target]))
    own = (mutant.operation,)
    yield Order(share, only=own, phases=("listed", "fuzzing"), enough=enough)
    yield Order(BUDGET, phases=("laws",), enough=enough)
    yield Order(BUDGET, enough=enough)


def clean(wanted: tuple[str, int]) -> Clean:
    """What a whole run finds of a mock as it is, with a seed: nothing, if all is well."""
    target, seed = wanted
    begun = monotonic()
    report = run(Wanted(f"mock:{target}", seed=seed), Order(BUDGET))
    findings = tuple(f"{one.operation}: {_by(one)}" for one in report.findings)
    return Clean(target, seed, findings, report.requests, monotonic() - begun)


def is_about(finding: Finding, mutant: Mutant) -> bool:
    """Whether a finding names what was changed, or what a law may name instead."""
    return finding.operation in (mutant.operation, *mutant.blamed)


def _by(finding: Finding) -> str:
    same = finding.check == finding.keyword
    return finding.check if same else f"{finding.check} ({finding.keyword})"
