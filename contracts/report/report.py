"""What a run found, whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from contracts.finding import Finding, Verdict


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of judging one target.

    Args:
        target: as it was named.
        verdict: "inconclusive" where nothing, or not enough, could be judged.
        requests: how many were sent.
        findings: what is wrong, the worst first; accepted ones are not among them.
        accepted: those that are known, with the reason that was given, by fingerprint.
        coverage: what was exercised; see `contracts.coverage`.
        seconds: of latency by operation, each answered request's.
        notes: what was not judged and why, in whole sentences.
        elapsed_s: of the run.
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
