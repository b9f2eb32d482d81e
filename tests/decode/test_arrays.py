"""Arrays as clients really send them: repeated, joined by commas, or both."""

from __future__ import annotations

from typing import Any

import pytest

from tests.decode.reading import parameter, query, rules

NUMBERS = {"type": "array", "items": {"type": "number"}}
NAMES = {"type": "array", "items": {"type": "string"}}
LETTERS = {"type": "array", "items": {"enum": ["a", "b"]}}


@pytest.mark.parametrize(
    ("text", "schema", "value"),
    [
        ("a=a%2Cb", NAMES, ["a", "b"]),
        ("a=a,b", NAMES, ["a", "b"]),
        ("a=1,2.0", NUMBERS, [1, 2.0]),
        ("a=a+b,c", NAMES, ["a b", "c"]),
        ("a=a&a=b", NAMES, ["a", "b"]),
        ("a=a%2Cb&a=c", NAMES, ["a,b", "c"]),
    ],
)
def test_comma_arrays_are_what_stainless_clients_send(
    text: str, schema: Any, value: list[Any]
) -> None:
    exploded = query(text, parameter("query", schema, "a"), comma_arrays=True)

    assert exploded.query == {"a": value}


@pytest.mark.parametrize(
    ("schema", "value"),
    [(NAMES, ["a,b"]), (LETTERS, ["a", "b"]), (NUMBERS, ["a,b"])],
    ids=["right as it is", "right only when split", "wrong either way"],
)
def test_without_them_commas_part_only_what_would_be_wrong(schema: Any, value: Any) -> None:
    read = query("a=a,b", parameter("query", schema, "a"))

    assert read.query == {"a": value}


def test_an_escaped_comma_parts_too_where_the_document_joins_by_commas() -> None:
    joined = parameter("query", NAMES, "a", explode=False)

    assert query("a=a%2Cb", joined).query == {"a": ["a,b"]}
    assert query("a=a%2Cb", joined, comma_arrays=True).query == {"a": ["a", "b"]}


def test_one_or_several() -> None:
    either = {"anyOf": [{"enum": ["a", "b"]}, LETTERS]}
    sort = parameter("query", either, "a")

    assert query("a=a", sort).query == {"a": "a"}
    assert query("a=a&a=b", sort).query == {"a": ["a", "b"]}
    assert query("a=a,b", sort).query == {"a": ["a", "b"]}


def test_a_wrong_item_is_named_by_its_place() -> None:
    read = query("a=1&a=x", parameter("query", NUMBERS, "a"))

    assert rules(read) == [("a[1]", "type")]


def test_an_array_of_any_style_may_stand_twice() -> None:
    joined = parameter("query", NUMBERS, "a", explode=False)

    assert query("a=1&a=2,3", joined).query == {"a": [1, 2, 3]}
