"""Ways to write the same document otherwise."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random
from typing import Any

from tests.contracts.drift.acme import Json
from tests.contracts.drift.generated import schemas


def rewrite(tree: Json, rng: Random) -> Json:
    """The same document, written otherwise."""
    return rng.choice(REWRITINGS)(tree, rng)


def _shuffled(value: Any, rng: Random) -> Any:
    if isinstance(value, list):
        return [_shuffled(item, rng) for item in value]
    if not isinstance(value, dict):
        return value
    keys = rng.sample(list(value), len(value))
    return {key: _shuffled(value[key], rng) for key in keys}


def _renamed(tree: Json, _: Random) -> Json:
    def renamed(value: Any) -> Any:
        if isinstance(value, list):
            return [renamed(item) for item in value]
        if not isinstance(value, dict):
            return value
        found = {key: renamed(item) for key, item in value.items()}
        return {**found, "$ref": f"{found['$ref']}X"} if "$ref" in found else found

    new: Json = renamed(tree)
    named = new["components"]["schemas"]
    new["components"]["schemas"] = {f"{name}X": schema for name, schema in named.items()}
    return new


def _with_one_wrapped(tree: Json, rng: Random) -> Json:
    schema = rng.choice(schemas(tree))
    _replace(schema, {"allOf": [dict(schema)], "description": "wrapped"})
    return tree


def _with_one_taken_out(tree: Json, rng: Random) -> Json:
    schema = rng.choice([schema for schema in schemas(tree) if "$ref" not in schema])
    name = f"Taken{len(tree['components']['schemas'])}"
    tree["components"]["schemas"][name] = dict(schema)
    _replace(schema, {"$ref": f"#/components/schemas/{name}"})
    return tree


def _with_one_put_in(tree: Json, rng: Random) -> Json:
    references = [schema for schema in schemas(tree) if "$ref" in schema]
    if references:
        schema = rng.choice(references)
        named = tree["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        if named is not schema:
            _replace(schema, copy.deepcopy(named))
    return tree


def _with_one_split(tree: Json, rng: Random) -> Json:
    """Properties here, all else there; what is closed stays together."""
    candidates = [
        schema
        for schema in schemas(tree)
        if len(schema.get("properties", ())) > 1 and "additionalProperties" not in schema
    ]
    if candidates:
        schema = rng.choice(candidates)
        name, *others = schema["properties"]
        first = {"type": "object", "properties": {name: schema["properties"][name]}}
        rest = {**schema, "properties": {other: schema["properties"][other] for other in others}}
        outside = {key: rest.pop(key) for key in ("nullable",) if key in rest}
        _replace(schema, {"allOf": [first, rest], **outside})
    return tree


REWRITINGS: tuple[Callable[[Json, Random], Json], ...] = (
    _shuffled,
    _renamed,
    _with_one_wrapped,
    _with_one_taken_out,
    _with_one_put_in,
    _with_one_split,
)


def _replace(schema: Json, other: Json) -> None:
    schema.clear()
    schema.update(other)
