"""Findings, and why each counts or does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from contracts.accepted import Accepted, expired_and_stale, valid_on
from contracts.drift.finding import Finding
from contracts.drift.rules import NONE, Severity
from contracts.over_time.holding import Hold, Standing, events, standing
from contracts.over_time.runs import Run
from contracts.uses.use import Uses


@dataclass(frozen=True, slots=True)
class Judged:
    """One finding.

    Args:
        suppressed: why it does not count; "" where it does.
        standing: where it stands among the runs; None where there are none.
        is_used: whether it concerns what the code uses; true where nobody said what that is.
    """

    finding: Finding
    suppressed: str = ""
    standing: Standing | None = None
    is_used: bool = True

    @property
    def counts(self) -> bool:
        return not self.suppressed


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that one comparison came to.

    Args:
        old, new: what was compared, in words.
        judged: what counts and is used first, then what counts, then the rest.
        notes: what else is to be known, in whole sentences.
        is_judged: whether anything could be compared at all.
    """

    old: str
    new: str
    judged: tuple[Judged, ...]
    notes: tuple[str, ...] = ()
    is_judged: bool = True

    @property
    def severity(self) -> Severity:
        """The worst of what counts and is used."""
        told = (one.finding.severity for one in self.judged if one.counts and one.is_used)
        return max(told, default=NONE)


@dataclass(frozen=True, slots=True)
class Measures:
    """What findings are held against.

    Args:
        accepted: what is known and accepted.
        uses: what the code uses; None for all.
        runs: earlier runs and the present one, last; none where nobody keeps them.
    """

    today: date
    accepted: Sequence[Accepted] = ()
    uses: Uses | None = None
    runs: Sequence[Run] = ()
    hold: Hold = field(default_factory=Hold)


def judged(findings: Iterable[Finding], by: Measures) -> tuple[tuple[Judged, ...], tuple[str, ...]]:
    """Every finding with what is made of it, what matters most first; and notes."""
    found = tuple(_judged(one, by) for one in findings)
    ordered = sorted(
        found, key=lambda one: (not one.counts, not one.is_used, -one.finding.severity)
    )
    met = {one.finding.fingerprint for one in found}
    return tuple(ordered), (*events(by.runs), *expired_and_stale(by.accepted, met, by.today))


def _judged(finding: Finding, by: Measures) -> Judged:
    reason = valid_on(by.accepted, by.today).get(finding.fingerprint, "")
    stands = standing(finding.fingerprint, by.runs, by.hold) if by.runs else None
    suppressed = f"accepted: {reason}" if reason else ""
    if stands is not None and stands.state != "standing" and not suppressed:
        suppressed = f"{stands.state}: {stands.says}"
    is_used = by.uses is None or by.uses.hit(
        finding.operations, finding.direction, finding.where, finding.kind
    )
    return Judged(finding, suppressed, stands, is_used)
