"""What a run found, whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from contracts.finding import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Asked:
    """An operation of the contract, and how often it was judged.

    Args:
        key: method and path.
        place: where it is promised, "file#/json/pointer".
        exchanges: 0 for an operation that was not asked.
        why_not: the reason for that, or for answers that say nothing; a whole sentence.
    """

    key: str
    place: str = ""
    exchanges: int = 0
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """A law and what came of it.

    Args:
        outcome: "inapplicable" where this API has not what the law speaks of.
        reason: why it is inconclusive or does not apply; whole sentences.
    """

    name: str
    says: str
    outcome: Literal["conformant", "violation", "inconclusive", "inapplicable"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of judging one target.

    Args:
        target: as it was named; without a password.
        verdict: "inconclusive" where nothing, or not enough, could be judged.
        requests: how many were sent.
        findings: what is wrong, all through `contracts.evidence.cleaned`; accepted ones are not
            among them.
        accepted: those that are known, with the reason that was given.
        coverage: what was exercised, as `contracts.coverage` tells it.
        seconds: of latency by operation, each answered request's.
        notes: what was not judged and why, in whole sentences.
        elapsed_s: of the run.
        operations: all of the contract.
        checks: the sentence that each check holds answers to, by its name.
        laws: all that there are, with what came of them.
        seed: of the cases.
        skipped: why nothing was tried, where that is no fault of the target; a whole sentence.
        ended: why the run ended before all was asked; a whole sentence.
    """

    target: str
    verdict: Verdict
    requests: int
    findings: tuple[Finding, ...]
    accepted: tuple[tuple[Finding, str], ...] = ()
    coverage: Any = None
    seconds: Mapping[str, Sequence[float]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    elapsed_s: float = 0.0
    operations: tuple[Asked, ...] = ()
    checks: Mapping[str, str] = field(default_factory=dict)
    laws: tuple[Tried, ...] = ()
    seed: int = 0
    skipped: str = ""
    ended: str = ""
