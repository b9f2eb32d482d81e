"""The keywords of a Schema Object by what their values are, and what is refused about them."""

from __future__ import annotations

from typing import Any

from mock_server.errors import SpecError
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
TYPES = frozenset({"null", "boolean", "object", "array", "number", "string", "integer"})
INTRICATE = SINGLE | LISTS | MAPS | DROPPED | {"enum", "required", "$dynamicRef"}
"""Keywords that lead to other schemas, mean something else here, or may be malformed."""


def is_plain(node: Json) -> bool:
    """Whether a schema means here what it says: most are so, and spared a closer look."""
    if not isinstance(node, dict) or not INTRICATE.isdisjoint(node):
        return False
    named = node.get("type", "object")
    return isinstance(named, str) and named in TYPES


def check_shape(place: Place) -> None:
    """Refuse values that a keyword cannot have, where what was meant can only be guessed."""
    node = place.node
    for key in MAPS.intersection(node):
        if not isinstance(node[key], dict):
            raise malformed(place.child(key), f"{key} maps names to schemas")
    for key in LISTS.intersection(node):
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
    named = place.node.get("type", [])
    if isinstance(named, str) and named in TYPES:
        return
    if isinstance(named, list) and all(isinstance(one, str) and one in TYPES for one in named):
        return
    raise malformed(place.child("type"), f"type is one or more of {', '.join(sorted(TYPES))}")


def _is_names(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def malformed(place: Place, why: str) -> SpecError:
    return SpecError(
        "A part of the document is not what OpenAPI says it is",
        where=str(place),
        why=why,
        fix="correct it there, or serve the rest with --lenient",
    )
