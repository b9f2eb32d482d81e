"""From schemas that hold together to the shapes of their values, one for each type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from contracts.drift.place import Place, landed
from contracts.drift.schemas.facets import Facet, Facets, for_type, put, read_bounds
from contracts.drift.schemas.listed import without_met
from contracts.drift.schemas.node import Parts, Shape
from contracts.drift.schemas.types import (
    ANY,
    NULL,
    TYPES,
    fits,
    implied_types,
    meet,
    named_types,
)
from contracts.drift.schemas.values import canonical, number

Json = Any
Values = dict[str, Json]
"""Allowed values by their canonical text."""


class Opaque(Protocol):
    """Gives a text for schemas that are only compared as a whole."""

    def text(self, parts: Parts) -> str: ...


def shapes(parts: Parts, place: Place, opaque: Opaque) -> Iterator[Shape]:
    """The shapes of one alternative, which stands in `place`; none if it contradicts itself."""
    if not parts:
        yield Shape(ANY, place)
        return
    kinds, is_implied = _kinds(parts)
    values = _values(parts)
    whole = _gathered(parts, opaque)
    if values is not None and (kinds is None or is_implied):
        kinds, is_implied = _kinds_of(values), False
    for kind in sorted(kinds - {NULL}) if kinds is not None else [ANY]:
        allowed = None if values is None else _values_of(kind, kinds, values)
        if allowed is None or allowed:
            yield whole.shape(kind, is_implied, allowed, place)


def _kinds(parts: Parts) -> tuple[frozenset[str] | None, bool]:
    kinds: frozenset[str] | None = None
    for place in parts:
        kinds = meet(kinds, named_types(place))
    if kinds is not None:
        return kinds, False
    implied = implied_types(parts)
    return (implied, True) if len(implied) == 1 else (None, False)


def _values(parts: Parts) -> Values | None:
    found: Values | None = None
    for place in parts:
        for listed in _listed(place):
            values = {canonical(value): value for value in listed}
            found = values if found is None else {k: v for k, v in found.items() if k in values}
    return found


def _listed(place: Place) -> Iterator[list[Json]]:
    if place.has("const"):
        yield [place.value["const"]]
    if isinstance(place.value.get("enum"), list) and place.value["enum"]:
        yield place.value["enum"]


def _kinds_of(values: Values) -> frozenset[str]:
    """The types of listed values: integers, unless there are other numbers beside them."""
    found = {kind for value in values.values() for kind in TYPES if fits(value, kind)}
    has_fraction = any(fits(v, "number") and not fits(v, "integer") for v in values.values())
    return frozenset(found - {"integer" if has_fraction else "number"})


def _values_of(kind: str, kinds: frozenset[str] | None, values: Values) -> dict[str, str] | None:
    """The listed values of a type. What is of no type that the schema names is meant as one."""
    found: dict[str, str] = {}
    for value in values.values():
        if value is None:
            continue
        if not (kinds is None or kind == ANY or any(fits(value, other) for other in kinds)):
            found[canonical(meant_as(kind, value))] = _shown(meant_as(kind, value))
        elif kind == ANY or fits(value, kind):
            found[canonical(value)] = _shown(value)
    return None if kind == "boolean" and len(found) == 2 else found


def _shown(value: Json) -> str:
    return value if isinstance(value, str) else canonical(value)


def meant_as(kind: str, value: Json) -> Json:
    """`yes` and `404` in YAML are no texts, and vendors forget to quote them."""
    if kind == "string" and not isinstance(value, str):
        return canonical(value)
    if kind in {"integer", "number"} and isinstance(value, str):
        return number(value) if number(value) is not None else value
    if kind == "boolean" and isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), value)
    return value


class _Gathered:
    """What the schemas of one alternative ask together."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.facets: Facets = {}
        self.formats: set[str] = set()
        self.properties: dict[str, Parts] = {}
        self.patterns: dict[str, Parts] = {}
        self.required: set[str] = set()
        self.extra: Parts | None = ()
        self.items: Parts = ()
        self.first: list[Parts] = []

    def shape(
        self, kind: str, is_implied: bool, values: dict[str, str] | None, place: Place
    ) -> Shape:
        is_object, is_array = kind in {"object", ANY}, kind in {"array", ANY}
        facets = for_type(kind, self.facets)
        if facets and values is not None:
            facets = without_met(facets, values)
        return Shape(
            kind=kind,
            place=place,
            parts=self.parts,
            is_implied=is_implied,
            facets=facets,
            values=values,
            format=" and ".join(sorted(self.formats)) if kind not in {"object", "array"} else "",
            properties=self.properties if is_object else {},
            required=frozenset(self.required) if is_object else frozenset(),
            extra=self.extra if is_object else (),
            patterns=self.patterns if is_object else {},
            items=self.items if is_array else (),
            first=tuple(self.first) if is_array else (),
        )


def _gathered(parts: Parts, opaque: Opaque) -> _Gathered:
    found = _Gathered(parts)
    for place in parts:
        read_bounds(place, found.facets)
        value = place.value
        found.formats.update(_formats(place))
        if isinstance(value.get("required"), list):
            found.required.update(name for name in value["required"] if isinstance(name, str))
        if isinstance(value.get("properties"), dict):
            _add(found.properties, place, "properties")
        if not _any_name(found, place):
            for keyword in ("additionalProperties", "unevaluatedProperties"):
                if keyword in value:
                    _extra(found, place.child(keyword))
        if not value.keys().isdisjoint(LISTING):
            _items(found, place)
        for keyword in OPAQUE & value.keys():
            _opaque(found.facets, place, keyword, opaque)
    return found


def _formats(place: Place) -> Iterator[str]:
    """What is said of the form of a text, whichever version's words it is said in."""
    for keyword in ("format", "contentEncoding", "contentMediaType"):
        said = place.value.get(keyword)
        if isinstance(said, str):
            yield SPELT_31.get((keyword, said.lower()), said.lower())


SPELT_31 = {
    ("contentEncoding", "base64"): "byte",
    ("contentEncoding", "base64url"): "base64url",
    ("contentMediaType", "application/octet-stream"): "binary",
}
"""OpenAPI 3.1.0, "Considerations for File Uploads": what 3.0 said as a format."""

OPAQUE = frozenset({
    "not", "if", "contains", "propertyNames", "dependentSchemas", "contentSchema",
})  # fmt: skip


def _add(known: dict[str, Parts], place: Place, keyword: str) -> None:
    home = landed(place.child(keyword))
    file = home.home
    if not isinstance(home.value, dict):
        return
    found: dict[str, Parts] = {
        name: (Place(value, file, home, name),) for name, value in home.value.items()
    }
    for name in known.keys() & found.keys():
        found[name] = known[name] + found[name]
    known.update(found)


ANY_NAME = frozenset({"", ".*", "^.*", ".*$", "^.*$", "^(.*)$", ".+", "^.+$", "^.{1,}$"})
"""Patterns that are as good as `additionalProperties`: nobody names a property with nothing."""


def _any_name(found: _Gathered, place: Place) -> bool:
    """Read patterns of names; whether one of them leaves no name to other keywords."""
    if not isinstance(place.value.get("patternProperties"), dict):
        return False
    patterns: dict[str, Parts] = {}
    _add(patterns, place, "patternProperties")
    for name in patterns.keys() & ANY_NAME:
        _extra(found, patterns.pop(name)[0])
    for name, parts in patterns.items():
        found.patterns[name] = found.patterns.get(name, ()) + parts
    return not ANY_NAME.isdisjoint(place.value["patternProperties"])


def _extra(found: _Gathered, place: Place) -> None:
    if place.value is False:
        found.extra = None
    elif isinstance(place.value, dict) and place.value and found.extra is not None:
        found.extra += (place,)


LISTING = frozenset({"items", "prefixItems", "unevaluatedItems"})


def _items(found: _Gathered, place: Place) -> None:
    items, first = place.get("items"), place.get("prefixItems")
    if isinstance(items, dict) and items:
        found.items += (place.child("items"),)
    elif items is False or ("items" not in place.value and place.get("unevaluatedItems") is False):
        size = len(first) if isinstance(first, list) else 0
        put(found.facets, "maxItems", Facet((-size,), str(size)))
    keyword = "items" if isinstance(items, list) else "prefixItems"
    for index, child in enumerate(
        place.part(keyword) if isinstance(place.get(keyword), list) else ()
    ):
        if index < len(found.first):
            found.first[index] += (child,)
        else:
            found.first.append((child,))


def _opaque(facets: Facets, place: Place, keyword: str, opaque: Opaque) -> None:
    if keyword == "if":
        words = [word for word in ("if", "then", "else") if word in place.value]
        text = "; ".join(f"{word} {opaque.text((place.child(word),))}" for word in words)
    elif keyword == "dependentSchemas":
        keyword = "dependent"
        texts = (f"{c.key} {opaque.text((c,))}" for c in place.part("dependentSchemas"))
        text = "; ".join(sorted(texts))
    elif keyword == "contains":
        text = opaque.text((place.child(keyword),))
        text += f" {place.get('minContains')} {place.get('maxContains')}"
    else:
        text = opaque.text((place.child(keyword),))
    put(facets, keyword, Facet(None, text))
