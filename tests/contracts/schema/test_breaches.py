from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from contracts.schema.breaches import breaches
from contracts.schema.walking import walked

Json = Any

PARTY = {
    "$defs": {
        "person": {
            "type": "object",
            "required": ["kind", "name"],
            "properties": {"kind": {"const": "person"}, "name": {"type": "string"}},
        },
        "firm": {
            "type": "object",
            "required": ["kind", "seats"],
            "properties": {
                "kind": {"const": "firm"},
                "seats": {"type": "array", "items": {"$ref": "#/$defs/person"}},
                "owner": {"anyOf": [{"$ref": "#/$defs/person"}, {"type": "null"}]},
            },
        },
    },
    "oneOf": [{"$ref": "#/$defs/person"}, {"$ref": "#/$defs/firm"}],
}

VALUES = st.recursive(
    st.none() | st.integers(0, 3) | st.sampled_from(["person", "firm", "a"]),
    lambda below: (
        st.lists(below, max_size=2)
        | st.dictionaries(st.sampled_from(["kind", "name", "seats", "owner"]), below, max_size=4)
    ),
    max_leaves=8,
)


def found(value: Json) -> set[tuple[str, str]]:
    return {(one.at, one.keyword) for one in breaches(PARTY, PARTY, value)}


@settings(deadline=None, max_examples=150)
@given(VALUES)
def test_something_is_found_in_a_value_whenever_another_validator_refuses_it(value: Json) -> None:
    assert bool(found(value)) == (not Draft202012Validator(PARTY).is_valid(value))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param({"kind": "person", "name": 7}, {("/name", "type")}, id="one union"),
        pytest.param(
            {"kind": "firm", "seats": [], "owner": {"kind": "person"}},
            {("/owner/name", "required")},
            id="a union below a union",
        ),
        pytest.param(
            {"kind": "firm", "seats": [{"kind": "person", "name": 1}, {"kind": "person"}]},
            {("/seats/*/name", "type"), ("/seats/*/name", "required")},
            id="elements of a list below a union",
        ),
        pytest.param("firm", {("", "type")}, id="no branch at all"),
    ],
)
def test_what_is_broken_below_unions_is_told_of_the_branch_that_is_meant(
    value: Json, expected: set[tuple[str, str]]
) -> None:
    assert found(value) == expected


def test_more_than_one_fitting_branch_of_one_of_is_told_of_the_union_itself() -> None:
    schema = {"oneOf": [{"type": "integer"}, {"minimum": 1}]}

    told = [(one.at, one.keyword) for one in breaches(schema, schema, 3)]

    assert told == [("", "oneOf")]


def test_every_place_is_walked_with_the_schemas_of_its_own_branch() -> None:
    value = {"kind": "firm", "seats": [{"kind": "person", "name": "Ann"}], "owner": None}

    kinds = {
        "/".join(map(str, spot.path)): sorted(
            str(one["type"]) for one in spot.ground.schemas if "type" in one
        )
        for spot in walked(PARTY, value)
    }

    assert kinds == {
        "": ["object"], "kind": [], "seats": ["array"], "seats/0": ["object"],
        "seats/0/kind": [], "seats/0/name": ["string"], "owner": ["null"],
    }  # fmt: skip


def test_a_schema_in_circles_is_walked_as_deep_as_the_value() -> None:
    tree = {"$defs": {"node": {"properties": {"below": {"$ref": "#/$defs/node"}}}}}
    schema = {**tree, "$ref": "#/$defs/node"}

    paths = [spot.path for spot in walked(schema, {"below": {"below": {}}})]

    assert paths == [(), ("below",), ("below", "below")]
