"""A finding about one exchange, from the few things that differ."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.checks.documented import place
from contracts.finding import Finding, Severity
from contracts.observed import Observed


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, and where; see `Finding` for the words."""

    keyword: str
    expected: str
    actual: str
    pointer: str = ""
    severity: Severity = "error"


def finding(observed: Observed, check: str, wrong: Wrong) -> Finding:
    return Finding(
        check=check,
        operation=observed.operation,
        status=observed.status,
        pointer=wrong.pointer,
        keyword=wrong.keyword,
        expected=wrong.expected,
        actual=wrong.actual,
        severity=wrong.severity,
        place=place(observed),
    )
