"""Edits, tried one by one or many at once: what mends a difference and breaks nothing is kept."""

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
from contracts.update.edits import WAYS, apply

Wanted = Callable[[Finding], bool]
Identity = tuple[str, ...]

MOST_ROUNDS = 40
"""ASSUMED: what one edit uncovers is mended by the next round, and nothing is so deep."""


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
            waiting = [one for one in now.steps if self._is_waiting(one, failed)]
            if not waiting:
                break
            before = now.counts
            now = self._with(now, waiting)
            failed |= {
                one.identity for one in waiting if now.counts[one.identity] >= before[one.identity]
            }
        return now

    def _is_waiting(self, step: Step, failed: set[Identity]) -> bool:
        return step.identity not in failed and self.wanted(step.finding)

    def _with(self, now: Compared, steps: list[Step]) -> Compared:
        """All at once where that goes well, else half by half, in the end one by one."""
        tried = self._tried(now, steps, 0)
        if tried is not None:
            return tried
        if len(steps) == 1:
            later = (self._tried(now, steps, way) for way in range(1, WAYS))
            return next((one for one in later if one is not None), now)
        for half in (steps[: len(steps) // 2], steps[len(steps) // 2 :]):
            identities = {one.identity for one in half}
            # The places of the first half may have moved those of the second.
            left = [one for one in now.steps if one.identity in identities]
            now = self._with(now, left) if left else now
        return now

    def _tried(self, now: Compared, steps: Iterable[Step], way: int) -> Compared | None:
        """Those edits, if every one of their differences is gone and nothing bad has come."""
        ours = now.ours.copied()
        wanted = list(steps)
        for one in wanted:
            apply(one.edit, ours, way)
        then = self.compared(ours)
        gone = Counter(one.identity for one in wanted)
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
