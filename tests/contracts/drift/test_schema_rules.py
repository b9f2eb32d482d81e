"""Every kind of difference between schemas, where the client sends and where it receives.

The severities are those of the lists that the differ is built to: a request must still accept what
it accepted, a response may send only what it could send before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from contracts.drift.rules import DIRECTIONS, ROWS
from tests.contracts.drift.acme import MIXES, Json, spelt, told, with_schema
from tests.contracts.drift.test_operation_rules import CASES as OPERATION_CASES

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
THING: Json = {"type": "object", "properties": {"a": TEXT, "b": WHOLE}}
CAT = {"type": "object", "properties": {"lives": WHOLE, "name": TEXT}, "required": ["lives"]}
DOG = {"type": "object", "properties": {"barks": WHOLE, "name": TEXT}, "required": ["barks"]}
BIRD = {"type": "object", "properties": {"sings": WHOLE, "wings": TEXT}, "required": ["sings"]}
NEEDS_BOTH = {"type": "object", "properties": {"a": TEXT, "b": WHOLE}, "required": ["a", "b"]}


def only(schema: Any, **more: Any) -> Any:
    return {**schema, **more}


@dataclass(frozen=True)
class Case:
    """A kind, a pair of schemas, and the severities for request and response."""

    kind: str
    old: Any
    new: Any
    request: str
    response: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.old} -> {self.new}"[:120]


def case(kind: str, old: Any, new: Any, request: str, response: str) -> Case:
    return Case(kind, old, new, request, response)


def bound(keyword: str, loose: Any, tight: Any, base: Any) -> list[Case]:
    """Four cases of a constraint: there, gone, tighter, wider."""
    free, wide, narrow = base, only(base, **{keyword: loose}), only(base, **{keyword: tight})
    return [
        case("constraint-added", free, narrow, "breaking", "safe"),
        case("constraint-removed", narrow, free, "safe", "risky"),
        case("constraint-tightened", wide, narrow, "breaking", "safe"),
        case("constraint-widened", narrow, wide, "safe", "risky"),
    ]


LIST = {"type": "array", "items": TEXT}
MAP = {"type": "object", "additionalProperties": TEXT}
AB = only(TEXT, enum=["a", "b"])
ABC = only(TEXT, enum=["a", "b", "c"])

CASES = [
    case("type-widened", WHOLE, {"type": "number"}, "safe", "breaking"),
    case("type-widened", TEXT, {}, "safe", "breaking"),
    case("type-widened", TEXT, {"oneOf": [TEXT, WHOLE]}, "safe", "breaking"),
    case("type-narrowed", {"type": "number"}, WHOLE, "breaking", "safe"),
    case("type-narrowed", {}, TEXT, "breaking", "safe"),
    case("type-narrowed", {"oneOf": [TEXT, WHOLE]}, TEXT, "breaking", "safe"),
    case("type-changed", TEXT, WHOLE, "breaking", "breaking"),
    case("type-changed", {"type": "number"}, THING, "breaking", "breaking"),
    case("type-changed", LIST, TEXT, "breaking", "breaking"),
    case("type-stated", {"properties": {"a": TEXT}}, only(THING, properties={"a": TEXT}),
         "safe", "safe"),
    case("type-left-out", only(THING, properties={"a": TEXT}), {"properties": {"a": TEXT}},
         "safe", "safe"),
    case("became-nullable", TEXT, only(TEXT, nullable=True), "safe", "breaking"),
    case("no-longer-nullable", only(TEXT, nullable=True), TEXT, "breaking", "safe"),
    case("enum-value-added", AB, ABC, "safe", "risky"),
    case("enum-value-removed", ABC, AB, "breaking", "safe"),
    case("enum-value-added", only(WHOLE, enum=[1]), only(WHOLE, enum=[1, 2]), "safe", "risky"),
    case("enum-added", TEXT, AB, "breaking", "safe"),
    case("enum-removed", AB, TEXT, "safe", "risky"),
    *bound("maxLength", 20, 10, TEXT),
    *bound("minLength", 1, 2, TEXT),
    *bound("minimum", 0, 5, WHOLE),
    *bound("maximum", 100, 10, WHOLE),
    *bound("maximum", 1.5, 1.25, {"type": "number"}),
    *bound("multipleOf", 5, 10, WHOLE),
    *bound("minItems", 1, 2, LIST),
    *bound("maxItems", 9, 3, LIST),
    *bound("minProperties", 1, 2, MAP),
    *bound("maxProperties", 9, 2, MAP),
    case("constraint-added", LIST, only(LIST, uniqueItems=True), "breaking", "safe"),
    case("constraint-removed", only(LIST, uniqueItems=True), LIST, "safe", "risky"),
    case("constraint-added", TEXT, only(TEXT, pattern="^a"), "breaking", "safe"),
    case("constraint-removed", only(TEXT, pattern="^a"), TEXT, "safe", "risky"),
    case("constraint-changed", only(TEXT, pattern="^a"), only(TEXT, pattern="^b"),
         "breaking", "risky"),
    case("constraint-changed", only(WHOLE, multipleOf=4), only(WHOLE, multipleOf=6),
         "breaking", "risky"),
    case("constraint-tightened", only({"type": "number"}, minimum=0),
         only({"type": "number"}, minimum=0, exclusiveMinimum=True), "breaking", "safe"),
    case("constraint-added", TEXT, only(TEXT, **{"not": {"enum": ["a"]}}), "breaking", "safe"),
    case("format-changed", only(TEXT, format="date"), only(TEXT, format="date-time"),
         "risky", "risky"),
    case("format-changed", TEXT, only(TEXT, format="uuid"), "risky", "risky"),
    case("format-changed", only(WHOLE, format="int32"), WHOLE, "risky", "risky"),
    case("other-format-changed", TEXT, only(TEXT, format="iso4217"), "safe", "safe"),
    case("other-format-changed", only(TEXT, format="+E.164"), TEXT, "safe", "safe"),
    case("default-changed", only(WHOLE, default=20), only(WHOLE, default=50), "risky", "risky"),
    case("default-changed", WHOLE, only(WHOLE, default=50), "risky", "risky"),
    case("property-added", THING, only(THING, properties={**THING["properties"], "c": TEXT}),
         "safe", "safe"),
    case("property-removed", THING, only(THING, properties={"a": TEXT}), "risky", "breaking"),
    case("property-removed", NEEDS_BOTH, only(NEEDS_BOTH, properties={"a": TEXT}, required=["a"]),
         "risky", "breaking"),
    case("required-property-added", only(THING, properties={"a": TEXT}),
         only(THING, required=["b"]), "breaking", "safe"),
    case("property-became-required", THING, only(THING, required=["a"]), "breaking", "safe"),
    case("property-no-longer-required", NEEDS_BOTH, only(THING, required=["a"]),
         "safe", "breaking"),
    case("property-added-to-closed", only(THING, additionalProperties=False),
         only(THING, properties={**THING["properties"], "c": TEXT}, additionalProperties=False),
         "safe", "risky"),
    case("property-no-longer-accepted", only(THING, additionalProperties=False),
         only(THING, properties={"a": TEXT}, additionalProperties=False), "breaking", "breaking"),
    case("object-closed", THING, only(THING, additionalProperties=False), "breaking", "safe"),
    case("object-opened", only(THING, additionalProperties=False), THING, "safe", "risky"),
    case("branch-added", {"oneOf": [CAT, DOG]}, {"oneOf": [CAT, DOG, BIRD]}, "safe", "risky"),
    case("branch-removed", {"oneOf": [CAT, DOG, BIRD]}, {"oneOf": [BIRD, DOG]},
         "breaking", "safe"),
    case("branch-added", {"anyOf": [TEXT, WHOLE]}, {"anyOf": [TEXT, WHOLE, THING]},
         "safe", "risky"),
    case("branch-added", CAT, {"oneOf": [BIRD, CAT]}, "safe", "risky"),
    case("union-made-exclusive", {"anyOf": [CAT, DOG]}, {"oneOf": [CAT, DOG]}, "risky", "safe"),
    case("union-no-longer-exclusive", {"oneOf": [CAT, DOG]}, {"anyOf": [CAT, DOG]},
         "safe", "risky"),
    case("discriminator-changed",
         {"oneOf": [CAT, DOG], "discriminator": {"propertyName": "kind"}},
         {"oneOf": [CAT, DOG], "discriminator": {"propertyName": "type"}}, "risky", "risky"),
    case("discriminator-said", {"oneOf": [CAT, DOG]},
         {"oneOf": [CAT, DOG], "discriminator": {"propertyName": "kind"}}, "safe", "safe"),
    case("mapping-said",
         {"oneOf": [CAT, DOG], "discriminator": {"propertyName": "kind"}},
         {"oneOf": [CAT, DOG],
          "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/x", "dog": "#/y"}}},
         "safe", "safe"),
    case("discriminator-changed",
         {"oneOf": [CAT, DOG], "discriminator": {"propertyName": "kind", "mapping": {"cat": "x"}}},
         {"oneOf": [CAT, DOG], "discriminator": {"propertyName": "kind", "mapping": {"dog": "x"}}},
         "risky", "risky"),
    case("read-only-changed", TEXT, only(TEXT, readOnly=True), "safe", "safe"),
    case("read-only-changed", only(TEXT, readOnly=True), TEXT, "safe", "safe"),
    case("write-only-changed", TEXT, only(TEXT, writeOnly=True), "safe", "safe"),
    case("deprecation-changed", TEXT, only(TEXT, deprecated=True), "safe", "safe"),
    case("reference-broken", {"allOf": [TEXT]}, {"$ref": "#/components/schemas/Gone"},
         "risky", "risky"),
    case("reference-mended", {"$ref": "#/components/schemas/Gone"}, TEXT, "safe", "safe"),
]  # fmt: skip


@pytest.mark.parametrize("versions", MIXES, ids="-".join)
@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_difference_of_schemas_is_told_once_with_its_severity(
    case: Case, direction: str, versions: tuple[str, str]
) -> None:
    old, new = (
        with_schema(direction, spelt(schema, version), version)
        for schema, version in zip((case.old, case.new), versions, strict=True)
    )

    found = told(old, new)

    severity = case.request if direction == "request" else case.response
    assert found == [(case.kind, direction, severity)]


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_it_is_told_wherever_a_schema_may_stand(case: Case, direction: str) -> None:
    severity = case.request if direction == "request" else case.response

    for wrap in WRAPS:
        old, new = (with_schema(direction, wrap(s), "3.0.3") for s in (case.old, case.new))
        assert told(old, new) == [(case.kind, direction, severity)]


WRAPS: list[Callable[[Any], Json]] = [
    lambda schema: {"type": "array", "items": schema},
    lambda schema: {"type": "object", "additionalProperties": {"allOf": [schema]}},
    lambda schema: {"allOf": [{"type": "object", "properties": {"deep": {"allOf": [schema]}}}]},
]


def test_every_kind_has_a_pair_that_shows_it() -> None:
    shown = {case.kind for case in CASES} | {case.kind for case in OPERATION_CASES}

    assert shown == {row.kind for row in ROWS}
