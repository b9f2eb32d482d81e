"""Near misses: the operations that come closest to a request for none, and why they are not meant.

The work is bounded: paths are cut, and of many operations only the likeliest are looked at closely.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nlargest, nsmallest
from itertools import takewhile
from typing import NamedTuple
from urllib.parse import unquote

MOST_TOLD = 3
MOST_CLOSELY = 12
MOST_SEGMENTS, MOST_SEGMENT = 12, 60
"""Of a path; nobody is helped by more. Our own bounds."""

PARAMETER = 0.1
"""What it costs that a text stands for a parameter: a name with a slip in it is closer."""

FARTHEST = 0.6
"""Of the segments of a path: what differs in more is not close."""


class Asked(NamedTuple):
    method: str
    segments: Sequence[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An operation that could be meant.

    Args:
        prefix: before its path, where it is reached.
        template: its path, as the document has it.
    """

    prefix: str
    method: str
    template: str

    @property
    def segments(self) -> list[str]:
        return (self.prefix + self.template).split("/")[1:]

    def __str__(self) -> str:
        return f"{self.method} {self.prefix}{self.template}"


class Step(NamedTuple):
    """Of an alignment: what was asked and what is there; None where one of them has nothing.

    Args:
        differs: whether it is a reason not to be meant.
    """

    asked: str | None
    there: str | None
    cost: float = 1.0
    differs: bool = True


@lru_cache(maxsize=4096)
def step(asked: str, there: str) -> Step:
    if asked == there:
        return Step(asked, there, 0.0, differs=False)
    if "{" in there:
        return Step(asked, there, PARAMETER, differs=False) if asked else Step(asked, there)
    return Step(asked, there, 1.0 - SequenceMatcher(None, asked, there).ratio())


def closest(method: str, path: str, candidates: Iterable[Candidate]) -> str:
    """A sentence that names the closest operations and why each is not meant; empty for none."""
    segments = [unquote(one)[:MOST_SEGMENT] for one in path.split("/")[1 : MOST_SEGMENTS + 1]]
    asked = Asked(method, segments)
    likely = nlargest(MOST_CLOSELY, set(candidates), key=lambda one: likeness(asked, one))
    found = []
    for candidate in likely:
        steps = alignment(segments, candidate.segments[:MOST_SEGMENTS])
        differing = [step for step in steps if step.differs]
        distance = sum(step.cost for step in steps)
        if distance <= FARTHEST * max(len(segments), len(steps)):
            far = distance + (0.5 if candidate.method != method else 0)
            found.append((far, str(candidate), told(asked, candidate, differing)))
    return "; ".join(why for *_, why in nsmallest(MOST_TOLD, found))


def likeness(asked: Asked, candidate: Candidate) -> tuple[float, int, bool, str]:
    """How promising a candidate looks at a glance; larger is better."""
    wanted, there = asked.segments, candidate.segments
    best = max(
        sum(one == other or "{" in other for one, other in zip(left, right, strict=False))
        for left, right in ((wanted, there), (wanted[1:], there), (wanted, there[1:]))
    )
    signs = zip("/".join(wanted), "/".join(there), strict=False)
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], signs))
    unlike = abs(len(wanted) - len(there)) / 2
    return best - unlike, start, candidate.method == asked.method, str(candidate)


def alignment(asked: Sequence[str], there: Sequence[str]) -> list[Step]:
    """The segments side by side, so that as little as possible differs."""
    best: list[list[tuple[float, tuple[Step, ...]]]] = [[(0.0, ())]]
    for row in range(len(asked) + 1):
        if row:
            best.append([])
        for column in range(len(there) + 1):
            ways = []
            if row:
                ways.append((best[row - 1][column], Step(asked[row - 1], None)))
            if column:
                ways.append((best[row][column - 1], Step(None, there[column - 1])))
            if row and column:
                both = step(asked[row - 1], there[column - 1])
                ways.append((best[row - 1][column - 1], both))
            if ways:
                costs = [(cost + last.cost, (*steps, last)) for (cost, steps), last in ways]
                best[row].append(min(costs, key=lambda way: way[0]))
    return list(best[-1][-1][1])


def told(asked: Asked, candidate: Candidate, differing: Sequence[Step]) -> str:
    """A candidate, and why it is not meant."""
    why = [difference(step) for step in differing]
    if candidate.method != asked.method:
        why.append(f"the method is {candidate.method}")
    return f"{candidate} ({', '.join(why)})" if why else str(candidate)


def difference(step: Step) -> str:
    if step.asked is None:
        return f"{step.there!r} is missing"
    if step.there is None:
        return f"{step.asked!r} is too much"
    return f"{step.asked!r} should be {step.there!r}"
