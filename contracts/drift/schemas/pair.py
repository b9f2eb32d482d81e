"""Two schemas, compared at their own level; what is inside them is left to whoever walks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from contracts.drift.change import Change
from contracts.drift.schemas.matching import Matched, Matching
from contracts.drift.schemas.node import Node, Shape
from contracts.drift.schemas.sameness import Sameness
from contracts.drift.schemas.shape_pair import Edge, ShapePair
from contracts.drift.schemas.stock import Schemas
from contracts.drift.schemas.types import covers


class Pair(NamedTuple):
    changes: list[Change]
    edges: list[Edge]


class Pairs:
    """Compares each pair of schemas once, however many operations use it."""

    def __init__(self, old: Schemas, new: Schemas) -> None:
        self.old = old
        self.new = new
        self.sameness = Sameness()
        self.matching = Matching(old, new)
        self._known: dict[tuple[int, int], Pair] = {}

    def compare(self, old: Node, new: Node) -> Pair:
        key = (id(old), id(new))
        if key not in self._known:
            self._known[key] = self._compared(old, new)
        return self._known[key]

    def _compared(self, old: Node, new: Node) -> Pair:
        changes = list(_said_beside(old, new))
        if bool(old.broken) != bool(new.broken):
            return Pair([*changes, _reference(old, new)], [])
        if old.is_nullable != new.is_nullable and not (old.allows_any_type or new.allows_any_type):
            kind = "became-nullable" if new.is_nullable else "no-longer-nullable"
            changes.append(Change(kind, old.place, new.place))
        matched = self.matching.match(old, new)
        changes += _left(old, new, matched)
        edges: list[Edge] = []
        for before, after in matched.pairs:
            pair = ShapePair(before, after, self)
            changes += pair.changes()
            edges += pair.edges
        return Pair(changes, edges)


def _said_beside(old: Node, new: Node) -> Iterator[Change]:
    for mark, kind, words in MARKS:
        was, now = mark in old.marks, mark in new.marks
        if was != now:
            yield Change(kind, old.place, new.place, mark, words[was], words[now])
    if old.default != new.default:
        yield Change("default-changed", old.place, new.place, "", old.default, new.default)
    if old.discriminator != new.discriminator:
        texts = (old.discriminator, new.discriminator)
        yield Change(_kind_of_discriminator(*texts), old.place, new.place, "", *texts)
    if old.is_exclusive != new.is_exclusive and _overlap(old) and _overlap(new):
        kind = "union-made-exclusive" if new.is_exclusive else "union-no-longer-exclusive"
        yield Change(kind, old.place, new.place)


MARKS = (
    ("readOnly", "read-only-changed", ("sent both ways", "only received")),
    ("writeOnly", "write-only-changed", ("sent both ways", "only sent")),
    ("deprecated", "deprecation-changed", ("in use", "deprecated")),
)


def _kind_of_discriminator(old: str, new: str) -> str:
    """Whether the property or its words changed, or only that the words are said."""
    (name, has_words, _), (other, has_others, _) = old.partition(" ("), new.partition(" (")
    is_said = name == other and bool(has_words) != bool(has_others)
    return "mapping-said" if is_said else "discriminator-changed"


def _overlap(node: Node) -> bool:
    """Whether a value may have two of the shapes, as far as types and listed values tell."""
    shapes = node.shapes
    return any(not _apart(one, other) for i, one in enumerate(shapes) for other in shapes[i + 1 :])


def _apart(one: Shape, other: Shape) -> bool:
    if not (covers(one.kind, other.kind) or covers(other.kind, one.kind)):
        return True
    if one.values is None or other.values is None:
        return False
    return not one.values.keys() & other.values.keys()


def _reference(old: Node, new: Node) -> Change:
    kind = "reference-broken" if new.broken else "reference-mended"
    return Change(kind, old.place, new.place, new.broken or old.broken)


def _left(old: Node, new: Node, matched: Matched) -> Iterator[Change]:
    """What became of the shapes that have no counterpart."""
    removed, added = matched.old_left, matched.new_left
    lost = [shape for shape in removed if not _is_covered(shape, new)]
    gained = [shape for shape in added if not _is_covered(shape, old)]
    are_unions = old.is_union and new.is_union
    if lost and gained:
        yield _types("type-changed", old, new)
        removed, added = _without(removed, lost), _without(added, gained)
    elif lost and not are_unions:
        yield _types("type-narrowed", old, new)
        removed = _without(removed, lost)
    elif gained and not are_unions:
        yield _types("type-widened", old, new)
        added = _without(added, gained)
    for shape in removed:
        names = (_branch(shape), _kind_of_branch(shape))
        yield Change(
            "branch-removed", shape.place, new.place, names[0], absent="new", identity=names[1],
            holder=old.place,
        )  # fmt: skip
    for shape in added:
        names = (_branch(shape), _kind_of_branch(shape))
        yield Change(
            "branch-added", old.place, shape.place, names[0], absent="old", identity=names[1]
        )


def _branch(shape: Shape) -> str:
    return shape.name or _kind_of_branch(shape)


def _kind_of_branch(shape: Shape) -> str:
    fields = f" of {', '.join(sorted(shape.properties))}" if shape.properties else ""
    return shape.kind + fields


def _is_covered(shape: Shape, by: Node) -> bool:
    return any(covers(other.kind, shape.kind) for other in by.shapes)


def _without(shapes: list[Shape], some: list[Shape]) -> list[Shape]:
    return [shape for shape in shapes if shape not in some]


def _types(kind: str, old: Node, new: Node) -> Change:
    return Change(kind, old.place, new.place, "", types_said(old), types_said(new))


def types_said(node: Node) -> str:
    kinds = sorted({shape.kind for shape in node.shapes})
    return " or ".join(kinds) or ("null" if node.is_nullable else "nothing")
