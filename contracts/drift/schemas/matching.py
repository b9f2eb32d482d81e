"""Which shape of the old schema became which of the new."""

from __future__ import annotations

from typing import NamedTuple

from contracts.drift.schemas.node import Node, Shape
from contracts.drift.schemas.splitting import MOST_TAGS, Tags, split, tags
from contracts.drift.schemas.stock import Schemas
from contracts.drift.schemas.summary import shape_summary
from contracts.drift.schemas.types import covers

DEPTH = 4
"""How deep branches are looked into to find the one that was not changed."""
NUMERIC = {"integer", "number"}
LEAST_LIKENESS = 1.0
"""ASSUMED: objects that share fewer than a quarter of their properties are not one, changed."""


class Matched(NamedTuple):
    pairs: list[tuple[Shape, Shape]]
    old_left: list[Shape]
    new_left: list[Shape]


class Matching:
    def __init__(self, old: Schemas, new: Schemas) -> None:
        self.old = old
        self.new = new

    def match(self, old: Node, new: Node) -> Matched:
        if len(old.shapes) == len(new.shapes) == 1:
            pair = (old.shapes[0], new.shapes[0])
            return Matched([pair], [], []) if _related(*pair) else Matched([], [pair[0]], [pair[1]])
        before, after = list(old.shapes), list(new.shapes)
        return self._many(
            split(before, after, self.old, self.new), split(after, before, self.new, self.old)
        )

    def _many(self, old: list[Shape], new: list[Shape]) -> Matched:
        old_texts = {id(shape): shape_summary(shape, DEPTH, self.old) for shape in old}
        new_texts = {id(shape): shape_summary(shape, DEPTH, self.new) for shape in new}
        old_tags = [tags(shape, self.old) for shape in old]
        new_tags = [tags(shape, self.new) for shape in new]

        def score(i: int, j: int) -> float:
            is_equal = old_texts[id(old[i])] == new_texts[id(new[j])]
            return _likeness(old[i], new[j], is_equal) + _tagged_alike(old_tags[i], new_tags[j])

        scored = sorted(
            (-score(i, j), i, j)
            for i, before in enumerate(old)
            for j, after in enumerate(new)
            if _related(before, after)
        )
        pairs = _greedy(scored)
        again = set(old_texts.values()) & set(new_texts.values())
        pairs += _with_free(old, new, pairs)
        known, taken = {i for i, _ in pairs}, {j for _, j in pairs}
        return Matched(
            [(old[i], new[j]) for i, j in sorted(pairs)],
            [s for i, s in enumerate(old) if i not in known and old_texts[id(s)] not in again],
            [s for j, s in enumerate(new) if j not in taken and new_texts[id(s)] not in again],
        )


def _with_free(
    old: list[Shape], new: list[Shape], pairs: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """What is left, held against what takes any value of its type and has no counterpart either."""
    known, taken = {i for i, _ in pairs}, {j for _, j in pairs}
    before = [i for i in range(len(old)) if i not in known]
    after = [j for j in range(len(new)) if j not in taken]
    return [
        (i, j)
        for i in before
        for j in after
        if old[i].kind == new[j].kind and old[i].is_bare != new[j].is_bare
    ]


def _greedy(scored: list[tuple[float, int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    old_taken: set[int] = set()
    new_taken: set[int] = set()
    for score, i, j in scored:
        if -score >= LEAST_LIKENESS and i not in old_taken and j not in new_taken:
            found.append((i, j))
            old_taken.add(i)
            new_taken.add(j)
    return found


def _tagged_alike(old: Tags, new: Tags) -> float:
    """More where both have the same one value, less where they have nothing in common."""
    shared = [name for name in old.keys() & new.keys() if len(old[name]) <= MOST_TAGS]
    if any(not old[name] & new[name] for name in shared):
        return -1
    return 3 if any(old[name] == new[name] and len(old[name]) == 1 for name in shared) else 0


def _related(old: Shape, new: Shape) -> bool:
    return covers(old.kind, new.kind) or covers(new.kind, old.kind)


def _likeness(old: Shape, new: Shape, is_equal: bool) -> float:
    """At least 1 for what may be the same branch, changed; 100 where nothing was changed."""
    if is_equal:
        return 100
    score = max(old.kind == new.kind, 0.75 * ({old.kind, new.kind} == NUMERIC))
    if old.properties or new.properties:
        shared = len(old.properties.keys() & new.properties.keys())
        return score - 0.5 + 2 * shared / len(old.properties.keys() | new.properties.keys())
    if old.values is not None and new.values is not None:
        return score + bool(old.values.keys() & new.values.keys())
    return score + 0.5 * (old.format == new.format)
