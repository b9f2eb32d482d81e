"""Edits, tried many at once or one by one: what mends a difference and breaks nothing is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from contracts.drift.comparison import changes
from contracts.drift.finding import Finding, findings
from contracts.drift.operations.contract import Operation, contract
from contracts.drift.reading.documents import Document
from contracts.drift.rules import RISKY
from contracts.drift.walk import Found
from contracts.update.edit import Edit
from contracts.update.edition import Edition
from contracts.update.edits import apply, ways

Wanted = Callable[[Finding], bool]
Identity = tuple[str, ...]

MOST_ROUNDS = 40
"""ASSUMED: what one edit uncovers is mended by the next round, and nothing is so deep."""


MOST_TRIES = 120
"""Comparisons; what is not mended by then is left to do by hand, so that nobody waits for hours."""


@dataclass(frozen=True, slots=True)
class Step:
    """One difference at one place, and the finding that tells it."""

    edit: Edit
    finding: Finding
    identity: Identity


@dataclass(frozen=True, slots=True)
class Compared:
    """Our documents as they are now, held against NEW."""

    ours: Edition
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> Counter[Identity]:
        return Counter(step.identity for step in self.steps)

    @property
    def bad(self) -> Counter[Identity]:
        return Counter(one.identity for one in self.steps if one.finding.severity >= RISKY)


class Search:
    """Brings ours nearer to NEW, edit by edit."""

    def __init__(self, new: list[Document], wanted: Wanted) -> None:
        self.new = new
        self.theirs = contract(new).operations
        self.wanted = wanted
        self.tries = 0

    def compared(self, ours: Edition) -> Compared:
        documents = ours.documents
        found, names = changes(documents, self.new)
        mine = {_lasting(one): one for one in contract(documents).operations.values()}
        theirs = {_lasting(one): one for one in self.theirs.values()}
        steps: list[Step] = []
        for one in found:
            lasting = [names[i].lasting for i in _bits(one.operations)]
            pairs = tuple((mine.get(name), theirs.get(name)) for name in lasting)
            (finding,) = findings([one], names)
            steps.append(Step(Edit(one.change, pairs), finding, _identity(one)))
        return Compared(ours, tuple(steps), findings(found, names))

    def nearest(self, ours: Edition) -> Compared:
        """Ours with all edits that help."""
        now = self.compared(ours)
        failed: set[Identity] = set()
        for _ in range(MOST_ROUNDS):
            waiting = [one.identity for one in now.steps if self._is_waiting(one, failed)]
            if not waiting:
                break
            before = now.counts
            now = self._with(now, list(dict.fromkeys(waiting)))
            after = now.counts
            failed |= {one for one in waiting if after[one] >= before[one]}
        return now

    def _is_waiting(self, step: Step, failed: set[Identity]) -> bool:
        return step.identity not in failed and self.wanted(step.finding)

    def _with(self, now: Compared, identities: list[Identity]) -> Compared:
        """All at once where that goes well, else half by half, in the end one by one."""
        chosen = set(identities)
        steps = [one for one in now.steps if one.identity in chosen]
        tried = self._tried(now, steps, 0)
        if isinstance(tried, Compared):
            return tried
        if len(identities) == 1:
            return self._with_one(now, steps)
        doubtful = [one for one in identities if one in tried]
        rest = [one for one in identities if one not in tried]
        if not (doubtful and rest):
            middle = len(identities) // 2
            rest, doubtful = identities[:middle], identities[middle:]
        # The places of some may be moved by the others.
        return self._with(self._with(now, rest), doubtful)

    def _with_one(self, now: Compared, steps: list[Step]) -> Compared:
        """One difference, by touching more, or at one of its places alone."""
        most = max((ways(one.edit) for one in steps), default=1)
        tries = [(steps, way) for way in range(1, most)]
        tries += [([one], 0) for one in steps if len(steps) > 1]
        tried = (self._tried(now, some, way) for some, way in tries)
        return next((one for one in tried if isinstance(one, Compared)), now)

    def _tried(self, now: Compared, steps: list[Step], way: int) -> Compared | set[Identity]:
        """Those edits, if every one of their differences is gone and nothing bad has come.

        Returns:
            What came of it; where that is no good, those that seem to be the reason.
        """
        if not steps:
            return now
        if self.tries >= MOST_TRIES:
            return set()
        self.tries += 1
        ours = now.ours.copied()
        for one in steps:
            apply(one.edit, ours, way)
        then = self.compared(ours)
        gone = Counter(one.identity for one in steps)
        left = {key for key, count in gone.items() if then.counts[key] > now.counts[key] - count}
        bad = then.bad - now.bad
        return left | _near(gone, bad) if left or bad else then


def _lasting(operation: Operation) -> str:
    return f"{operation.key.template} {operation.key.method} {operation.key.document}"


def _identity(one: Found) -> Identity:
    """Ours move while they are edited; theirs stay."""
    change = one.change
    told = (change.kind, one.direction, change.subject, change.before, change.after)
    return (*told, change.new.pointer)


def _near(tried: Iterable[Identity], bad: Iterable[Identity]) -> set[Identity]:
    """Those that concern the same place of NEW as what has come, or one around or inside it."""
    places = [one[-1] for one in bad]
    return {
        one
        for one in tried
        if any(one[-1].startswith(place) or place.startswith(one[-1]) for place in places)
    }


def _bits(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]
