"""The places of a JSON value, with what a schema says of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from mock_server.spec.operation import Json
from mock_server.spec.references import unescape

Path: TypeAlias = tuple[str | int, ...]

_MOST_STEPS = 64
"""References and combinations followed for one place; more are a circle."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place in a value.

    Args:
        schemas: those that may describe it, of combined ones all branches.
        required: whether one of them says that it must be there.
    """

    path: Path
    value: Json
    schemas: tuple[Mapping[str, Json], ...]
    required: bool

    @property
    def is_listed(self) -> bool:
        """Whether a schema lists the values that it may have."""
        return any("enum" in schema or "const" in schema for schema in self.schemas)


def walk(value: Json, schema: Json) -> Iterator[Node]:
    """The value, its fields, and so on; of a list the first item stands for all.

    Args:
        schema: stands alone: its references lead into itself. None where there is none.
    """
    yield from _walk(Node((), value, _described(schema, schema), True), schema)


def _walk(node: Node, root: Json) -> Iterator[Node]:
    yield node
    if isinstance(node.value, dict):
        for key, value in node.value.items():
            required = any(key in schema.get("required", ()) for schema in node.schemas)
            found = [_of_field(schema, key) for schema in node.schemas]
            yield from _walk(Node((*node.path, key), value, _all(found, root), required), root)
    elif isinstance(node.value, list) and node.value:
        found = [schema.get("items") for schema in node.schemas]
        first = Node((*node.path, 0), node.value[0], _all(found, root), False)
        yield from _walk(first, root)


def _of_field(schema: Mapping[str, Json], key: str) -> Json:
    properties = schema.get("properties", {})
    return properties[key] if key in properties else schema.get("additionalProperties")


def _all(schemas: list[Json], root: Json) -> tuple[Mapping[str, Json], ...]:
    return tuple(each for schema in schemas for each in _described(schema, root))


def _described(schema: Json, root: Json) -> tuple[Mapping[str, Json], ...]:
    """A schema and all that it refers to or combines, for the same place."""
    found: list[Mapping[str, Json]] = []
    waiting = [schema]
    while waiting and len(found) < _MOST_STEPS:
        schema = waiting.pop(0)
        if not isinstance(schema, Mapping):
            continue
        found.append(schema)
        if isinstance(schema.get("$ref"), str):
            waiting.append(_resolved(schema["$ref"], root))
        for name in ("allOf", "anyOf", "oneOf"):
            waiting += schema.get(name, [])
        waiting += [schema.get(name) for name in ("then", "else")]
    return tuple(found)


def _resolved(reference: str, root: Json) -> Json:
    if reference == "#":
        return root
    return root.get("$defs", {}).get(unescape(reference.removeprefix("#/$defs/")))
