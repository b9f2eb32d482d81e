"""A document as one value that is equal when two documents mean the same.

This is the oracle for "nothing differs": written apart from the differ, and simpler, because it
works out everything eagerly to a fixed depth.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Any

from tests.contracts.drift.acme import Json

DEPTH = 12
BOUNDS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")
LOWER = ("minimum", "minLength", "minItems")
MARKS = ("readOnly", "writeOnly", "deprecated")
HIDING = {"request": "readOnly", "response": "writeOnly"}

Frozen = Any


def canonical(tree: Json) -> Frozen:
    reader = _Reader(tree)
    return {
        (re.sub(r"\{.*?\}", "{}", path), method): reader.operation(operation)
        for path, item in tree["paths"].items()
        for method, operation in item.items()
    }


class _Reader:
    def __init__(self, tree: Json) -> None:
        self.tree = tree
        self.known: dict[tuple[int, str, int], str] = {}
        self.kept: list[Json] = []
        """What was made on the way: identities are only good while a thing is there."""

    def operation(self, operation: Json) -> Frozen:
        asked = operation["requestBody"]
        return (
            operation.get("operationId"),
            {
                (taken["in"], taken["name"]): (
                    taken.get("required", False),
                    self.schema(taken["schema"], "request"),
                )
                for taken in operation["parameters"]
            },
            (asked.get("required", False), self.content(asked, "request")),
            {s: self.content(r, "response") for s, r in operation["responses"].items()},
        )

    def content(self, home: Json, direction: str) -> Frozen:
        return {
            name: self.schema(media["schema"], direction)
            for name, media in home.get("content", {}).items()
        }

    def schema(self, schema: Json, direction: str, depth: int = DEPTH) -> Frozen:
        key = (id(schema), direction, depth)
        if depth and key not in self.known:
            self.known[key] = blake2b(
                repr(self.written(schema, direction, depth)).encode()
            ).hexdigest()
        return self.known[key] if depth else "deep"

    def written(self, schema: Json, direction: str, depth: int) -> Frozen:
        is_nullable, merged = self.merged(schema)
        said = self.said(schema)
        shapes = {repr(self.shape(one, direction, depth)) for one in merged}
        exclusive = said.pop("exclusive", False) and self.overlap(merged)
        return (is_nullable, sorted(said.items(), key=str), exclusive, sorted(shapes))

    def overlap(self, merged: list[Json]) -> bool:
        kinds = [one.get("type") for one in merged]
        return len(kinds) > len(set(kinds))

    def said(self, schema: Json) -> Json:
        """What is said once, here or in what this refers to."""
        if "$ref" in schema:
            return self.said(self.target(schema))
        found: Json = {}
        for part in (*schema.get("allOf", ()), *_only_branch(schema)):
            found = {**self.said(part), **found}
        found |= {mark: True for mark in MARKS if schema.get(mark) is True}
        if schema.get("default") is not None:
            found["default"] = repr(schema["default"])
        if "oneOf" in schema:
            found["exclusive"] = True
        return found

    def target(self, schema: Json) -> Json:
        found: Json = self.tree["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return found

    def merged(self, schema: Json) -> tuple[bool, list[Json]]:
        """Whether null is allowed, and the alternatives as flat schemas of one type each."""
        if "$ref" in schema:
            return self.merged(self.target(schema))
        is_nullable, found = _own(schema)
        for part in schema.get("allOf", ()):
            other_nullable, others = self.merged(part)
            is_nullable = is_nullable and other_nullable
            found = [_both(one, other) for one in found for other in others]
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema:
                branches = [self.merged(branch) for branch in schema[keyword]]
                is_nullable = is_nullable and any(null for null, _ in branches)
                flat = [one for _, ones in branches for one in ones]
                found = [_both(one, other) for one in found for other in flat]
        return is_nullable or schema.get("nullable") is True, found

    def shape(self, one: Json, direction: str, depth: int) -> Frozen:
        properties = {
            name: self.property(parts, direction, depth - 1)
            for name, parts in one.get("properties", {}).items()
        }
        hidden = {
            name
            for name, parts in one.get("properties", {}).items()
            if any(self.said(part).get(HIDING[direction]) for part in parts)
        }
        one = _without_idle(one)
        return (
            one.get("type"),
            sorted((key, value) for key, value in one.items() if key in BOUNDS),
            sorted(one.get("enum", ["free"])),
            [one.get(key) for key in ("pattern", "format", "multipleOf", "uniqueItems")],
            sorted(properties.items()),
            sorted(set(one.get("required", ())) - hidden),
            self.rest(one, "additionalProperties", direction, depth - 1),
            self.rest(one, "items", direction, depth - 1),
        )

    def property(self, parts: list[Json], direction: str, depth: int) -> Frozen:
        if len(parts) == 1:
            return self.schema(parts[0], direction, depth)
        self.kept.append({"allOf": parts})
        return self.schema(self.kept[-1], direction, depth)

    def rest(self, one: Json, keyword: str, direction: str, depth: int) -> Frozen:
        value = one.get(keyword, True)
        return self.schema(value, direction, depth) if isinstance(value, dict) else value


def _only_branch(schema: Json) -> list[Json]:
    """What is meant where the only alternative is null."""
    branches = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    real = [branch for branch in branches if branch != {"type": "null"}]
    return real if len(real) == 1 else []


def _own(schema: Json) -> tuple[bool, list[Json]]:
    """A schema's own keywords, made regular."""
    kinds = schema.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    others = [kind for kind in kinds if kind != "null"]
    one = {key: _regular(schema, key) for key in KEPT if _regular(schema, key) is not None}
    if "properties" in schema:
        one["properties"] = {name: [value] for name, value in schema["properties"].items()}
    if "enum" in one:
        one["enum"] = sorted({value for value in one["enum"] if value is not None})
    if not kinds:
        return True, [one]
    return "null" in kinds, [{**one, "type": kind} for kind in others]


KEPT = (*BOUNDS, "enum", "pattern", "format", "multipleOf", "uniqueItems", "required",
        "additionalProperties", "items")  # fmt: skip


def _without_idle(one: Json) -> Json:
    """Without bounds of texts that all of the listed ones meet."""
    values = one.get("enum")
    if not values or one.get("type") != "string":
        return one
    sizes = [len(value) for value in values]
    idle = {
        "minLength": min(sizes) >= one.get("minLength", 0),
        "maxLength": max(sizes) <= one.get("maxLength", max(sizes)),
        "pattern": all(re.search(one.get("pattern", ""), value) for value in values),
    }
    return {key: value for key, value in one.items() if not idle.get(key)}


def _regular(schema: Json, key: str) -> Any:
    value = schema.get(key)
    if (key in {"minLength", "minItems"} and value == 0) or (key == "multipleOf" and value == 1):
        return None if key != "multipleOf" or schema.get("type") == "integer" else value
    if key == "additionalProperties" and value is True:
        return None
    if key == "uniqueItems" and value is False:
        return None
    if key in {"minimum", "maximum"}:
        return _bound(schema, key, value)
    return value


def _bound(schema: Json, key: str, value: Any) -> Any:
    """A pair of the bound and whether it is excluded; of whole numbers a bound that is not."""
    exclusive = schema.get(f"exclusive{key.capitalize()}")
    if isinstance(exclusive, int | float) and not isinstance(exclusive, bool):
        value, exclusive = exclusive, True
    if value is None:
        return None
    kind = schema.get("type")
    is_whole = kind == "integer" or (isinstance(kind, list) and "integer" in kind)
    if is_whole and exclusive:
        return (value + 1 if key == "minimum" else value - 1, False)
    return (value, bool(exclusive))


def _both(one: Json, other: Json) -> Json:
    found = {**one, **other}
    for key in one.keys() & other.keys():
        if key in BOUNDS:
            found[key] = (max if key in LOWER else min)(one[key], other[key])
        elif key == "properties":
            names = {**one[key], **other[key]}
            found[key] = {n: [*one[key].get(n, ()), *other[key].get(n, ())] for n in names}
        elif key == "required":
            found[key] = sorted({*one[key], *other[key]})
        elif key == "enum":
            found[key] = sorted(set(one[key]) & set(other[key]))
    return found
