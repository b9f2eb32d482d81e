"""From a Schema Object somewhere in a document to a JSON Schema that stands alone.

The result is plain 2020-12 with every reference inside itself. What OpenAPI says beyond JSON
Schema is said in its terms: `nullable` and boolean bounds (3.0), `readOnly` and `writeOnly` by
direction, int32 and int64 as bounds, discriminators as the values that their branches allow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_server.errors import SpecError
from mock_server.spec import discriminator
from mock_server.spec.operation import Direction
from mock_server.spec.references import Place

Json = Any

SINGLE = frozenset(
    {"items", "additionalProperties", "unevaluatedItems", "unevaluatedProperties", "contains"}
    | {"not", "if", "then", "else", "propertyNames", "contentSchema"}
)
LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
MAPS = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
DROPPED = frozenset(
    {"$ref", "$id", "$schema", "$anchor", "$dynamicAnchor", "$comment", "$defs", "definitions"}
    | {"discriminator", "nullable", "externalDocs"}
)
BOUNDS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}

Children = Callable[[Place], tuple[Place, ...]]
"""The schemas that inherit from a given one by `allOf`."""

Key = tuple[tuple[Path, str], frozenset[str], bool]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the document around a schema settles for it."""

    is_30: bool
    children: Children


def standalone(place: Place, direction: Direction, dialect: Dialect) -> Json:
    """The schema at `place` as it applies to messages of one direction, with `$defs` of its own.

    Raises:
        SpecError: a reference leads nowhere, or a keyword has a value it cannot have.
    """
    return _Slice(direction, dialect).whole(place)


class _Slice:
    """Collects the definitions of one standalone schema."""

    def __init__(self, direction: Direction, dialect: Dialect) -> None:
        self.direction = direction
        self.flag = "readOnly" if direction == "request" else "writeOnly"
        self.dialect = dialect
        self.names: dict[Key, str] = {}
        self.definitions: dict[str, Json] = {}

    def whole(self, place: Place) -> Json:
        schema = self.convert(place)
        if self.definitions:
            return {**schema, "$defs": self.definitions}
        return schema

    def reference(self, place: Place, hidden: frozenset[str], as_base: bool) -> Json:
        """A `$ref` to the definition of `place`, made now if this is the first mention of it."""
        key = (place.key, hidden, as_base)
        if key not in self.names:
            self.names[key] = name = self._free_name(place)
            self.definitions[name] = self.convert(place, hidden, as_base)
        return {"$ref": f"#/$defs/{self.names[key]}"}

    def convert(
        self, place: Place, hidden: frozenset[str] = frozenset(), as_base: bool = False
    ) -> Json:
        node = place.node
        if node is None or isinstance(node, bool):
            return True if node is None else node
        if not isinstance(node, dict):
            raise malformed(place, "a schema is an object or a boolean")
        if place.refers:
            return self.referring(place, hidden, as_base)
        if "$dynamicRef" in node:
            raise malformed(place, "$dynamicRef is not supported; a plain $ref can say the same")
        if not as_base and (inheritors := self.inheritors(place)):
            return inheritors
        return self.plain(place, hidden)

    def referring(self, place: Place, hidden: frozenset[str], as_base: bool) -> Json:
        place.follow()
        node = place.node
        reference: Json = self.reference(place.refer(node["$ref"]), hidden, as_base)
        if self.dialect.is_30 or len(node) == 1:
            return reference
        siblings = self.plain(place, hidden)
        return {**siblings, **reference}

    def plain(self, place: Place, hidden: frozenset[str]) -> Json:
        check_shape(place)
        hidden = hidden | self.flagged_names(place)
        schema: dict[str, Json] = {}
        for key, value in place.node.items():
            if key not in DROPPED:
                schema[key] = self.keyword(place.child(key), key, value, hidden)
        self.leave_out_hidden(schema, place, hidden)
        bound_integers(schema)
        if isinstance(place.node.get("discriminator"), dict):
            discriminator.constrain(schema, place, self.direction)
        if self.dialect.is_30:
            return modern(schema, place.node.get("nullable") is True)
        return schema

    def keyword(self, place: Place, key: str, value: Json, hidden: frozenset[str]) -> Json:
        if key in SINGLE:
            return self.convert(place)
        if key == "allOf":
            return [self.convert(part, hidden, True) for part in place.elements()]
        if key in LISTS:
            return [self.convert(part) for part in place.elements()]
        if key in MAPS:
            return {name: self.convert(part) for name, part in place.members()}
        return value

    def inheritors(self, place: Place) -> Json | None:
        """What may stand where a parent with a discriminator is asked for: one of its children."""
        rule = place.node.get("discriminator")
        if not isinstance(rule, dict) or "oneOf" in place.node or "anyOf" in place.node:
            return None
        children = discriminator.children(place, self.dialect.children(place))
        branches = []
        for child, values in children:
            branch = self.reference(child, frozenset(), False)
            name = rule.get("propertyName", "")
            branches.append({**branch, "properties": {name: {"enum": values}}, "required": [name]})
        return {"anyOf": branches} if branches else None

    def flagged_names(self, place: Place) -> frozenset[str]:
        """Properties that do not travel in this direction, here or in what `allOf` adds."""
        if not place.files.mention_direction:
            return frozenset()
        found = set()
        for name, prop in place.child("properties").members():
            if self.is_flagged(prop):
                found.add(name)
        for part in place.child("allOf").elements():
            target = part.follow()
            for name, prop in target.child("properties").members():
                if self.is_flagged(prop):
                    found.add(name)
        return frozenset(found)

    def is_flagged(self, place: Place) -> bool:
        if not isinstance(place.node, dict):
            return False
        if place.node.get(self.flag) is True:
            return True
        target = place.follow()
        return isinstance(target.node, dict) and target.node.get(self.flag) is True

    def leave_out_hidden(
        self, schema: dict[str, Json], place: Place, hidden: frozenset[str]
    ) -> None:
        """A field of the other direction is never demanded; a response does not even know it."""
        if hidden and "required" in schema:
            schema["required"] = [name for name in schema["required"] if name not in hidden]
        if hidden and self.direction == "response" and "properties" in schema:
            schema["properties"] = {
                name: prop
                for name, prop in schema["properties"].items()
                if not self.is_flagged(place.child("properties", name))
            }

    def _free_name(self, place: Place) -> str:
        last = place.pointer.rpartition("/")[2]
        base = "".join(sign if sign.isalnum() else "_" for sign in last) or "root"
        name, count = base, 1
        while name in self.names.values():
            count += 1
            name = f"{base}{count}"
        return name


def modern(schema: dict[str, Json], nullable: bool) -> dict[str, Json]:
    """OpenAPI 3.0's own keywords in the words of 2020-12."""
    for bound, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(schema.get(exclusive), bool):
            is_exclusive = schema.pop(exclusive)
            if is_exclusive and bound in schema:
                schema[exclusive] = schema.pop(bound)
    if not nullable:
        return schema
    if "enum" in schema and None not in schema["enum"]:
        schema["enum"] = [*schema["enum"], None]
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
        return schema
    if {"allOf", "anyOf", "oneOf"} & schema.keys():
        return {"anyOf": [schema, {"type": "null"}]}
    return schema


def bound_integers(schema: dict[str, Json]) -> None:
    if schema.get("format") not in BOUNDS or "integer" not in types(schema):
        return
    low, high = BOUNDS[schema["format"]]
    if "minimum" not in schema and "exclusiveMinimum" not in schema:
        schema["minimum"] = low
    if "maximum" not in schema and "exclusiveMaximum" not in schema:
        schema["maximum"] = high


def types(schema: dict[str, Json]) -> list[str]:
    named = schema.get("type", [])
    return named if isinstance(named, list) else [named]


def check_shape(place: Place) -> None:
    """Refuse values that a keyword cannot have, where what was meant can only be guessed."""
    node = place.node
    for key in MAPS & node.keys():
        if not isinstance(node[key], dict):
            raise malformed(place.child(key), f"{key} maps names to schemas")
    for key in LISTS & node.keys():
        if not isinstance(node[key], list) or not node[key]:
            raise malformed(place.child(key), f"{key} is a list of one schema or more")
    if "enum" in node and (not isinstance(node["enum"], list) or not node["enum"]):
        raise malformed(place.child("enum"), "enum is a list of one value or more")
    if "required" in node and not _is_names(node["required"]):
        raise malformed(
            place.child("required"), "required is a list of property names, beside properties"
        )
    _check_type(place)


def _check_type(place: Place) -> None:
    known = {"null", "boolean", "object", "array", "number", "string", "integer"}
    named = place.node.get("type", [])
    if isinstance(named, str) and named in known:
        return
    if isinstance(named, list) and all(isinstance(one, str) and one in known for one in named):
        return
    raise malformed(place.child("type"), f"type is one or more of {', '.join(sorted(known))}")


def _is_names(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def malformed(place: Place, why: str) -> SpecError:
    return SpecError(
        "A part of the document is not what OpenAPI says it is",
        where=str(place),
        why=why,
        fix="correct it there, or serve the rest with --lenient",
    )
