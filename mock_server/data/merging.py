"""How two values of one JSON Schema keyword become the one that means both."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import Any

from mock_server.data.judge import encode, judge_for
from mock_server.spec.operation import Json

OBJECT_KEYWORDS = ("properties", "patternProperties", "additionalProperties")
_CLOSING = ("patternProperties", "additionalProperties")


class Conflict(Exception):
    """Nothing can satisfy both."""


def types(value: Json) -> list[str]:
    return value if isinstance(value, list) else [value]


def _merge_types(old: Json, new: Json) -> Json:
    narrowed = [name for name in types(old) if name in types(new) or _within(name, types(new))]
    narrowed += [name for name in types(new) if name not in narrowed and _within(name, types(old))]
    if not narrowed:
        raise Conflict
    return narrowed


def _within(name: str, names: Iterable[str]) -> bool:
    return name == "integer" and "number" in names


def _merge_enums(old: Json, new: Json) -> Json:
    accepted = {encode(value) for value in new}
    if common := [value for value in old if encode(value) in accepted]:
        return common
    raise Conflict


def refuse_foreign_const(keywords: Mapping[str, Json]) -> None:
    """Raises `Conflict` when the one value is not among the listed ones."""
    if "const" in keywords and "enum" in keywords:
        _merge_enums(keywords["enum"], [keywords["const"]])


def _merge_consts(old: Json, new: Json) -> Json:
    if encode(old) != encode(new):
        raise Conflict
    return old


def _merge_multiples(old: Json, new: Json) -> Json:
    """The least common multiple, of fractions too: lcm of numerators over gcd of denominators."""
    a, b = Fraction(str(old)), Fraction(str(new))
    numerator = lcm(a.numerator * b.denominator, b.numerator * a.denominator)
    common = Fraction(numerator, a.denominator * b.denominator)
    return int(common) if common.denominator == 1 else float(common)


def _both(old: Json, new: Json) -> Json:
    return old if encode(old) == encode(new) else {"allOf": [old, new]}


def _merge_prefixes(old: Json, new: Json) -> Json:
    longer, shorter = (old, new) if len(old) >= len(new) else (new, old)
    both = [_both(a, b) for a, b in zip(longer, shorter, strict=False)]
    return [*both, *longer[len(shorter) :]]


def _union(old: Json, new: Json) -> Json:
    return list(dict.fromkeys([*old, *new]))


def _merge_dependencies(old: Json, new: Json) -> Json:
    return {name: _union(old.get(name, []), new.get(name, [])) for name in {**old, **new}}


def _either(old: Json, new: Json) -> Json:
    return {"anyOf": [old, new]}


def _newer(_: Json, new: Json) -> Json:
    return new


def _older(old: Json, _: Json) -> Json:
    return old


# `pattern`, `format`, `not` and `contains` cannot be merged in general: both stay known to the
# judge, and the draw goes by one of them; of patterns by the longer, which mostly says more.
MERGERS: Mapping[str, Callable[[Json, Json], Json]] = {
    "type": _merge_types,
    "enum": _merge_enums,
    "const": _merge_consts,
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems"), max),
    **dict.fromkeys(("minContains", "minProperties"), max),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems"), min),
    **dict.fromkeys(("maxContains", "maxProperties"), min),
    "multipleOf": _merge_multiples,
    "uniqueItems": lambda old, new: old or new,
    "required": _union,
    "dependentRequired": _merge_dependencies,
    "items": _both,
    "prefixItems": _merge_prefixes,
    "propertyNames": _both,
    "unevaluatedProperties": _both,
    "unevaluatedItems": _both,
    "contains": _older,
    "not": _either,
    "pattern": lambda old, new: max(old, new, key=len),
    "format": _older,
    "example": _newer,
    "examples": _newer,
    "default": _newer,
}


def merge_objects(merged: dict[str, Any], schema: Mapping[str, Json]) -> None:
    """Merge `properties` and what closes an object: each side's closing binds the other's names."""
    if not any(keyword in schema for keyword in OBJECT_KEYWORDS):
        return
    old, new = merged.get("properties", {}), schema.get("properties", {})
    is_first = not any(keyword in merged for keyword in OBJECT_KEYWORDS)
    alone = is_first and not schema.get("patternProperties")
    properties = (
        dict(new)
        if alone
        else {name: _joined(name, (old, merged), (new, schema)) for name in {**old, **new}}
    )
    merged["patternProperties"] = _pattern_union(merged, schema)
    merged["properties"] = properties
    if "additionalProperties" in schema:
        before = merged.get("additionalProperties", True)
        merged["additionalProperties"] = _both(before, schema["additionalProperties"])


def _pattern_union(merged: Mapping[str, Json], schema: Mapping[str, Json]) -> dict[str, Json]:
    old, new = merged.get("patternProperties", {}), schema.get("patternProperties", {})
    return {
        pattern: _both(old[pattern], new[pattern])
        if pattern in old and pattern in new
        else old.get(pattern, new.get(pattern))
        for pattern in {**old, **new}
    }


_Side = tuple[Mapping[str, Json], Mapping[str, Json]]


def _joined(name: str, left: _Side, right: _Side) -> Json:
    parts = [*_said_of(name, *left), *_said_of(name, *right)]
    parts = [part for part in parts if part is not True]
    if len(parts) > 1:
        return {"allOf": parts}
    return parts[0] if parts else True


def _said_of(name: str, properties: Mapping[str, Json], closing: Mapping[str, Json]) -> list[Json]:
    """What one schema says of a property that this or the other schema names."""
    said = [properties[name]] if name in properties else []
    said += patterns_for(name, closing)
    return said or [closing.get("additionalProperties", True)]


def patterns_for(name: str, schema: Mapping[str, Json]) -> list[Json]:
    """The schemas that `patternProperties` gives a property of this name."""
    return [
        part
        for pattern, part in schema.get("patternProperties", {}).items()
        if matches(pattern, name)
    ]


def matches(pattern: str, text: str) -> bool:
    """Whether a regular expression, as JSON Schema means it, is found in the text."""
    return judge_for({"pattern": pattern}, {}).accepts(text)
