"""A run on its way: who sends how much, settled before it is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic

from contracts.running.budget import UNBOUNDED, shares
from contracts.running.order import Order, Plan
from contracts.running.pool import Do
from contracts.running.tally import Tally
from contracts.running.task import Task

FOR_LAWS, FOR_CHAINS, FOR_SHRINKING = 0.4, 0.1, 0.05
"""Parts of a budget that are kept for what few requests do well; what they leave, chance gets."""

CHAINED_AT_ONCE = 60
"""Requests of chains that one process sends: few enough for all processes to have some."""

UNTRIED = "Laws for which the budget does not suffice"

MOST_SHRINKING = 40
"""Requests spent on one finding."""


class Course:
    """A run on its way: what is still allowed, and what was seen.

    Who gets how many requests is settled before they are sent, from numbers that do not depend on
    who is faster: so equal seeds send equal requests with any number of processes.
    """

    def __init__(self, do: Do, order: Order, until: float, tally: Tally) -> None:
        self.tally = tally
        self._do, self._order, self._until = do, order, until
        self._most = order.budget.requests

    def left(self) -> int:
        """Requests that may be sent before findings are looked at once more."""
        reserve = max(int(self._most * FOR_SHRINKING), min(MOST_SHRINKING, self._most // 4))
        return max(0, self._most - reserve - self.tally.sent)

    def over(self) -> bool:
        if self.tally.dead or self._order.enough(self.tally):
            return True
        return monotonic() > self._until

    def do(self, tasks: Sequence[Task]) -> None:
        """Have tasks done; after the target's death nobody begins one."""
        bounded = [replace(task, deadline=self._until) for task in tasks]
        for seen in self._do(bounded, self.over):
            self.tally.add(seen)
            self._order.progress(self.tally.sent)

    def settled(self, laws: Sequence[tuple[str, int]], files: Sequence[Path]) -> None:
        """Laws and chains, whose parts of the budget nobody else's depend on.

        Args:
            laws: their names, and how many requests each may need.
        """
        self.do([*self._chains(files), *self._laws(laws)])  # what takes longest comes first

    def _laws(self, laws: Sequence[tuple[str, int]]) -> Iterator[Task]:
        """The first ones that the budget's part suffices for."""
        allowed = int(self._most * FOR_LAWS) if self._order.budget.counts else UNBOUNDED
        untried = []
        for name, requests in laws:
            if requests > allowed:
                untried.append(name)
                continue
            allowed -= requests
            yield Task("law", name, quota=requests)
        if untried:
            self.tally.doubts[f"{UNTRIED}: {', '.join(untried)}."] = None

    def _chains(self, files: Sequence[Path]) -> Iterator[Task]:
        if "stateful" not in self._order.phases:
            return
        total = int(min(self._most, 10_000) * FOR_CHAINS)
        for file, quota in zip(files, shares(total, [total] * len(files)), strict=True):
            for part, start in enumerate(range(0, quota, CHAINED_AT_ONCE)):
                some = min(CHAINED_AT_ONCE, quota - start)
                yield Task("chains", str(file), file, quota=some, part=part)

    def listed(self, plan: Plan) -> None:
        """Examples and coverage, in turns: who was cut short gets what others left."""
        if "listed" not in self._order.phases:
            return
        skips = dict.fromkeys(plan, 0)
        while skips and self.left() and not self.over():
            before = self.tally.sent
            self.tally.cut.clear()
            quotas = shares(self.left(), [UNBOUNDED] * len(skips))
            self.do(
                [
                    Task("listed", key, plan[key], quota=quota, skip=skip)
                    for (key, skip), quota in zip(skips.items(), quotas, strict=True)
                    if quota
                ]
            )
            skips = {key: self.tally.cut[key] for key in plan if key in self.tally.cut}
            if self.tally.sent == before:
                return

    def fuzz(self, plan: Plan) -> None:
        """What is left, in equal parts; in turns, for some operations have few different cases."""
        part = 0
        while "fuzzing" in self._order.phases and self.left() and not self.over():
            before = self.tally.sent
            share = self.left() if self._order.budget.counts else 50 * len(plan)
            quotas = shares(share, [UNBOUNDED] * len(plan))
            self.do(
                [
                    Task("fuzz", key, file, quota=quota, part=part)
                    for (key, file), quota in zip(plan.items(), quotas, strict=True)
                    if quota
                ]
            )
            part += 1
            if self.tally.sent == before:
                return

    def shrink(self) -> None:
        """Each finding's request, made smaller."""
        found = [one for one in self.tally.sightings.values() if one.sent is not None]
        found.sort(key=lambda one: one.known_as)
        left = self._most - self.tally.sent
        quotas = shares(left, [MOST_SHRINKING] * len(found))
        self.do(
            [
                Task("shrink", one.known_as, quota=quota, sighting=one)
                for one, quota in zip(found, quotas, strict=True)
                if quota
            ]
        )
