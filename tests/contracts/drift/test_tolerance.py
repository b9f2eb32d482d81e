"""What vendors publish is not always legal; it is compared all the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.drift.reading.text import parse
from tests.contracts.drift.acme import (
    Json,
    body,
    document,
    drift,
    one,
    operation,
    requesting,
    responding,
    told,
)

TEXT: Json = {"type": "string"}
ILLEGAL: dict[str, Any] = {
    "a number that is none": {"type": "number", "minimum": float("nan"), "maximum": float("inf")},
    "bounds as text": {"type": "integer", "minimum": "1", "maximum": "ten"},
    "required as a flag": {
        "type": "object",
        "properties": {"a": {"type": "string", "required": True}},
    },
    "required of a flag": {"type": "object", "required": True, "properties": {"a": TEXT}},
    "a reference to nothing": {"$ref": "#/components/schemas/Nobody"},
    "a reference into a path": {"$ref": "#/paths/~1other/get/responses/200/content/a~1b/schema"},
    "a reference to a file that is not there": {"$ref": "nowhere.yaml#/A"},
    "a reference that is no text": {"$ref": 7},
    "an example beside a reference": {"$ref": "#/components/schemas/Tree", "example": 1},
    "nullable without a type": {"nullable": True, "description": "hm"},
    "an unknown type": {"type": "decimal"},
    "an invented type": {"type": "telephone"},
    "types that are none": {"type": [None, 3, {"a": 1}]},
    "a schema that is a boolean": True,
    "a schema that is null": None,
    "a schema that is a text": "string",
    "a schema that is a list": [TEXT],
    "properties that are a list": {"type": "object", "properties": [TEXT]},
    "properties that are null": {"type": "object", "properties": {"a": None, "b": False}},
    "values that are a text": {"type": "string", "enum": "a, b"},
    "no values": {"type": "string", "enum": []},
    "values that are lists": {"enum": [[1], {"a": None}, 1.0]},
    "half a character": {"type": "string", "enum": ["\ud800"], "default": {"\ud800": ["\ud800"]}},
    "numbers beyond all bounds": {"type": "integer", "maximum": 10**400, "default": 10**30},
    "alternatives that are no list": {"oneOf": {"a": TEXT}, "anyOf": [], "allOf": TEXT},
    "items as a list in 3.0": {"type": "array", "items": [TEXT, {"type": "integer"}]},
    "itself in allOf": {"$ref": "#/components/schemas/Self"},
    "a circle through a list": {"$ref": "#/components/schemas/Tree"},
    "a circle through what it is not": {"$ref": "#/components/schemas/Other"},
    "a pattern that is none": {"type": "string", "pattern": "(["},
    "a step of nothing": {"type": "integer", "multipleOf": 0},
}
OTHER = {"$ref": "#/components/schemas/Other"}
COMPONENTS: Json = {
    "components": {
        "schemas": {
            "Self": {"allOf": [{"$ref": "#/components/schemas/Self"}, {"properties": {"a": TEXT}}]},
            "Other": {"type": "object", "not": {"properties": {"a": OTHER}}, "if": OTHER},
            "Tree": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        }
    }
}


@pytest.mark.parametrize("name", ILLEGAL)
def test_an_illegal_schema_is_equal_to_itself(name: str) -> None:
    for build in (requesting, responding):
        old = build(ILLEGAL[name], **COMPONENTS)
        new = build(ILLEGAL[name], "3.1.0", **COMPONENTS)

        assert told(old, old) == []
        assert told(old, {**new, "x-other": 1}) == []


@pytest.mark.parametrize("name", ILLEGAL)
def test_what_differs_beside_it_is_still_told(name: str) -> None:
    old = responding(
        {"allOf": [{"type": "object", "properties": {"odd": ILLEGAL[name], "a": TEXT}}]}
    )
    new = responding(
        {"type": "object", "properties": {"odd": ILLEGAL[name], "a": {"type": "integer"}}}
    )

    assert told({**old, **COMPONENTS}, {**new, **COMPONENTS}) == [
        ("type-changed", "response", "breaking")
    ]


@pytest.mark.parametrize("name", ILLEGAL)
def test_any_of_them_may_become_any_other(name: str) -> None:
    for other in ILLEGAL.values():
        report = drift(
            requesting(ILLEGAL[name], **COMPONENTS), requesting(other, "3.1.0", **COMPONENTS)
        )

        assert report.severity.word in {"none", "safe", "risky", "breaking"}


ILLEGAL_OPERATIONS: dict[str, Json] = {
    "no responses": document({"/a": {"get": {"operationId": "x"}}}),
    "responses of nothing": document({"/a": {"get": {"responses": None}}}),
    "a response that is a text": document({"/a": {"get": {"responses": {"200": "fine"}}}}),
    "the same operationId twice": document({
        "/a": {"get": operation(operationId="x"), "put": operation(operationId="x")}}),
    "a path item of nothing": document({"/a": None, "/b": "b", "/c": {"get": None}}),
    "a path item elsewhere": document({"/a": {"$ref": "gone.yaml"}}),
    "parameters that are none": one(
        parameters=[None, {}, {"in": {}, "name": []}, {"in": "query"}, {"$ref": "#/x"}, 1]),
    "parameters that are a mapping": one(parameters={"limit": {"in": "query"}}),
    "a body of nothing": one(requestBody=None),
    "content that is a list": one(requestBody={"content": [TEXT]}),
    "security that is a text": one(security="key"),
    "security of unknown schemes": one(security=[{"nobody": []}, None, "key"]),
    "servers that are none": {**one(), "servers": [None, {"url": 3}, {"url": "http://[broken"}]},
    "components that are a list": {**one(), "components": [1]},
    "callbacks that are none": one(callbacks={"a": None, "b": {"$ref": "#/c"}, "c": {"{$url}": 1}}),
    "paths of nothing": {**document({}), "paths": None, "webhooks": {"done": None}},
}  # fmt: skip


@pytest.mark.parametrize("name", ILLEGAL_OPERATIONS)
def test_an_illegal_operation_is_compared(name: str) -> None:
    tree = ILLEGAL_OPERATIONS[name]

    assert told(tree, {**tree, "x-other": 1}) == []
    for other in (one(), document({"/a": {"get": operation()}}), *ILLEGAL_OPERATIONS.values()):
        drift(tree, other)
        drift(other, tree)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["type", "properties", "items", "allOf", "oneOf", "$ref", "enum", "required", "default",
             "additionalProperties", "minimum", "nullable", "format", "discriminator", "not", "if",
             "content", "schema", "responses", "parameters", "200", "in", "name", "security", "a"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(JUNK, JUNK)
def test_nothing_makes_it_fail(old: Any, new: Any) -> None:
    for build in (requesting, responding):
        drift(build(old), build(new, "3.1.0"))
    drift(document({"/a": {"get": old}}), document({"/a": {"get": new}}))
    drift(document({"/a": old}), document({"/a": new}))


def test_numbers_that_json_does_not_know_are_read() -> None:
    text = b'{"openapi": "3.0.3", "paths": {}, "x": NaN, "y": -Infinity}'

    assert parse(text, "acme.json")["y"] == float("-inf")


def test_a_misspelt_type_that_is_mended_is_nothing_new() -> None:
    old, new = {"type": "decimal"}, {"type": "number"}

    assert told(responding(old), responding(new)) == []


def test_a_response_that_needs_all_is_as_good_as_one_that_is_written_twice() -> None:
    twice = one(responses={"200": {"description": "", **body({"$ref": "#/components/schemas/A"})}})
    tree = {**twice, "components": {"schemas": {"A": TEXT}}}

    assert told(tree, one(responses={"200": {"description": "", **body(TEXT)}})) == []
