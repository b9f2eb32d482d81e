"""Rewritings that mean the same: nothing at all is told of them."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.drift.rules import DIRECTIONS
from tests.contracts.drift.acme import (
    MIXES,
    TEXT,
    THING,
    WHOLE,
    Json,
    spelt,
    told,
    with_schema,
)

CAT = {"type": "object", "properties": {"lives": WHOLE, "kind": TEXT}, "required": ["kind"]}
DOG = {"type": "object", "properties": {"barks": WHOLE, "kind": TEXT}, "required": ["kind"]}
TREE: Json = {
    "type": "object",
    "properties": {
        "value": TEXT,
        "below": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
    },
}  # fmt: skip


def components(**schemas: Any) -> Json:
    return {"components": {"schemas": schemas}}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


SAME_SCHEMAS: dict[str, tuple[Any, Any]] = {
    "texts and examples": (
        {**THING, "title": "A", "description": "one", "example": {"a": "x"}},
        {**THING, "description": "two", "x-order": 3, "externalDocs": {"url": "https://a.example"}},
    ),
    "texts inside": (
        {"type": "object", "properties": {"a": {**TEXT, "description": "one"}}},
        {"type": "object", "properties": {"a": {**TEXT, "example": "two", "xml": {"name": "b"}}}},
    ),
    "order": (
        {"type": "object", "required": ["a", "b"], "properties": {"a": TEXT, "b": WHOLE}},
        {"properties": {"b": WHOLE, "a": TEXT}, "required": ["b", "a"], "type": "object"},
    ),
    "order of values": ({**TEXT, "enum": ["a", "b"]}, {**TEXT, "enum": ["b", "a", "a"]}),
    "order of alternatives": ({"oneOf": [CAT, DOG, TEXT]}, {"oneOf": [TEXT, DOG, CAT]}),
    "allOf made flat": (
        {"allOf": [{"type": "object", "properties": {"a": TEXT}, "required": ["a"]},
                   {"properties": {"b": {"type": "integer", "minimum": 1}}}]},
        THING,
    ),
    "allOf of one": ({"allOf": [THING], "description": "with words"}, THING),
    "allOf around alternatives": (
        {"type": "object", "properties": {"id": TEXT}, "oneOf": [CAT, DOG]},
        {"oneOf": [{"allOf": [CAT, {"properties": {"id": TEXT}}]},
                   {"allOf": [{"properties": {"id": TEXT}}, DOG]}]},
    ),
    "defaults said": (
        THING,
        {**THING, "additionalProperties": True, "minProperties": 0, "nullable": False,
         "readOnly": False, "deprecated": False},
    ),
    "defaults of lists said": (
        {"type": "array", "items": TEXT}, {"type": "array", "items": TEXT, "uniqueItems": False,
                                           "minItems": 0}),
    "anything": ({"type": "array", "items": {}}, {"type": "array"}),
    "numbers": ({**WHOLE, "minimum": 1, "maximum": 10.0}, {**WHOLE, "minimum": 1.0, "maximum": 10}),
    "bounds of whole numbers": (
        {**WHOLE, "minimum": 1}, {**WHOLE, "minimum": 0, "exclusiveMinimum": True}),
    "an alternative that is included": ({"oneOf": [TEXT, {**TEXT, "enum": ["a"]}]}, TEXT),
    "both truths": ({"type": "boolean", "enum": [True, False]}, {"type": "boolean"}),
    "a type that the values tell": ({"enum": ["a", "b"]}, {**TEXT, "enum": ["a", "b"]}),
    "alternatives with one value each": (
        {"oneOf": [{**TEXT, "enum": ["a"], "title": "A"}, {**TEXT, "enum": ["b"]}]},
        {**TEXT, "enum": ["a", "b"]},
    ),
    "values that were not quoted": (
        {**TEXT, "enum": [404, True]}, {**TEXT, "enum": ["404", "true"]}),
    "a default of null": (TEXT, {**TEXT, "default": None}),
    "null among the values": (
        {**TEXT, "nullable": True, "enum": ["a", None]}, {**TEXT, "nullable": True, "enum": ["a"]}),
}  # fmt: skip


@pytest.mark.parametrize("versions", MIXES, ids="-".join)
@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("name", SAME_SCHEMAS)
def test_schemas_that_mean_the_same_do_not_differ(
    name: str, direction: str, versions: tuple[str, str]
) -> None:
    pair = tuple(
        with_schema(direction, spelt(schema, version), version)
        for schema, version in zip(SAME_SCHEMAS[name], versions, strict=True)
    )

    assert told(pair[0], pair[1]) == []
    assert told(pair[1], pair[0]) == []


SAME_31: dict[str, tuple[Any, Any]] = {
    "null as an alternative": ({"type": ["string", "null"]}, {"anyOf": [TEXT, {"type": "null"}]}),
    "null beside a reference": ({"oneOf": [THING, {"type": "null"}]},
                                {**THING, "type": ["object", "null"]}),
    "a list of types": ({"type": ["string", "integer"]}, {"anyOf": [WHOLE, TEXT]}),
    "a list of one type": ({"type": ["string"]}, TEXT),
    "const": ({"const": "a"}, {**TEXT, "enum": ["a"]}),
    "alternatives of const": ({"oneOf": [{"const": "a"}, {"const": "b", "title": "B"}]},
                              {"enum": ["b", "a"]}),
    "true": ({"type": "array", "items": True}, {"type": "array", "items": {}}),
    "examples": ({**TEXT, "examples": ["a"], "$comment": "hm"}, TEXT),
    "closed after merging": (
        {"allOf": [THING, {"properties": {"c": TEXT}}], "unevaluatedProperties": False},
        {**THING, "properties": {**THING["properties"], "c": TEXT}, "additionalProperties": False},
    ),
}  # fmt: skip


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("name", SAME_31)
def test_words_of_31_that_mean_the_same_do_not_differ(name: str, direction: str) -> None:
    old, new = (with_schema(direction, schema, "3.1.0") for schema in SAME_31[name])

    assert told(old, new) == []
    assert told(new, old) == []


NULLABLE_30 = {"allOf": [ref("Thing")], "nullable": True}
SPELLINGS_OF_FILES = {
    "byte": {**TEXT, "contentEncoding": "base64"},
    "binary": {**TEXT, "contentMediaType": "application/octet-stream"},
}


@pytest.mark.parametrize("name", SPELLINGS_OF_FILES)
def test_files_may_be_spelt_as_in_31(name: str) -> None:
    old = with_schema("request", {**TEXT, "format": name}, "3.0.3")
    new = with_schema("request", SPELLINGS_OF_FILES[name], "3.1.0")

    assert told(old, new) == []
    assert told(new, old) == []


SPELLINGS_OF_NULL = {
    "a list of types": {**THING, "type": ["object", "null"]},
    "anyOf": {"anyOf": [ref("Thing"), {"type": "null"}]},
    "oneOf": {"oneOf": [{"type": "null"}, ref("Thing")]},
}


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("name", SPELLINGS_OF_NULL)
def test_nullable_may_be_spelt_as_in_31(name: str, direction: str) -> None:
    shared = components(Thing=THING)
    old = with_schema(direction, NULLABLE_30, "3.0.3", **shared)
    new = with_schema(direction, SPELLINGS_OF_NULL[name], "3.1.0", **shared)

    assert told(old, new) == []
    assert told(new, old) == []


REFACTORINGS: dict[str, tuple[tuple[Any, Json], tuple[Any, Json]]] = {
    "a component is taken out": ((THING, {}), (ref("Thing"), components(Thing=THING))),
    "a component is renamed": (
        (ref("Thing"), components(Thing=THING)), (ref("Item"), components(Item=THING))),
    "a reference to a reference": (
        (ref("One"), components(One=ref("Two"), Two=THING)), (THING, {})),
    "a component in a component": (
        (ref("One"), components(One={"allOf": [ref("Two")]}, Two=THING)),
        (ref("Two"), components(Two=THING)),
    ),
    "components that nobody uses": ((THING, components(Old=TEXT)), (THING, components(New=WHOLE))),
    "a circle that is renamed": (
        (ref("Tree"), components(Tree=TREE)),
        (ref("Node"), components(Node=TREE, Tree=ref("Node"))),
    ),
    "a circle that is unrolled once": (
        (ref("Tree"), components(Tree=TREE)), (TREE, components(Tree=TREE))),
    "a reference that leads nowhere, still": ((ref("Gone"), {}), (ref("Gone"), {})),
    "renamed alternatives": (
        ({"oneOf": [ref("Cat"), ref("Dog")]}, components(Cat=CAT, Dog=DOG)),
        ({"oneOf": [ref("Hound"), ref("Puss")]}, components(Puss=CAT, Hound=DOG)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("versions", MIXES, ids="-".join)
@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("name", REFACTORINGS)
def test_refactorings_of_components_are_nothing(
    name: str, direction: str, versions: tuple[str, str]
) -> None:
    (schema, shared), (other, others) = REFACTORINGS[name]
    old = with_schema(direction, schema, versions[0], **shared)
    new = with_schema(direction, other, versions[1], **others)

    assert told(old, new) == []
    assert told(new, old) == []
