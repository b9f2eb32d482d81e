"""Which shape of the old schema became which of the new."""

from __future__ import annotations

from typing import NamedTuple

from contracts.drift.schemas.node import Node, Shape
from contracts.drift.schemas.stock import Schemas
from contracts.drift.schemas.summary import shape_summary
from contracts.drift.schemas.types import covers

DEPTH = 4
"""How deep branches are looked into to find the one that was not changed."""
MOST_TAGS = 5
"""ASSUMED: what has more values is no name of a kind."""
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
        return self._many(list(old.shapes), list(new.shapes))

    def _many(self, old: list[Shape], new: list[Shape]) -> Matched:
        old_texts = {id(shape): shape_summary(shape, DEPTH, self.old) for shape in old}
        new_texts = {id(shape): shape_summary(shape, DEPTH, self.new) for shape in new}
        old_tags = [_tags(shape, self.old) for shape in old]
        new_tags = [_tags(shape, self.new) for shape in new]

        def score(i: int, j: int) -> float:
            is_equal = old_texts[id(old[i])] == new_texts[id(new[j])]
            return _likeness(old[i], new[j], is_equal) + _tagged_alike(old_tags[i], new_tags[j])

        scored = sorted(
            (-score(i, j), i, j)
            for i, before in enumerate(old)
            for j, after in enumerate(new)
            if _related(before, after)
        )
        pairs = dict(_greedy(scored))
        taken = set(pairs.values())
        again = set(old_texts.values()) & set(new_texts.values())
        return Matched(
            [(old[i], new[j]) for i, j in sorted(pairs.items())],
            [s for i, s in enumerate(old) if i not in pairs and old_texts[id(s)] not in again],
            [s for j, s in enumerate(new) if j not in taken and new_texts[id(s)] not in again],
        )


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


Tags = dict[str, frozenset[str]]


def _tags(shape: Shape, schemas: Schemas) -> Tags:
    """The properties of which there are few values, one of which may tell what it is."""
    nodes = {name: schemas.node(parts, shape.place) for name, parts in shape.properties.items()}
    listed = {name: node.listed for name, node in nodes.items()}
    return {name: values for name, values in listed.items() if values and len(values) <= MOST_TAGS}


def _tagged_alike(old: Tags, new: Tags) -> float:
    """More where both have the same one value, less where they have nothing in common."""
    shared = old.keys() & new.keys()
    if any(not old[name] & new[name] for name in shared):
        return -1
    return 3 if any(old[name] == new[name] and len(old[name]) == 1 for name in shared) else 0


def _related(old: Shape, new: Shape) -> bool:
    return covers(old.kind, new.kind) or covers(new.kind, old.kind)


def _likeness(old: Shape, new: Shape, is_equal: bool) -> float:
    """At least 1 for what may be the same branch, changed; 100 where nothing was changed."""
    if is_equal:
        return 100
    same_kind, same_name = old.kind == new.kind, bool(old.name) and old.name == new.name
    score = same_kind + 3 * same_name
    if old.properties or new.properties:
        shared = len(old.properties.keys() & new.properties.keys())
        return score - 0.5 + 2 * shared / len(old.properties.keys() | new.properties.keys())
    if old.values is not None and new.values is not None:
        return score + bool(old.values.keys() & new.values.keys())
    return score + 0.5 * (old.format == new.format)
