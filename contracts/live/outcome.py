"""What one answer says of the contract: kept, broken, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.finding import Finding, Verdict
from contracts.judge import judged
from contracts.live.pointer import found_at
from contracts.observed import Observed

SILENT = frozenset({401, 403, 429})
"""Statuses that say something of who asks, and nothing of the contract, unless they were meant."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one request.

    Args:
        name: of the request, the case or the law.
        reason: why it is inconclusive; "" for the others.
    """

    name: str
    verdict: Verdict
    reason: str = ""
    findings: tuple[Finding, ...] = ()


def outcome(
    name: str, observed: Observed, expect: frozenset[int] = frozenset(), data: str = ""
) -> Outcome:
    """Judge an answer.

    Args:
        expect: the statuses that answer what was asked; empty where any does.
        data: JSON pointer of what must not be empty; "" for none.
    """
    status = observed.status
    if (status in SILENT and status not in expect) or status >= 500:
        return Outcome(name, "inconclusive", f"it was answered with {status}")
    findings = tuple(judged(observed))
    if findings:
        return Outcome(name, "violation", findings=findings)
    if expect and status not in expect:
        wanted = " or ".join(str(one) for one in sorted(expect))
        return Outcome(name, "inconclusive", f"it was answered with {status}, not {wanted}")
    if data and not found_at(observed.json, data):
        return Outcome(name, "inconclusive", "there is no data")
    return Outcome(name, "conformant")


def verdict(outcomes: list[Outcome], seen: int) -> Verdict:
    """Of a run.

    Args:
        seen: how many answers had something in them (2xx) and were judged. Where there are none,
            it was only found that the vendor says no, which is no conformance.
    """
    if any(one.verdict == "violation" for one in outcomes):
        return "violation"
    return "conformant" if seen else "inconclusive"
