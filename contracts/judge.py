"""What is asked of one exchange."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks import CHECKS
from contracts.finding import Finding
from contracts.observed import Observed


def judged(observed: Observed) -> Iterator[Finding]:
    """All that the checks find in it."""
    for check in CHECKS:
        yield from check(observed)
