"""What one answer says of the contract: kept, broken, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.finding import Finding, Verdict
from contracts.judge import judged
from contracts.live.guard import ECHOED
from contracts.live.live import Golden
from contracts.live.pointer import found_at
from contracts.observed import Observed

SILENT = frozenset({401, 403, 429})
"""Statuses that say something of who asks, and nothing of the contract, unless they were meant."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one request.

    Args:
        reason: why it is inconclusive; "" for the others.
    """

    verdict: Verdict
    reason: str = ""
    findings: tuple[Finding, ...] = ()


def outcome(asked: Golden, observed: Observed) -> Outcome:
    """Judge the answer to a request of the live file, or to a generated one."""
    status = observed.status
    if (status in SILENT and status not in asked.expect) or status >= 500:
        return Outcome("inconclusive", f"it was answered with {status}")
    findings = (*judged(observed), *echoed(observed))
    if findings:
        return Outcome("violation", findings=findings)
    if asked.expect and status not in asked.expect:
        wanted = " or ".join(str(one) for one in sorted(asked.expect))
        return Outcome("inconclusive", f"it was answered with {status}, not {wanted}")
    if asked.data and not found_at(observed.json, asked.data):
        return Outcome("inconclusive", "there is no data")
    return Outcome("conformant")


def echoed(observed: Observed) -> Iterator[Finding]:
    """Credentials come back to nobody. The guard sees it, for nobody else knows them."""
    if observed.response.extensions.get(ECHOED):
        yield Finding(
            check="credentials_not_echoed",
            operation=observed.operation,
            status=observed.status,
            pointer="",
            keyword="credentials-echoed",
            expected="an answer without the credentials of the request",
            actual="they stand in it",
        )
