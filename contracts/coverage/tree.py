"""A schema as the things that a value of it may exercise: branches, fields, nulls, enum values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import jsonschema_rs

from contracts.schema.pointers import DEFINITIONS, Json, reachable

DEEPEST = 7
"""Levels that are looked into; deeper ones are the same again in most documents."""

MOST_ITEMS = 3
"""Elements of a list that are looked at: others are alike, and each exchange must be cheap."""

Hit = Callable[[str, str], None]
"""Is told an aspect, "values" or "branches", and what of it was exercised."""


@dataclass(slots=True)
class Node:
    """What there is to exercise at one place of a schema.

    Args:
        place: as people read it: "/data/*/status".
        branches: of oneOf and anyOf, each with what tells whether a value is meant by it.
        fields: by name.
        optional: the fields that may be left out.
        values: of the enum, as text.
    """

    place: str
    is_nullable: bool = False
    values: dict[str, str] = field(default_factory=dict)
    fields: dict[str, Node] = field(default_factory=dict)
    optional: set[str] = field(default_factory=set)
    items: Node | None = None
    others: Node | None = None
    branches: list[tuple[str, Callable[[Json], bool], Node]] = field(default_factory=list)

    def known(self) -> Iterator[tuple[str, str]]:
        """All that there is, below this place too, as a hit would tell it."""
        if self.is_nullable:
            yield "branches", f"{self.place} null"
        for told in self.values.values():
            yield "values", told
        for name, child in self.fields.items():
            if name in self.optional:
                yield "branches", f"{child.place} given"
                yield "branches", f"{child.place} left out"
            yield from child.known()
        for one in (self.items, self.others):
            if one is not None:
                yield from one.known()
        for name, _, child in self.branches:
            yield "branches", name
            yield from child.known()

    def walk(self, value: Json, hit: Hit) -> None:
        """Tell what a value exercises."""
        if value is None:
            if self.is_nullable:
                hit("branches", f"{self.place} null")
            return
        for name, accepts, child in self.branches:
            if accepts(value):
                hit("branches", name)
                child.walk(value, hit)
                break
        if isinstance(value, dict):
            self._walk_object(value, hit)
        elif isinstance(value, list):
            for item in value[:MOST_ITEMS] if self.items else ():
                self.items.walk(item, hit)  # type: ignore[union-attr]
        elif self.values and (told := self.values.get(written(value))):
            hit("values", told)

    def _walk_object(self, value: Mapping[str, Json], hit: Hit) -> None:
        for name, child in self.fields.items():
            if name in value:
                if name in self.optional:
                    hit("branches", f"{child.place} given")
                child.walk(value[name], hit)
            elif name in self.optional:
                hit("branches", f"{child.place} left out")
        if self.others is not None:
            for name in [name for name in value if name not in self.fields][:MOST_ITEMS]:
                self.others.walk(value[name], hit)


def tree(schema: Json, place: str = "") -> Node:
    """The tree of a schema that stands alone; what it refers to is in its `$defs`."""
    node = Node(place)
    definitions = schema.get("$defs", {}) if isinstance(schema, dict) else {}
    _Builder(definitions).fill(node, schema, ())
    return node


def written(value: Json) -> str:
    """A value of an enumeration as a URL would have it."""
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


class _Builder:
    def __init__(self, definitions: Mapping[str, Json]) -> None:
        self._definitions = definitions

    def fill(self, node: Node, schema: Json, within: tuple[str, ...]) -> None:
        """Add what a schema says of a place.

        Args:
            within: the references that led here; one that comes again is a circle.
        """
        if not isinstance(schema, dict) or node.place.count("/") > DEEPEST:
            return
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference not in within:
            target = self._definitions.get(reference.removeprefix(DEFINITIONS))
            self.fill(node, target, (*within, reference))
        kinds = schema.get("type")
        node.is_nullable |= kinds == "null" or (isinstance(kinds, list) and "null" in kinds)
        for value in schema.get("enum") or ():
            if value is not None:
                node.values[written(value)] = f"{node.place}={written(value)}"
        for part in schema.get("allOf") or ():
            self.fill(node, part, within)
        self._fields(node, schema, within)
        self._branches(node, schema, within)

    def _fields(self, node: Node, schema: Mapping[str, Json], within: tuple[str, ...]) -> None:
        for name, child in (schema.get("properties") or {}).items():
            if name not in node.fields:
                node.fields[name] = Node(f"{node.place}/{name}")
                node.optional.add(name)
            self.fill(node.fields[name], child, within)
        node.optional.difference_update(schema.get("required") or ())
        if isinstance(items := schema.get("items"), dict):
            node.items = node.items or Node(f"{node.place}/*")
            self.fill(node.items, items, within)
        if isinstance(others := schema.get("additionalProperties"), dict):
            node.others = node.others or Node(f"{node.place}/*")
            self.fill(node.others, others, within)

    def _branches(self, node: Node, schema: Mapping[str, Json], within: tuple[str, ...]) -> None:
        for keyword in ("oneOf", "anyOf"):
            branches = [one for one in schema.get(keyword) or () if not _is_null(one)]
            node.is_nullable |= len(branches) < len(schema.get(keyword) or ())
            if len(branches) == 1:
                self.fill(node, branches[0], within)
                continue
            for number, branch in enumerate(branches, 1):
                child = Node(node.place)
                self.fill(child, branch, within)
                name = f"{node.place} {keyword} {number}"
                node.branches.append((name, self._accepts(branch), child))

    def _accepts(self, branch: Json) -> Callable[[Json], bool]:
        """Whether a value is meant by a branch; the validator is made when it is first asked."""
        made: list[jsonschema_rs.Draft202012Validator] = []

        def accepts(value: Json) -> bool:
            if not made:
                needed = reachable(branch, self._definitions)
                made.append(
                    jsonschema_rs.Draft202012Validator({"allOf": [branch], "$defs": needed})
                )
            return bool(made[0].is_valid(value))

        return accepts


def _is_null(schema: Json) -> bool:
    return isinstance(schema, dict) and schema.get("type") == "null"
