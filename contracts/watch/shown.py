"""What looks at an API came to, or a comparison of two documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from contracts.drift.finding import Finding


@dataclass
class Shown:
    """What differs, and what else is to be known.

    Args:
        is_judged: whether anything has a verdict; of an API, any golden request.
        is_learning: whether the baseline is still too young to judge by.
        trouble: how often each status of an outage, a key or a limit was answered.
        silent: operations of golden requests that could not be judged this time.
    """

    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_judged: bool = False
    is_learning: bool = False
    trouble: Counter[str] = field(default_factory=Counter)
    silent: frozenset[str] = frozenset()
