"""What a schema lets a value be: its types, its properties, its items.

They are seen through `$ref`, `allOf`, `anyOf` and `oneOf`. Text on the wire has no type of its
own, so reading it starts here. The answers guide reading only; whether a value is right is the
validator's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeAlias, TypeVar
from urllib.parse import unquote

from mock_server.spec.operation import Json

ANY = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})
_NUMBER = frozenset({"integer", "number"})
_OBJECT_HINTS = ("properties", "additionalProperties", "patternProperties")

_DEPTH = 64
"""How many schemas deep we look; assumed: no document nests deeper, and looking recurses."""

T = TypeVar("T")


@dataclass(slots=True)
class _Look(Generic[T]):
    """One question put to a schema and to those it refers to, each asked once.

    Args:
        nothing: the answer of a schema that is still being asked, because it contains itself.
    """

    root: Json
    nothing: T
    behind: dict[str, T] = field(default_factory=dict)


_Question: TypeAlias = Callable[[Json, _Look[T], int], T]


def possible_types(schema: Json, root: Json) -> frozenset[str]:
    """The JSON types a value may have; "number" never comes without "integer".

    A schema that states no type but speaks of properties or items means an object or an array.
    """
    return _types(schema, _Look(root, frozenset()), _DEPTH) or ANY


def properties(schema: Json, root: Json) -> dict[str, Json]:
    """Every property the schema names, with all that is said about it in one schema."""
    return _properties(schema, _Look(root, {}), _DEPTH)


def additional(schema: Json, root: Json) -> Json | None:
    """The schema stated for properties without a name; None when none is stated, or `false`."""
    return _additional(schema, _Look[Json](root, None), _DEPTH)


def items(schema: Json, root: Json) -> Json:
    """One schema for every item of an array; `True` when nothing is said."""
    stated = _items(schema, _Look[list[Json]](root, []), _DEPTH)
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


def _types(schema: Json, look: _Look[frozenset[str]], depth: int) -> frozenset[str]:
    if not isinstance(schema, Mapping) or depth == 0:
        return ANY
    found = _declared(schema)
    parts = [*_conjuncts(schema, look, _types, depth)]
    parts += [frozenset().union(*some) for some in _alternatives(schema, look, _types, depth)]
    for part in parts:
        found = found & part or found
    if found == ANY and look.nothing in parts:  # a branch that leads back says nothing new
        return look.nothing
    return _hinted(schema) if found == ANY else found


def _properties(schema: Json, look: _Look[dict[str, Json]], depth: int) -> dict[str, Json]:
    if not isinstance(schema, Mapping) or depth == 0:
        return {}
    own = schema.get("properties")
    found: dict[str, Json] = dict(own) if isinstance(own, Mapping) else {}
    for part in _conjuncts(schema, look, _properties, depth):
        found = _merged("allOf", found, part)
    for branches in _alternatives(schema, look, _properties, depth):
        either: dict[str, Json] = {}
        for branch in branches:
            either = _merged("anyOf", either, branch)
        found = _merged("allOf", found, either)
    return found


def _additional(schema: Json, look: _Look[Json], depth: int) -> Json:
    if not isinstance(schema, Mapping) or depth == 0:
        return None
    stated = schema.get("additionalProperties", False)
    if stated is not False:
        return stated
    found = [*_conjuncts(schema, look, _additional, depth)]
    for branches in _alternatives(schema, look, _additional, depth):
        found += branches
    return next((each for each in found if each is not None), None)


def _items(schema: Json, look: _Look[list[Json]], depth: int) -> list[Json]:
    if not isinstance(schema, Mapping) or depth == 0:
        return []
    prefix = schema.get("prefixItems")
    found = [*prefix] if isinstance(prefix, list) else []
    if "items" in schema:
        found.append(schema["items"])
    for part in _conjuncts(schema, look, _items, depth):
        found += part
    for branches in _alternatives(schema, look, _items, depth):
        for branch in branches:
            found += branch
    return found


def _conjuncts(
    schema: Mapping[str, Any], look: _Look[T], question: _Question[T], depth: int
) -> Iterator[T]:
    """What the reference and the `allOf` of a schema answer."""
    reference = schema.get("$ref")
    if isinstance(reference, str):
        if reference not in look.behind:
            look.behind[reference] = look.nothing
            look.behind[reference] = question(_target(reference, look.root), look, depth - 1)
        yield look.behind[reference]
    every = schema.get("allOf")
    for part in every if isinstance(every, list) else ():
        yield question(part, look, depth - 1)


def _alternatives(
    schema: Mapping[str, Any], look: _Look[T], question: _Question[T], depth: int
) -> Iterator[list[T]]:
    """What the branches of `anyOf` answer, then those of `oneOf`."""
    for keyword in ("anyOf", "oneOf"):
        branches = schema.get(keyword)
        if isinstance(branches, list) and branches:
            yield [question(branch, look, depth - 1) for branch in branches]


def _target(reference: str, root: Json) -> Json:
    found = root
    for step in unquote(reference.removeprefix("#")).split("/")[1:]:
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
