"""Two schemas, compared at their own level; what is inside them is left to whoever walks."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.drift.change import Change
from contracts.drift.schemas.alternatives import Told, may_overlap, without_included
from contracts.drift.schemas.discrimination import discriminator_changes
from contracts.drift.schemas.matching import Matched, Matching
from contracts.drift.schemas.node import Node, Shape
from contracts.drift.schemas.sameness import Sameness
from contracts.drift.schemas.shape_pair import Edge, ShapePair
from contracts.drift.schemas.spots import type_spot
from contracts.drift.schemas.stock import Schemas
from contracts.drift.schemas.types import covers


class Pairs:
    """Compares each pair of schemas once, however many operations use it."""

    def __init__(self, old: Schemas, new: Schemas) -> None:
        self.old = old
        self.new = new
        self.sameness = Sameness()
        self.matching = Matching(old, new)
        self._known: dict[tuple[int, int], Told] = {}
        self._open: set[tuple[int, int]] = set()

    def is_open(self, old: Node, new: Node) -> bool:
        """Whether the two are being compared, so that nothing is known of them yet."""
        return (id(old), id(new)) in self._open or len(self._open) > MOST_OPEN

    def compare(self, old: Node, new: Node) -> Told:
        key = (id(old), id(new))
        if key not in self._known:
            self._open.add(key)
            self._known[key] = self._compared(old, new)
            self._open.remove(key)
        return self._known[key]

    def _compared(self, old: Node, new: Node) -> Told:
        changes = list(_said_beside(old, new))
        if bool(old.broken) != bool(new.broken):
            return Told([*changes, _reference(old, new)], [])
        if old.is_nullable != new.is_nullable and not (old.allows_any_type or new.allows_any_type):
            kind = "became-nullable" if new.is_nullable else "no-longer-nullable"
            changes.append(Change(kind, old.place, new.place))
        matched = self.matching.match(old, new)
        changes += discriminator_changes(old, new, matched)
        changes += self._exclusive(old, new)
        changes += _left(old, new, without_included(matched, old, new, self))
        edges = list(self._of_subtypes(old, new))
        for before, after in matched.pairs:
            pair = ShapePair(before, after, self)
            changes += pair.changes()
            edges += pair.edges
        return Told(changes, edges)

    def _of_subtypes(self, old: Node, new: Node) -> Iterator[Edge]:
        for word in old.subtypes.keys() & new.subtypes.keys():
            parts, others = (old.subtypes[word],), (new.subtypes[word],)
            if not self.sameness.of(parts, others):
                nodes = self.old.node(parts, old.place), self.new.node(others, new.place)
                yield Edge(f"({word})", *nodes)

    def _exclusive(self, old: Node, new: Node) -> Iterator[Change]:
        if old.is_exclusive == new.is_exclusive:
            return
        if may_overlap(old, self.old) and may_overlap(new, self.new):
            kind = "union-made-exclusive" if new.is_exclusive else "union-no-longer-exclusive"
            yield Change(kind, old.place, new.place)


MOST_OPEN = 20
"""ASSUMED: unions are not nested as deep, each of them changed."""


def _said_beside(old: Node, new: Node) -> Iterator[Change]:
    for mark, kind, words in MARKS:
        was, now = mark in old.marks, mark in new.marks
        if was != now:
            yield Change(kind, old.place, new.place, mark, words[was], words[now])
    if old.default != new.default:
        yield Change("default-changed", old.place, new.place, "", old.default, new.default)


MARKS = (
    ("readOnly", "read-only-changed", ("sent both ways", "only received")),
    ("writeOnly", "write-only-changed", ("sent both ways", "only sent")),
    ("deprecated", "deprecation-changed", ("in use", "deprecated")),
)


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
        yield Change(
            "branch-removed", shape.place, new.place, _branch(shape), absent="new", holder=old.place
        )
    for shape in added:
        yield Change("branch-added", old.place, shape.place, _branch(shape), absent="old")


def _branch(shape: Shape) -> str:
    fields = f" of {', '.join(sorted(shape.properties))}" if shape.properties else ""
    return shape.kind + fields


def _is_covered(shape: Shape, by: Node) -> bool:
    return any(covers(other.kind, shape.kind) for other in by.shapes)


def _without(shapes: list[Shape], some: list[Shape]) -> list[Shape]:
    return [shape for shape in shapes if shape not in some]


def _types(kind: str, old: Node, new: Node) -> Change:
    return Change(kind, type_spot(old), type_spot(new), "", types_said(old), types_said(new))


def types_said(node: Node) -> str:
    kinds = sorted({shape.kind for shape in node.shapes})
    return " or ".join(kinds) or ("null" if node.is_nullable else "nothing")
