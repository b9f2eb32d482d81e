"""Objects that are spread over several names of a query."""

from __future__ import annotations

from typing import Any

import pytest

from tests.decode.reading import parameter, query, rules

FILTER = {
    "type": "object",
    "properties": {
        "cld": {"type": "object", "properties": {"contains": {"type": "string"}}},
        "size": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "integer"}},
        "status": {"enum": ["a", "b"]},
        "again": {"$ref": "#/$defs/Filter"},
    },
    "$defs": {"Filter": {"properties": {"size": {"type": "integer"}}}},
}

DEEP: dict[str, tuple[str, Any]] = {
    "one level": ("f[size]=5", {"size": 5}),
    "two levels": (
        "f[cld][contains]=456&f[created_at][gte]=2025-01-31",
        {"cld": {"contains": "456"}, "created_at": {"gte": "2025-01-31"}},
    ),
    "behind a reference": ("f[again][size]=5", {"again": {"size": 5}}),
    "escaped brackets": ("f%5Bsize%5D=5", {"size": 5}),
    "an array by repetition": ("f[tags]=1&f[tags]=2", {"tags": [1, 2]}),
    "an array of one": ("f[tags]=1", {"tags": [1]}),
    "an array by empty brackets": ("f[tags][]=1&f[tags][]=2", {"tags": [1, 2]}),
    "an array by numbers": ("f[tags][10]=3&f[tags][2]=2&f[tags][0]=1", {"tags": [1, 2, 3]}),
    "an array by commas": ("f[tags]=1,2", {"tags": [1, 2]}),
    "a scalar twice": ("f[size]=1&f[size]=2", {"size": 2}),
    "an unknown member twice": ("f[x]=1&f[x]=2", {"x": ["1", "2"]}),
    "an unknown member in empty brackets": ("f[x][]=1", {"x": ["1"]}),
}


@pytest.mark.parametrize(("text", "value"), DEEP.values(), ids=DEEP)
def test_brackets_lead_to_the_value(text: str, value: Any) -> None:
    read = query(text, parameter("query", FILTER, "f", style="deepObject"))

    assert (read.query, read.violations) == ({"f": value}, ())


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("f[size]=x", [("f[size]", "type")]),
        ("f[status]=c", [("f[status]", "enum")]),
        ("f[tags][]=1&f[tags][]=x", [("f[tags][1]", "type")]),
        ("f[size][]=1", [("f[size]", "type")]),
        ("f=abc", [("f", "type")]),
        ("f[size", [("f", "malformed")]),
        ("f[size]x=1", [("f", "malformed")]),
        ("f[a]=1&f[a][b]=2", [("f", "malformed")]),
        ("f[a][b]=1&f[a]=2", [("f", "malformed")]),
        ("f" + "[a]" * 1000 + "=1", [("f", "malformed")]),
        ("f[size]=%ff", [("f", "encoding")]),
        ("", [("f", "required")]),
    ],
)
def test_what_is_wrong_inside_is_named_as_the_query_names_it(text: str, broken: Any) -> None:
    read = query(text, parameter("query", FILTER, "f", style="deepObject", required=True))

    assert rules(read) == broken


def test_two_deep_objects_and_a_literal_name_do_not_mix() -> None:
    read = query(
        "page[number]=1&page[size]=2&filter[page]=3",
        parameter("query", {"type": "integer"}, "page[number]"),
        parameter("query", {"type": "object"}, "page", style="deepObject"),
        parameter("query", {"type": "object"}, "filter", style="deepObject"),
    )

    assert read.query == {"page[number]": 1, "page": {"size": "2"}, "filter": {"page": "3"}}


def test_an_exploded_object_takes_its_own_members_only() -> None:
    point = {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "integer"}}}

    read = query("x=1&z=2&b=3&y=4", parameter("query", point, "p"), parameter("query", {}, "b"))

    assert read.query == {"b": "3", "p": {"x": 1, "y": 4}}


def test_an_exploded_object_that_is_open_takes_what_nobody_knows() -> None:
    labels = {"type": "object", "additionalProperties": {"type": "integer"}}

    read = query("x=1&b=3&y=no", parameter("query", labels, "l"), parameter("query", {}, "b"))

    assert read.query == {"b": "3", "l": {"x": 1, "y": "no"}}
    assert rules(read) == [("l[y]", "type")]


def test_an_exploded_object_of_which_nothing_is_given_is_absent() -> None:
    point = {"type": "object", "properties": {"x": {}}}

    assert query("z=1", parameter("query", point, "p")).query == {}


def test_properties_of_combined_schemas_are_known() -> None:
    combined = {
        "allOf": [
            {"properties": {"a": {"type": "integer"}}},
            {"anyOf": [{"properties": {"a": {"minimum": 1}, "b": {"type": "boolean"}}}]},
        ]
    }

    read = query("o[a]=1&o[b]=true", parameter("query", combined, "o", style="deepObject"))

    assert (read.query, read.violations) == ({"o": {"a": 1, "b": True}}, ())
