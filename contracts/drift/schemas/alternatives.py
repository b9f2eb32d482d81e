"""What became of the alternatives of a union: which are apart, and which are part of another."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from contracts.drift.change import Change, Direction
from contracts.drift.rules import RULE, SAFE
from contracts.drift.schemas.matching import Matched
from contracts.drift.schemas.node import Node, Shape
from contracts.drift.schemas.shape_pair import Edge, ShapePair, Sides
from contracts.drift.schemas.stock import Schemas
from contracts.drift.schemas.types import covers

MOST_PAIRS = 200
"""ASSUMED: what needs a longer look to be part of something else is told as another alternative."""
ADDITIONS = frozenset({"property-added", "property-added-to-closed", "required-property-added"})


class Comparing(Sides, Protocol):
    """Compares schemas, and knows which ones it is about to."""

    def is_open(self, old: Node, new: Node) -> bool: ...

    def compare(self, old: Node, new: Node) -> Told: ...


class Told(NamedTuple):
    """What differs between two schemas at their own level, and the schemas inside."""

    changes: list[Change]
    edges: list[Edge]


def without_included(matched: Matched, old: Node, new: Node, sides: Comparing) -> Matched:
    """Without alternatives that are gone but taken by another, or new but no more than another."""
    taken = [s for s in matched.old_left if not any(_takes(s, by, sides) for by in new.shapes)]
    more = [s for s in matched.new_left if not any(_sends(by, s, sides) for by in old.shapes)]
    return Matched(matched.pairs, taken, more)


def _takes(gone: Shape, by: Shape, sides: Comparing) -> bool:
    """Whether all that was sent as the one may be sent as the other."""
    return covers(by.kind, gone.kind) and _is_harmless(gone, by, sides, "request")


def _sends(known: Shape, more: Shape, sides: Comparing) -> bool:
    """Whether the one sends only what the other did: with further fields it is something new."""
    if not covers(known.kind, more.kind) or not more.properties.keys() <= known.properties.keys():
        return False
    return _is_harmless(known, more, sides, "response")


def _is_harmless(old: Shape, new: Shape, sides: Comparing, direction: Direction) -> bool:
    pair = ShapePair(old, new, sides)
    if any(_hurts(change, direction) for change in pair.changes()):
        return False
    waiting, seen = list(pair.edges), set[tuple[int, int]]()
    while waiting:
        edge = waiting.pop()
        key = (id(edge.old), id(edge.new))
        if key in seen or direction in edge.unsent:
            continue
        seen.add(key)
        if len(seen) > MOST_PAIRS or sides.is_open(edge.old, edge.new):
            return False
        told = sides.compare(edge.old, edge.new)
        if any(_hurts(change, direction) for change in told.changes):
            return False
        waiting += told.edges
    return True


def _hurts(change: Change, direction: Direction) -> bool:
    if change.only not in {None, direction} or direction in change.unsent:
        return False
    if change.kind == "format-changed" and _is_freed(change, direction):
        return False
    is_addition = direction == "response" and change.kind in ADDITIONS
    return is_addition or RULE[change.kind, direction].severity > SAFE


def _is_freed(change: Change, direction: Direction) -> bool:
    """Whether no format is asked for any more, or none was given before."""
    return not (change.after if direction == "request" else change.before)


def may_overlap(node: Node, schemas: Schemas) -> bool:
    """Whether a value may have two of the shapes, as far as can be told."""
    shapes = node.shapes
    return any(
        not _apart(one, other, schemas) for i, one in enumerate(shapes) for other in shapes[i + 1 :]
    )


def _apart(one: Shape, other: Shape, schemas: Schemas) -> bool:
    if not (covers(one.kind, other.kind) or covers(other.kind, one.kind)):
        return True
    if one.values is not None and other.values is not None:
        return not one.values.keys() & other.values.keys()
    if _excludes(one, other) or _excludes(other, one):
        return True
    shared = one.required & other.required & one.properties.keys() & other.properties.keys()
    return any(_told_by(name, one, other, schemas) for name in shared)


def _excludes(one: Shape, other: Shape) -> bool:
    """Whether one has no place for what the other needs."""
    is_closed = one.extra is None and not one.patterns
    return is_closed and not other.required <= one.properties.keys()


def _told_by(name: str, one: Shape, other: Shape, schemas: Schemas) -> bool:
    """Whether a property that both need has other listed values in each."""
    nodes = [schemas.node(shape.properties[name], shape.place) for shape in (one, other)]
    if all(node.is_nullable for node in nodes):
        return False
    before, after = (node.listed for node in nodes)
    return before is not None and after is not None and not before & after
