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
from typing import NamedTuple, TypeAlias
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
    def segments(self) -> Sequence[str]:
        return segments_of(self.prefix + self.template)

    def __str__(self) -> str:
        return f"{self.method} {self.prefix}{self.template}"


@lru_cache(maxsize=4096)
def segments_of(path: str) -> Sequence[str]:
    return path.split("/")[1:]


class Step(NamedTuple):
    """Of an alignment: what was asked and what is there; None where one of them has nothing.

    Args:
        differs: whether it is a reason not to be meant.
    """

    asked: str | None
    there: str | None
    cost: float = 1.0
    differs: bool = True


Way: TypeAlias = tuple[Step, "Way | None"]
"""The last step of an alignment, and the way to it."""


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
    missing = [Step(None, one) for one in there]
    above: list[tuple[float, Way | None]] = [(0.0, None)]
    for column, last in enumerate(missing):
        above.append((column + 1.0, (last, above[-1][1])))
    for one in asked:
        extra = Step(one, None)
        row: list[tuple[float, Way | None]] = [(above[0][0] + 1.0, (extra, above[0][1]))]
        for column, other in enumerate(there):
            cost, way = above[column + 1]
            best = cost + 1.0, (extra, way)
            if row[column][0] + 1.0 < best[0]:
                best = row[column][0] + 1.0, (missing[column], row[column][1])
            both = step(one, other)
            if above[column][0] + both.cost < best[0]:
                best = above[column][0] + both.cost, (both, above[column][1])
            row.append(best)
        above = row
    return steps_of(above[-1][1])


def steps_of(way: Way | None) -> list[Step]:
    """The steps of a way, from the first to the last."""
    steps = []
    while way is not None:
        last, way = way
        steps.append(last)
    return steps[::-1]


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
