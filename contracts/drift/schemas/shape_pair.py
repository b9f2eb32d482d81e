"""Two shapes, one of which became the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from contracts.drift.change import NOWHERE, Change, Direction
from contracts.drift.schemas.facets import Facet, change, multiple_change
from contracts.drift.schemas.formats import is_registered
from contracts.drift.schemas.listed import meets
from contracts.drift.schemas.node import Node, Parts, Shape
from contracts.drift.schemas.sameness import Sameness
from contracts.drift.schemas.spots import (
    EXTRA,
    FORMAT,
    TYPE,
    VALUES,
    Says,
    bounding,
    requiring,
    spots,
)
from contracts.drift.schemas.stock import Schemas
from contracts.drift.schemas.types import covers

HIDING: tuple[tuple[Direction, str], ...] = (("request", "readOnly"), ("response", "writeOnly"))


class Edge(NamedTuple):
    """Two schemas inside the two that are compared."""

    label: str
    old: Node
    new: Node
    unsent: frozenset[Direction] = NOWHERE


class Sides(Protocol):
    """The schemas of both sides, and what is known to be the same in them."""

    old: Schemas
    new: Schemas
    sameness: Sameness


class ShapePair:
    """The comparison of one pair of shapes; collects the pairs of schemas inside."""

    def __init__(self, old: Shape, new: Shape, sides: Sides) -> None:
        self.old = old
        self.new = new
        self.sides = sides
        self.edges: list[Edge] = []

    def old_node(self, parts: Parts) -> Node:
        return self.sides.old.node(parts, self.old.place)

    def new_node(self, parts: Parts) -> Node:
        return self.sides.new.node(parts, self.new.place)

    def inside(self, label: str, old: Parts, new: Parts) -> None:
        """Have two schemas compared, unless they are written alike."""
        if (old or new) and not self.sides.sameness.of(old, new):
            self.edges.append(Edge(label, self.old_node(old), self.new_node(new)))

    def changes(self) -> Iterator[Change]:
        yield from self.kind()
        yield from self.values()
        yield from self.facets()
        yield from self.form()
        yield from self.properties()
        yield from self.extra()
        yield from self.patterns()
        self.items()

    def change(self, says: Says, kind: str, subject: str = "", *texts: str) -> Change:
        """A change of what some schema says; `texts` are how it was and how it is."""
        old, new = spots(self.old, self.new, says)
        before, after = texts or ("", "")
        return Change(kind, old, new, subject, before, after)

    def kind(self) -> Iterator[Change]:
        old, new = self.old.kind, self.new.kind
        if old != new:
            kind = "type-widened" if covers(new, old) else "type-narrowed"
            yield self.change(TYPE, kind, "", old, new)
        elif self.old.is_implied != self.new.is_implied:
            yield self.change(TYPE, "type-left-out" if self.new.is_implied else "type-stated", old)

    def values(self) -> Iterator[Change]:
        old, new = self.old.values, self.new.values
        if old is None and new is not None:
            yield self.change(VALUES, "enum-added", _list(new.values()))
        elif old is not None and new is None:
            yield self.change(VALUES, "enum-removed", _list(old.values()))
        elif old is not None and new is not None:
            if gone := [text for key, text in old.items() if key not in new]:
                yield self.change(VALUES, "enum-value-removed", _list(gone))
            if more := [text for key, text in new.items() if key not in old]:
                yield self.change(VALUES, "enum-value-added", _list(more))

    def facets(self) -> Iterator[Change]:
        old, new = self.old.facets, self.new.facets
        if old == new:
            return
        for keyword in sorted(old.keys() | new.keys()):
            before, after = old.get(keyword), new.get(keyword)
            how = _how(keyword, before, after)
            if how and not self.is_met(keyword, before, after):
                texts = _texts(keyword, before, after)
                yield self.change(bounding(keyword), f"constraint-{how}", keyword, *texts)

    def is_met(self, keyword: str, before: Facet | None, after: Facet | None) -> bool:
        """Whether a bound that only one side has is met by all values that the other side lists."""
        bound = before or after
        listed = self.new.values if before else self.old.values
        if bound is None or listed is None or (before and after):
            return False
        return all(meets(value, keyword, bound) for value in listed)

    def form(self) -> Iterator[Change]:
        old, new = self.old.format, self.new.format
        if old != new and self.old.kind == self.new.kind:
            is_known = is_registered(old) or is_registered(new)
            kind = "format-changed" if is_known else "other-format-changed"
            yield self.change(FORMAT, kind, "", old, new)

    def properties(self) -> Iterator[Change]:
        old, new = self.old.properties, self.new.properties
        if not (old or new or self.old.required or self.new.required):
            return
        are_same, otherwise_required = self.sides.sameness.of, self.old.required ^ self.new.required
        for name, parts in old.items():
            if name not in new:
                yield from self.removed(name, self.old_node(parts))
            elif name in otherwise_required or not are_same(parts, new[name]):
                yield from self.kept(name, self.old_node(parts), self.new_node(new[name]))
        for name, parts in new.items():
            if name not in old:
                yield from self.added(name, self.new_node(parts))
        for name in sorted(otherwise_required - old.keys() - new.keys()):
            yield self.required(name, name in self.new.required, None)

    def kept(self, name: str, old: Node, new: Node) -> Iterator[Change]:
        unsent = _unsent(old, new) if old.marks or new.marks else NOWHERE
        self.edges.append(Edge(f".{name}", old, new, unsent))
        was, now = name in self.old.required, name in self.new.required
        if not (old.marks or new.marks):
            if was != now:
                yield self.required(name, now, None)
            return
        for direction, mark in HIDING:
            before, after = was and mark not in old.marks, now and mark not in new.marks
            if before != after:
                yield self.required(name, after, direction)

    def required(self, name: str, is_now: bool, only: Direction | None) -> Change:
        kind = "property-became-required" if is_now else "property-no-longer-required"
        change = self.change(requiring(name), kind, name)
        return change._replace(label=f".{name}", only=only)

    def removed(self, name: str, old: Node) -> Iterator[Change]:
        kind = "property-removed" if self.new.extra is not None else "property-no-longer-accepted"
        yield Change(
            kind,
            old.place,
            self.new.place,
            name,
            label=f".{name}",
            absent="new",
            unsent=_unsent(old),
            holder=self.old.place,
        )
        if name in self.new.required and name not in self.old.required:
            yield self.required(name, True, None)
        if self.new.extra:
            after = self.new_node(self.new.extra)
            self.edges.append(Edge(f".{name}", old, after, _unsent(old)))

    def added(self, name: str, new: Node) -> Iterator[Change]:
        is_needed = name in self.new.required and name not in self.old.required
        for direction, mark in HIDING:
            kind = self.kind_of_added(direction, is_needed and mark not in new.marks)
            yield Change(
                kind, self.old.place, new.place, name, label=f".{name}", absent="old",
                only=direction, unsent=_unsent(new),
            )  # fmt: skip
        if name in self.old.required and name not in self.new.required:
            yield self.required(name, False, None)
        if self.old.extra:
            before = self.old_node(self.old.extra)
            self.edges.append(Edge(f".{name}", before, new, _unsent(new)))

    def kind_of_added(self, direction: Direction, is_needed: bool) -> str:
        was_closed = self.old.extra is None
        if is_needed and not (was_closed and direction == "response"):
            return "required-property-added"
        return "property-added-to-closed" if was_closed else "property-added"

    def extra(self) -> Iterator[Change]:
        old, new = self.old.extra, self.new.extra
        if old is None and new is None:
            return
        if old is None or new is None:
            yield self.change(EXTRA, "object-closed" if new is None else "object-opened")
        else:
            self.inside(".*", old, new)

    def patterns(self) -> Iterator[Change]:
        old, new = self.old.patterns, self.new.patterns
        for pattern in sorted(old.keys() | new.keys()):
            if pattern in old and pattern in new:
                self.inside(f".*({pattern})", old[pattern], new[pattern])
            else:
                how = "added" if pattern in new else "removed"
                said = ("", pattern) if pattern in new else (pattern, "")
                yield self.change(EXTRA, f"constraint-{how}", "patternProperties", *said)

    def items(self) -> None:
        old, new = self.old, self.new
        for index in range(max(len(old.first), len(new.first))):
            parts = old.first[index] if index < len(old.first) else old.items
            others = new.first[index] if index < len(new.first) else new.items
            self.inside(f"[{index}]", parts, others)
        self.inside("[]", old.items, new.items)


def _how(keyword: str, old: Facet | None, new: Facet | None) -> str:
    if old is None:
        return "added"
    if new is None:
        return "removed"
    if keyword == "multipleOf" and old != new and " and " not in old.text + new.text:
        return multiple_change(old, new)
    return change(old, new)


OPAQUE = frozenset({
    "not", "if", "contains", "propertyNames", "dependent", "contentSchema", "oneOf", "anyOf",
})  # fmt: skip
"""Constraints that are only told apart."""


def _texts(keyword: str, before: Facet | None, after: Facet | None) -> tuple[str, str]:
    """What a reader is shown of a constraint, how it was and how it is."""
    if keyword not in OPAQUE:
        return before.text if before else "", after.text if after else ""
    other = "something else" if before else "something"
    return "something" if before else "", other if after else ""


def _unsent(*nodes: Node) -> frozenset[Direction]:
    marks = frozenset().union(*(node.marks for node in nodes))
    return frozenset(direction for direction, mark in HIDING if mark in marks)


def _list(texts: Iterable[str]) -> str:
    return ", ".join(f'"{text}"' if "," in text else text for text in sorted(texts))
