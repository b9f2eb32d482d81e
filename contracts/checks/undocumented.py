"""Nothing is there that the document does not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from contracts.checks.said import Wrong, finding
from contracts.checks.spots import spots
from contracts.checks.telling import told, word
from contracts.finding import Finding
from contracts.observed import Observed
from contracts.schema.pointers import pointer
from contracts.schema.validators import MOST_KEPT
from contracts.schema.walking import Ground, Spot

Json = Any

OPEN_LISTS = ("x-extensible-enum", "x-enum")
"""Where documents list values to which others may be added. Source: Zalando RESTful API Guidelines,
rule 112 ("x-extensible-enum"); the other is a spelling of the same."""

OPENING = ("additionalProperties", "patternProperties", "unevaluatedProperties")
"""Keywords that say what other fields there may be."""


def undocumented_fields(observed: Observed) -> Iterator[Finding]:
    """An object has no fields but those of its schema, unless that allows others in so many words.

    JSON Schema allows them where nothing is said, hence a warning; a schema that forbids them is
    held by `body_schema`.
    """
    found: dict[str, Json] = {}
    for spot in spots(observed):
        for name in _unknown(spot):
            found.setdefault(pointer((*spot.path, name)), spot.value[name])
    for at, value in found.items():
        known = "no field that the document does not name"
        wrong = Wrong("undocumented-field", known, told(value), at, "warning")
        yield finding(observed, "undocumented_fields", wrong)


def undocumented_values(observed: Observed) -> Iterator[Finding]:
    """A value is among those listed, where the list is open or stands beside "any text"."""
    found: dict[str, Spot] = {}
    for spot in spots(observed):
        listed = open_list(spot.ground)
        if listed and isinstance(spot.value, str) and spot.value not in listed:
            found.setdefault(pointer(spot.path), spot)
    for at, spot in found.items():
        known = f"one of {', '.join(sorted(open_list(spot.ground)))}"
        wrong = Wrong("undocumented-value", known, word(spot.value), at, "warning")
        yield finding(observed, "undocumented_values", wrong)


def _unknown(spot: Spot) -> Iterator[str]:
    if isinstance(spot.value, dict) and (known := known_fields(spot.ground)):
        yield from (name for name in spot.value if name not in known)


@lru_cache(maxsize=MOST_KEPT)
def known_fields(ground: Ground) -> frozenset[str]:
    """The fields of an object; none where others are allowed expressly, or all are.

    Where they are forbidden there are none either: then that is the schema's to say.
    """
    if any(keyword in schema for schema in ground.schemas for keyword in OPENING):
        return frozenset()
    return frozenset(name for one in ground.schemas for name in one.get("properties", ()))


@lru_cache(maxsize=MOST_KEPT)
def open_list(ground: Ground) -> frozenset[str]:
    """The texts of open lists that speak for a place, closed ones beside "any text" too."""
    found: list[Json] = []
    for schema in ground.schemas:
        for name in OPEN_LISTS:
            found += schema[name] if isinstance(schema.get(name), list) else []
    for branches in ground.unions:
        known = [one for one in branches if isinstance(one, Mapping)]
        if any(one.get("type") == "string" and "enum" not in one for one in known):
            found += [value for one in known for value in one.get("enum", ())]
    return frozenset(one for one in found if isinstance(one, str))
