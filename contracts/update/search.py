"""Edits, tried one by one or many at once: what mends a difference and breaks nothing is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from contracts.drift.comparison import changes
from contracts.drift.finding import Finding, findings
from contracts.drift.operations.contract import Operation, contract
from contracts.drift.reading.documents import Document
from contracts.drift.rules import RISKY
from contracts.drift.walk import Found
from contracts.update.edit import Edit
from contracts.update.edition import Edition
from contracts.update.edits import WAYS, apply

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
        if tried is not None:
            return tried
        if len(identities) == 1:
            return self._with_one(now, steps)
        middle = len(identities) // 2
        # The places of the first half may have moved those of the second.
        return self._with(self._with(now, identities[:middle]), identities[middle:])

    def _with_one(self, now: Compared, steps: list[Step]) -> Compared:
        """One difference, by touching more, or at one of its places alone."""
        for way in range(1, WAYS):
            if (then := self._tried(now, steps, way)) is not None:
                return then
        alone = ([one] for one in steps) if len(steps) > 1 else ()
        return next((then for one in alone if (then := self._tried(now, one, 0))), now)

    def _tried(self, now: Compared, steps: list[Step], way: int) -> Compared | None:
        """Those edits, if every one of their differences is gone and nothing bad has come."""
        if not steps:
            return now
        if self.tries >= MOST_TRIES:
            return None
        self.tries += 1
        ours = now.ours.copied()
        for one in steps:
            apply(one.edit, ours, way)
        then = self.compared(ours)
        gone = Counter(one.identity for one in steps)
        is_done = all(then.counts[key] <= now.counts[key] - count for key, count in gone.items())
        return then if is_done and not then.bad - now.bad else None


def _lasting(operation: Operation) -> str:
    return f"{operation.key.template} {operation.key.method} {operation.key.document}"


def _identity(one: Found) -> Identity:
    """Ours move while they are edited; theirs stay."""
    change = one.change
    told = (change.kind, one.direction, change.subject, change.before, change.after)
    return (*told, change.new.pointer)


def _bits(mask: int) -> list[int]:
    return [place for place in range(mask.bit_length()) if mask >> place & 1]
