"""The types of JSON values, also as vendors misspell them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from contracts.drift.place import Place

Json = Any

TYPES = ("boolean", "integer", "number", "string", "array", "object")
ANY = "any"
NULL = "null"

MISSPELT = {
    "bool": "boolean",
    "int": "integer", "int32": "integer", "int64": "integer", "long": "integer",
    "float": "number", "double": "number", "decimal": "number",
    "str": "string", "text": "string", "date": "string", "date-time": "string",
    "datetime": "string", "uuid": "string", "file": "string",
    "list": "array", "dict": "object", "map": "object", "hash": "object",
    "nil": NULL, "none": NULL,
}  # fmt: skip
"""Seen in place of the seven types. `decimal` may be meant as text; a number is likelier."""

IMPLYING: dict[str, str] = {
    "properties": "object", "required": "object", "additionalProperties": "object",
    "patternProperties": "object", "propertyNames": "object", "minProperties": "object",
    "maxProperties": "object",
    "items": "array", "prefixItems": "array", "minItems": "array", "maxItems": "array",
    "uniqueItems": "array",
    "minLength": "string", "maxLength": "string", "pattern": "string",
    "minimum": "number", "maximum": "number", "multipleOf": "number",
    "exclusiveMinimum": "number", "exclusiveMaximum": "number",
}  # fmt: skip
"""What a schema without `type` means by its keywords: they say nothing of other types."""


def named_types(place: Place) -> frozenset[str] | None:
    """The types that a schema names, null among them; None when it names none."""
    said = place.value.get("type")
    if isinstance(said, str):
        return _one(said)
    words = said if isinstance(said, list) else ()
    named = (NULL if word is None else word for word in words)  # null without quotes
    found = frozenset(_meant(word) for word in named if isinstance(word, str))
    return None if not found or ANY in found else found


@lru_cache(maxsize=64)
def _one(word: str) -> frozenset[str] | None:
    meant = _meant(word)
    return None if meant == ANY else frozenset({meant})


def _meant(word: str) -> str:
    plain = word.strip().lower()
    return MISSPELT.get(plain, plain)


def implied_types(places: tuple[Place, ...]) -> frozenset[str]:
    return frozenset(
        IMPLYING[key]
        for place in places
        for key in place.value
        if key in IMPLYING and not (key == "required" and not isinstance(place.value[key], list))
    )


def meet(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """The types that both allow; an integer is a number."""
    if one is None or other is None:
        return other if one is None else one
    both = one & other
    if "integer" in one ^ other and "number" in one ^ other:
        return both | {"integer"}
    return both


def covers(wide: str, narrow: str) -> bool:
    return wide in {narrow, ANY} or (wide == "number" and narrow == "integer")


def fits(value: Json, kind: str) -> bool:
    """Whether a value is of that type; unknown types take any."""
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, int | float):
        return kind == "number" or (kind == "integer" and value == value // 1)
    known = {"string": str, "array": list, "object": dict}
    return isinstance(value, known[kind]) if kind in known else kind not in TYPES
