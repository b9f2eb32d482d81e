"""What a schema lets a value be: its types, its properties, its items.

They are seen through `$ref`, `allOf`, `anyOf` and `oneOf`. Text on the wire has no type of its
own, so reading it starts here. The answers guide reading only; whether a value is right is the
validator's to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mock_server.spec.operation import Json

ANY = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})
_NUMBER = frozenset({"integer", "number"})
_OBJECT_HINTS = ("properties", "additionalProperties", "patternProperties")
_DEPTH = 32
"""How many schemas deep we look; assumed: deeper nests of references are cycles."""


def possible_types(schema: Json, root: Json, depth: int = _DEPTH) -> frozenset[str]:
    """The JSON types a value may have; "number" never comes without "integer".

    A schema that states no type but speaks of properties or items means an object or an array.
    """
    if not isinstance(schema, Mapping) or depth == 0:
        return ANY
    found = _declared(schema)
    for part in _conjuncts(schema, root):
        found = found & possible_types(part, root, depth - 1) or found
    for branches in _alternatives(schema):
        union = frozenset[str]().union(*(possible_types(b, root, depth - 1) for b in branches))
        found = found & union or found
    return _hinted(schema) if found == ANY else found


def properties(schema: Json, root: Json, depth: int = _DEPTH) -> dict[str, Json]:
    """Every property the schema names, with all that is said about it in one schema."""
    if not isinstance(schema, Mapping) or depth == 0:
        return {}
    own = schema.get("properties")
    found: dict[str, Json] = dict(own) if isinstance(own, Mapping) else {}
    for part in _conjuncts(schema, root):
        found = _merged("allOf", found, properties(part, root, depth - 1))
    for branches in _alternatives(schema):
        either: dict[str, Json] = {}
        for branch in branches:
            either = _merged("anyOf", either, properties(branch, root, depth - 1))
        found = _merged("allOf", found, either)
    return found


def additional(schema: Json, root: Json, depth: int = _DEPTH) -> Json | None:
    """The schema stated for properties without a name; None when none is stated, or `false`."""
    if not isinstance(schema, Mapping) or depth == 0:
        return None
    stated = schema.get("additionalProperties", False)
    if stated is not False:
        return stated
    parts = (*_conjuncts(schema, root), *(b for some in _alternatives(schema) for b in some))
    found = (additional(part, root, depth - 1) for part in parts)
    return next((each for each in found if each is not None), None)


def items(schema: Json, root: Json, depth: int = _DEPTH) -> Json:
    """One schema for every item of an array; `True` when nothing is said."""
    stated = list(_items(schema, root, depth))
    if not stated:
        return True
    return stated[0] if len(stated) == 1 else {"anyOf": stated}


def standalone(schema: Json, root: Json) -> Json:
    """A schema from inside `root` as one that can be compiled alone."""
    if not isinstance(schema, Mapping):
        return schema
    defs = root.get("$defs") if isinstance(root, Mapping) else None
    return dict(schema) if defs is None else {**schema, "$defs": defs}


def resolved(schema: Json, root: Json) -> Json:
    """The schema behind a chain of `$ref`; keywords beside a reference win over its target's."""
    for _ in range(_DEPTH):
        if not isinstance(schema, Mapping) or not isinstance(schema.get("$ref"), str):
            return schema
        target = _target(schema["$ref"], root)
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        schema = {**target, **beside} if isinstance(target, Mapping) else beside
    return True


def _items(schema: Json, root: Json, depth: int) -> Iterator[Json]:
    if not isinstance(schema, Mapping) or depth == 0:
        return
    prefix = schema.get("prefixItems")
    yield from prefix if isinstance(prefix, list) else ()
    if "items" in schema:
        yield schema["items"]
    for part in _conjuncts(schema, root):
        yield from _items(part, root, depth - 1)
    for branches in _alternatives(schema):
        for branch in branches:
            yield from _items(branch, root, depth - 1)


def _conjuncts(schema: Mapping[str, Any], root: Json) -> Iterator[Json]:
    if isinstance(schema.get("$ref"), str):
        yield _target(schema["$ref"], root)
    every = schema.get("allOf")
    yield from every if isinstance(every, list) else ()


def _alternatives(schema: Mapping[str, Any]) -> Iterator[list[Json]]:
    for keyword in ("anyOf", "oneOf"):
        branches = schema.get(keyword)
        if isinstance(branches, list) and branches:
            yield branches


def _target(reference: str, root: Json) -> Json:
    found = root
    for step in reference.removeprefix("#").split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        found = found.get(key, True) if isinstance(found, Mapping) else True
    return found


def _declared(schema: Mapping[str, Any]) -> frozenset[str]:
    declared = schema.get("type", ())
    named = [declared] if isinstance(declared, str) else declared
    found = frozenset(named if isinstance(named, list) else ())
    found = (found | _NUMBER if "number" in found else found) or ANY
    if "const" in schema:
        return found & {_type_of(schema["const"])} or found
    values = schema.get("enum")
    if isinstance(values, list) and values:
        return found & {_type_of(value) for value in values} or found
    return found


def _type_of(value: Json) -> str:
    if value is None:
        return "null"
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}
    return names.get(type(value), "object")


def _hinted(schema: Mapping[str, Any]) -> frozenset[str]:
    if any(keyword in schema for keyword in _OBJECT_HINTS):
        return frozenset({"object"})
    return frozenset({"array"}) if "items" in schema or "prefixItems" in schema else ANY


def _merged(keyword: str, first: dict[str, Json], second: dict[str, Json]) -> dict[str, Json]:
    both = {name: {keyword: [first[name], second[name]]} for name in first.keys() & second.keys()}
    return {**first, **second, **both}
