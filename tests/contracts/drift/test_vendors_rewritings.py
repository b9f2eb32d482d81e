"""What vendors do to schemas from one version to the next, and what is told of it."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.drift.rules import DIRECTIONS
from tests.contracts.drift.acme import MIXES, TEXT, WHOLE, Json, spelt, told, with_schema

FLAG = {"type": "boolean"}
NUMBER = {"type": "number"}


def thing(*required: str, **fields: Any) -> Json:
    return {"type": "object", "properties": fields, "required": list(required)}


def words(*values: str, **more: Any) -> Json:
    return {**TEXT, "enum": list(values), **more}


def one_of(*branches: Any, **more: Any) -> Json:
    return {"oneOf": list(branches), **more}


def told_by(*kinds: str) -> Json:
    mapping = {kind: f"#/components/schemas/{kind.capitalize()}" for kind in kinds}
    return {"discriminator": {"propertyName": "kind", "mapping": mapping}}


BIKE = thing("kind", kind=words("bike"), gears=WHOLE)
TRAM = thing("kind", kind=words("tram"), line=TEXT)
BOAT = thing("kind", kind=words("boat"), harbour=TEXT)
TYPES = ("string", "number", "boolean", "object", "array", "null")

SAME: dict[str, tuple[Any, Any]] = {
    "a number's default in quotes": ({**WHOLE, "default": "10"}, {**WHOLE, "default": 10}),
    "a flag's default in quotes": ({**FLAG, "default": "True"}, {**FLAG, "default": True}),
    "a text's default without quotes": ({**TEXT, "default": 7}, {**TEXT, "default": "7"}),
    "a flag's values in quotes": ({**FLAG, "enum": ["true"]}, {**FLAG, "enum": [True]}),
    "alternatives that cannot be taken for one another": (
        {"anyOf": [BIKE, TRAM]}, {"oneOf": [BIKE, TRAM]}),
    "closed alternatives that need other fields": (
        {"anyOf": [{**thing("a", a=TEXT), "additionalProperties": False},
                   {**thing("b", b=TEXT), "additionalProperties": False}]},
        {"oneOf": [{**thing("a", a=TEXT), "additionalProperties": False},
                   {**thing("b", b=TEXT), "additionalProperties": False}]},
    ),
    "a pattern of all names": (
        {"type": "object", "patternProperties": {"^.*$": TEXT}},
        {"type": "object", "additionalProperties": TEXT},
    ),
    "a pattern of all names, and no others": (
        {"type": "object", "patternProperties": {".*": TEXT}, "additionalProperties": False},
        {"type": "object", "additionalProperties": TEXT},
    ),
    "an object of several kinds, written out": (
        thing("kind", kind=words("a", "b"), x=TEXT, y=TEXT),
        one_of(thing("kind", kind=words("a"), x=TEXT), thing("kind", kind=words("b"), y=TEXT)),
    ),
    "a length that all values have": (words("a", "bc", maxLength=4, minLength=1), words("a", "bc")),
    "a pattern that all values have": (
        words("a1", "b2", pattern="^[a-z][0-9]$"), words("a1", "b2")),
    "bounds that all values keep": (
        {**WHOLE, "enum": [2, 4], "minimum": 0, "maximum": 4, "multipleOf": 2},
        {**WHOLE, "enum": [2, 4]},
    ),
}  # fmt: skip


@pytest.mark.parametrize("versions", MIXES, ids="-".join)
@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("name", SAME)
def test_what_means_the_same_is_nothing(
    name: str, direction: str, versions: tuple[str, str]
) -> None:
    one, other = (
        with_schema(direction, spelt(schema, version), version)
        for schema, version in zip(SAME[name], versions, strict=True)
    )

    assert told(one, other) == []
    assert told(other, one) == []


def test_all_types_by_name_are_any_type() -> None:
    named, any_type = (
        with_schema("response", schema, "3.1.0") for schema in ({"type": list(TYPES)}, {})
    )

    assert told(named, any_type) == []
    assert told(any_type, named) == []


Told = list[tuple[str, str]]
EITHER = thing(a=TEXT, b=TEXT)
ONE_AT_LEAST = {**EITHER, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]}

STEPS: dict[str, tuple[Any, Any, Told, Told]] = {
    "an alternative with its word": (
        one_of(BIKE, TRAM, **told_by("bike", "tram")),
        one_of(BIKE, TRAM, BOAT, **told_by("bike", "tram", "boat")),
        [("branch-added", "safe")], [("branch-added", "risky")],
    ),
    "an alternative gone with its word": (
        one_of(BIKE, TRAM, BOAT, **told_by("bike", "tram", "boat")),
        one_of(BIKE, TRAM, **told_by("bike", "tram")),
        [("branch-removed", "breaking")], [("branch-removed", "safe")],
    ),
    "a word more for the same alternatives": (
        one_of(BIKE, TRAM, **told_by("bike", "tram")),
        one_of(BIKE, TRAM, **told_by("bike", "tram", "cycle")),
        [("enum-value-added", "safe")], [("enum-value-added", "risky")],
    ),
    "a discriminator where there was none": (
        one_of(BIKE, TRAM), one_of(BIKE, TRAM, **told_by("bike", "tram")),
        [("discriminator-said", "safe")], [("discriminator-said", "safe")],
    ),
    "two alternatives made one": (
        one_of(thing("a", a=TEXT, b=TEXT), thing("a", a=TEXT, c=TEXT)),
        thing("a", a=TEXT, b=TEXT, c=TEXT),
        [("property-added", "safe")], [("property-added", "safe")],
    ),
    "one of two fields needed": (
        EITHER, ONE_AT_LEAST,
        [("property-became-required", "breaking")], [("property-became-required", "safe")],
    ),
    "neither of two fields needed any more": (
        ONE_AT_LEAST, EITHER,
        [("property-no-longer-required", "safe")], [("property-no-longer-required", "breaking")],
    ),
    "a further alternative with a field more than another": (
        one_of(thing("a", a=TEXT), TEXT),
        one_of(thing("a", a=TEXT), thing("a", a=TEXT, b=TEXT), TEXT),
        [("branch-added", "safe")], [("branch-added", "risky")],
    ),
    "values in place of a length": (
        {**TEXT, "maxLength": 5}, words("a", "b"),
        [("enum-added", "breaking")], [("enum-added", "safe")],
    ),
    "a length in place of values": (
        words("a", "b"), {**TEXT, "maxLength": 5},
        [("enum-removed", "safe")], [("enum-removed", "risky")],
    ),
    "a length in place of values, too short for one": (
        words("a", "bbb"), {**TEXT, "maxLength": 2},
        [("constraint-added", "breaking"), ("enum-removed", "safe")],
        [("constraint-added", "safe"), ("enum-removed", "risky")],
    ),
    "a pattern that cannot be tried": (
        words("a"), {**TEXT, "pattern": "^(?:a|b)+$"},
        [("constraint-added", "breaking"), ("enum-removed", "safe")],
        [("constraint-added", "safe"), ("enum-removed", "risky")],
    ),
    "a finer step": (
        {**NUMBER, "multipleOf": 0.3}, {**NUMBER, "multipleOf": 0.1},
        [("constraint-widened", "safe")], [("constraint-widened", "risky")],
    ),
    "a kind of number among others": (
        one_of(TEXT, WHOLE), one_of(TEXT, NUMBER),
        [("type-widened", "safe")], [("type-widened", "breaking")],
    ),
    "any text in place of two formats": (
        one_of({**TEXT, "format": "uuid"}, {**TEXT, "format": "email"}), TEXT,
        [("format-changed", "risky")], [("format-changed", "risky")],
    ),
    "an object of several kinds, written out with a field more": (
        thing("kind", kind=words("a", "b"), x=TEXT, y=TEXT),
        one_of(thing("kind", kind=words("a"), x=TEXT, z=TEXT),
               thing("kind", kind=words("b"), y=TEXT)),
        [("property-added", "safe")], [("property-added", "safe")],
    ),
    "an object of several kinds, written out without one": (
        thing("kind", kind=words("a", "b", "c"), x=TEXT),
        one_of(thing("kind", kind=words("a"), x=TEXT), thing("kind", kind=words("b"), x=TEXT)),
        [("enum-value-removed", "breaking")], [("enum-value-removed", "safe")],
    ),
    "alternatives where anything was": (
        {"type": "object"}, one_of(thing(x=TEXT), thing(y=TEXT)),
        [("property-added", "safe"), ("property-added", "safe")],
        [("property-added", "safe"), ("property-added", "safe")],
    ),
    "anything where alternatives were": (
        one_of(thing(x=TEXT), thing(y=TEXT)), {"type": "object"},
        [("property-removed", "risky"), ("property-removed", "risky")],
        [("property-removed", "breaking"), ("property-removed", "breaking")],
    ),
    "a number in place of an integer with a format": (
        {**WHOLE, "format": "int64"}, NUMBER,
        [("type-widened", "safe")], [("type-widened", "breaking")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("versions", MIXES, ids="-".join)
@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_told_once_as_what_it_is(name: str, versions: tuple[str, str]) -> None:
    before, after, *expected = STEPS[name]
    for direction, severities in zip(DIRECTIONS, expected, strict=True):
        old, new = (
            with_schema(direction, spelt(schema, version), version)
            for schema, version in zip((before, after), versions, strict=True)
        )

        found = told(old, new)

        assert [(kind, severity) for kind, _, severity in found] == severities


def letter(kind: str, **fields: Any) -> Json:
    return thing("kind", kind=words(kind), body=thing(**fields), at=TEXT)


def test_alternatives_are_the_same_whose_kind_is() -> None:
    old = one_of(letter("sent", a=TEXT), letter("read", a=TEXT), letter("lost", a=TEXT))
    new = one_of(letter("lost", a=TEXT, c=TEXT), letter("read", a=TEXT, b=TEXT), letter("sent"))

    found = told(with_schema("response", old, "3.0.3"), with_schema("response", new, "3.0.3"))

    assert [kind for kind, _, _ in found] == [
        "property-added",
        "property-added",
        "property-removed",
    ]
