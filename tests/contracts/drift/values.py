"""Values for schemas, and who takes them: what a difference means is tried out, not thought out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

import jsonschema_rs

from tests.contracts.drift.acme import Json, modern

Value = Any

MANY = 400
DEPTH = 3


class Judge:
    """Takes what a schema of 3.0 allows, read as JSON Schema 2020-12; formats are remarks there."""

    def __init__(self, schema: Any, components: Json) -> None:
        defined = {name: modern(one) for name, one in components.items()}
        whole = _relinked({"$defs": defined, "allOf": [modern(schema)]})
        self.validator = jsonschema_rs.Draft202012Validator(whole)

    def takes(self, value: Value) -> bool:
        return self.validator.is_valid(value)


def _relinked(value: Any) -> Any:
    if isinstance(value, list):
        return [_relinked(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {key: _relinked(item) for key, item in value.items()}
    if isinstance(found.get("$ref"), str):
        found["$ref"] = found["$ref"].replace("#/components/schemas/", "#/$defs/")
    return found


def values(schema: Any, other: Any, components: Json, rng: Random) -> list[Value]:
    """Values that `schema` takes, near the bounds of both; only with fields that it names."""
    judge = Judge(schema, components)
    source = _Source(components, _numbers([schema, other, components]), rng)
    drawn = islice(source.values(schema, DEPTH), MANY * 3)
    return list(islice((value for value in drawn if judge.takes(value)), MANY))


def _numbers(value: Any) -> list[int | float]:
    """Every bound that is written anywhere, and what is next to it."""
    found: set[int | float] = {0, 1, -1, 2, 3, 2.5}
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict | list):
            waiting.extend(one.values() if isinstance(one, dict) else one)
        elif isinstance(one, int | float) and not isinstance(one, bool) and abs(one) < 1000:
            found |= {one - 1, one, one + 1, one + 0.5, one * 2, -one}
    return sorted(found)


class _Source:
    def __init__(self, components: Json, numbers: list[int | float], rng: Random) -> None:
        self.components = components
        self.numbers = numbers
        self.rng = rng

    def values(self, schema: Any, depth: int) -> Iterator[Value]:
        if not isinstance(schema, dict):
            yield from self.anything()
            return
        if schema.get("nullable") is True:
            yield None
        if "$ref" in schema:
            yield from self.values(self.components[schema["$ref"].rpartition("/")[2]], depth)
            return
        yield from schema.get("enum", ())
        for keyword in ("oneOf", "anyOf"):
            for branch in schema.get(keyword, ()):
                yield from islice(self.values(branch, depth), 60)
            yield from self.together(schema.get(keyword, []), depth)
        if "allOf" in schema:
            yield from self.together(schema["allOf"], depth)
        yield from self.typed(schema, depth)

    def anything(self) -> Iterator[Value]:
        yield from ("", "a", 1, 2.5, True, None, [], {}, ["a"], {"a": 1})

    def typed(self, schema: Json, depth: int) -> Iterator[Value]:
        kind = schema.get("type", "object" if "properties" in schema else None)
        if kind == "string":
            yield from ("", *("abcdefghijklmnopqrstuvwxyz"[:n] for n in self.lengths()), "d", "b1")
        elif kind in {"integer", "number"}:
            whole = (n for n in self.numbers if kind == "number" or float(n).is_integer())
            yield from whole
        elif kind == "boolean":
            yield from (True, False)
        elif kind == "array":
            yield from self.lists(schema, depth)
        elif kind == "object":
            yield from self.objects([schema], depth)
        elif kind is None and not {"allOf", "oneOf", "anyOf"} & schema.keys():
            yield from self.anything()

    def lengths(self) -> list[int]:
        return [int(n) for n in self.numbers if 0 < n < 26 and float(n).is_integer()]

    def lists(self, schema: Json, depth: int) -> Iterator[Value]:
        items = list(islice(self.values(schema.get("items", {}), depth - 1), 25)) if depth else []
        yield []
        for size in [n for n in self.lengths() if items and n < 12]:
            yield [self.rng.choice(items) for _ in range(size)]
            yield [items[i % len(items)] for i in range(size)]
        yield from ([item] for item in items)
        yield from ([item, item] for item in items)

    def together(self, parts: list[Any], depth: int) -> Iterator[Value]:
        resolved = [self.resolved(part) for part in parts]
        if any("properties" in part for part in resolved):
            yield from self.objects(resolved, depth)
        for part in resolved:
            yield from self.values(part, depth)

    def resolved(self, part: Any) -> Json:
        while "$ref" in part:
            part = self.components[part["$ref"].rpartition("/")[2]]
        return part if isinstance(part, dict) else {}

    def objects(self, parts: list[Json], depth: int) -> Iterator[Value]:
        fields: dict[str, list[Value]] = {}
        for part in parts:
            for name, schema in part.get("properties", {}).items():
                fields[name] = list(islice(self.values(schema, depth - 1), 40)) if depth else []
        chosen = {name: drawn for name, drawn in fields.items() if drawn}
        for _ in range(8):
            whole = {name: self.rng.choice(drawn) for name, drawn in chosen.items()}
            yield whole
            for name in chosen:
                yield {other: value for other, value in whole.items() if other != name}
        for name, drawn in chosen.items():
            for value in drawn:
                yield {**{n: self.rng.choice(d) for n, d in chosen.items()}, name: value}
        yield from self.maps(parts, depth)

    def maps(self, parts: list[Json], depth: int) -> Iterator[Value]:
        yield {}
        for part in parts:
            rest = part.get("additionalProperties")
            if isinstance(rest, dict) and depth:
                drawn = list(islice(self.values(rest, depth - 1), 25))
                yield from ({"zeta": value} for value in drawn)
                yield from ({f"z{i}": v for i, v in enumerate(drawn[:n])} for n in range(12))
