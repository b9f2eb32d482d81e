"""From a Schema Object somewhere in a document to a JSON Schema that stands alone.

The result is plain 2020-12 with every reference inside itself. What OpenAPI says beyond JSON
Schema is said in its terms: `nullable` and boolean bounds (3.0), `readOnly` and `writeOnly` by
direction, int32 and int64 as bounds, discriminators as the values that their branches allow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mock_server.spec import discriminator
from mock_server.spec.keywords import DROPPED, LISTS, MAPS, SINGLE, check_shape, is_plain, malformed
from mock_server.spec.operation import Direction
from mock_server.spec.references import Place

Json = Any

BOUNDS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}

Children = Callable[[Place], tuple[Place, ...]]
"""The schemas that inherit from a given one by `allOf`."""

Key = tuple[tuple[Path, str], Direction, frozenset[str], bool]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the document around a schema settles for it."""

    is_30: bool
    children: Children


class Schemas:
    """The schemas of one document. What several operations refer to is converted once."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.definitions: dict[str, Json] = {}
        self._made: dict[tuple[tuple[Path, str], Direction], Json] = {}
        self._names: dict[Key, str] = {}
        self._uses: dict[str, dict[str, None]] = {}

    def standalone(self, place: Place, direction: Direction) -> Json:
        """The schema at `place` as it applies to messages of one direction, with its own `$defs`.

        Raises:
            SpecError: a reference leads nowhere, or a keyword has a value it cannot have.
        """
        key = (place.key, direction)
        if key not in self._made:
            self._made[key] = self._with_definitions(_Conversion(self, direction), place)
        return self._made[key]

    def _with_definitions(self, conversion: _Conversion, place: Place) -> Json:
        schema = conversion.convert(place)
        if not conversion.uses:
            return schema
        return {**schema, "$defs": {name: self.definitions[name] for name in self._all(conversion)}}

    def name(
        self, place: Place, direction: Direction, hidden: frozenset[str], as_base: bool
    ) -> str:
        """The name of the definition of `place`, made now if this is the first mention of it."""
        matters: Direction = direction if place.files.mention_direction else "request"
        key = (place.key, matters, hidden, as_base)
        if key not in self._names:
            self._names[key] = name = self._free_name(place)
            self._uses[name] = {}
            conversion = _Conversion(self, direction)
            self.definitions[name] = conversion.convert(place, hidden, as_base)
            self._uses[name] = conversion.uses
        return self._names[key]

    def _all(self, conversion: _Conversion) -> dict[str, None]:
        """The definitions that a schema needs, those that its definitions need included."""
        found = dict(conversion.uses)
        waiting = list(found)
        while waiting:
            for name in self._uses[waiting.pop()]:
                if name not in found:
                    found[name] = None
                    waiting.append(name)
        return found

    def _free_name(self, place: Place) -> str:
        last = place.pointer.rpartition("/")[2]
        base = (
            "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in last) or "root"
        )
        name, count = base, 1
        while name in self._uses:
            count += 1
            name = f"{base}{count}"
        return name


class _Conversion:
    """The conversion of one schema; collects the definitions that it refers to itself."""

    def __init__(self, schemas: Schemas, direction: Direction) -> None:
        self.schemas = schemas
        self.direction = direction
        self.flag = "readOnly" if direction == "request" else "writeOnly"
        self.dialect = schemas.dialect
        self.uses: dict[str, None] = {}

    def reference(self, place: Place, hidden: frozenset[str], as_base: bool) -> Json:
        name = self.schemas.name(place, self.direction, hidden, as_base)
        self.uses[name] = None
        return {"$ref": f"#/$defs/{name}"}

    def convert(
        self, place: Place, hidden: frozenset[str] = frozenset(), as_base: bool = False
    ) -> Json:
        node = place.node
        if is_plain(node):
            return self.copied(node)
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
                is_schema = key in SINGLE or key in LISTS or key in MAPS
                schema[key] = self.keyword(place.child(key), key, hidden) if is_schema else value
        self.leave_out_hidden(schema, hidden)
        bound_integers(schema)
        if isinstance(place.node.get("discriminator"), dict):
            discriminator.constrain(schema, place, self.direction)
        if self.dialect.is_30:
            return modern(schema, place.node.get("nullable") is True, self.direction)
        return schema

    def copied(self, node: dict[str, Json]) -> Json:
        schema = dict(node)
        bound_integers(schema)
        return modern(schema, False, self.direction) if self.dialect.is_30 else schema

    def keyword(self, place: Place, key: str, hidden: frozenset[str]) -> Json:
        if key in SINGLE:
            return self.convert(place)
        if key == "allOf":
            return [self.convert(part, hidden, True) for part in place.elements()]
        if key in LISTS:
            return [self.convert(part) for part in place.elements()]
        return {
            name: self.copied(node) if is_plain(node) else self.convert(place.child(name))
            for name, node in place.node.items()
        }

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
        node = place.node
        if not place.files.mention_direction or not ("properties" in node or "allOf" in node):
            return frozenset()
        parts = [place, *(part.follow() for part in place.child("allOf").elements())]
        return frozenset(name for part in parts for name in self.flagged_in(part))

    def flagged_in(self, place: Place) -> Iterator[str]:
        properties = place.child("properties")
        for name, node in properties.node.items() if isinstance(properties.node, dict) else ():
            if isinstance(node, dict) and (
                node.get(self.flag) is True
                or ("$ref" in node and self.is_flagged(properties.child(name).follow()))
            ):
                yield name

    def is_flagged(self, place: Place) -> bool:
        return isinstance(place.node, dict) and place.node.get(self.flag) is True

    def leave_out_hidden(self, schema: dict[str, Json], hidden: frozenset[str]) -> None:
        """A field of the other direction is never demanded; a response does not even know it."""
        if hidden and "required" in schema:
            schema["required"] = [name for name in schema["required"] if name not in hidden]
        if hidden and self.direction == "response" and "properties" in schema:
            schema["properties"] = {
                name: prop for name, prop in schema["properties"].items() if name not in hidden
            }


def modern(schema: dict[str, Json], nullable: bool, direction: Direction) -> dict[str, Json]:
    """OpenAPI 3.0's own keywords in the words of 2020-12.

    `nullable` without a `type` beside it has no effect (OpenAPI 3.0.3, "nullable"), but many
    documents mean it: so such a null is taken from a client, and never sent to one.
    """
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
    if direction == "request" and {"allOf", "anyOf", "oneOf"} & schema.keys():
        return {"anyOf": [schema, {"type": "null"}]}
    return schema


def bound_integers(schema: dict[str, Json]) -> None:
    size = schema.get("format")
    if not isinstance(size, str) or size not in BOUNDS or "integer" not in types(schema):
        return
    low, high = BOUNDS[size]
    if "minimum" not in schema and "exclusiveMinimum" not in schema:
        schema["minimum"] = low
    if "maximum" not in schema and "exclusiveMaximum" not in schema:
        schema["maximum"] = high


def types(schema: dict[str, Json]) -> list[str]:
    named = schema.get("type", [])
    return named if isinstance(named, list) else [named]
