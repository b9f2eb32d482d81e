"""The names of what is within a field, as the document has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from contracts.contract import Promise
from contracts.schema.pointers import resolved

Json = Any


def names_within(promise: Promise, paths: Iterable[str]) -> frozenset[str]:
    """Of all fields below those places of an operation's answers.

    Args:
        paths: such as "data[].cost".
    """
    found: set[str] = set()
    roots = [one.schema for answer in promise.operation.responses for one in answer.content]
    for path in paths:
        parts = path.replace("[]", ".[]").split(".")
        for root in roots:
            here = [root]
            for part in parts:
                here = [one for node in here for one in _down(root, node, part)]
            _collect(root, here, found)
    return frozenset(found)


def _down(root: Json, node: Json, part: str) -> Iterator[Json]:
    for one in _parts(root, node):
        if part == "[]":
            yield one.get("items")
        else:
            yield one.get("properties", {}).get(part)


def _collect(root: Json, nodes: list[Json], found: set[str]) -> None:
    """All names below, each schema once: schemas may contain themselves."""
    seen: set[int] = set()
    while nodes:
        for one in _parts(root, nodes.pop()):
            if id(one) in seen:
                continue
            seen.add(id(one))
            inner = one.get("properties", {})
            found.update(inner)
            nodes += [*inner.values(), one.get("items"), one.get("additionalProperties")]


def _parts(root: Json, node: Json) -> Iterator[dict[str, Json]]:
    """A schema, what it refers to and all that it is made of."""
    waiting, seen = [node], set[int]()
    while waiting:
        one = waiting.pop()
        if not isinstance(one, dict) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if "$ref" in one:
            waiting.append(resolved(str(one["$ref"]), root))
        waiting += [part for key in ("allOf", "anyOf", "oneOf") for part in one.get(key, ())]
