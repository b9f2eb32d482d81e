"""A large body that is wrong costs no more than a small one that is."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from mock_server.decode.beginning import beginning
from mock_server.spec.operation import MediaType
from tests.decode.reading import body, json_body, rules

WORDS = {"type": "array", "items": {"type": "string"}, "maxItems": 10**9}
MILLION = [0] * 1_000_000


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (WORDS, MILLION),
        ({"anyOf": [WORDS, {"type": "null"}]}, MILLION),
        ({"properties": {"a": {"items": {"anyOf": [WORDS, {"type": "null"}]}}}}, {"a": MILLION}),
        ({"additionalProperties": False}, {str(number): 0 for number in range(200_000)}),
        ({"uniqueItems": True}, [*range(100_000), 0]),
    ],
    ids=["every item", "every item of a branch", "branches of every item", "members", "equal"],
)
def test_a_large_wrong_body_is_told_at_once(schema: Any, value: Any) -> None:
    read = body("application/json", orjson.dumps(value), json_body(schema))

    assert 1 <= len(read.violations) <= 50


def test_the_beginning_of_a_large_body_is_told_in_detail() -> None:
    read = body("application/json", orjson.dumps(["a", 1, *["a"] * 100_000, 2]), json_body(WORDS))

    assert rules(read) == [("/1", "type")]


def test_what_was_cut_is_not_held_against_a_body() -> None:
    schema = {"minItems": 100_000, "contains": {"const": 1}, "items": {"type": ["integer", "null"]}}

    read = body("application/json", orjson.dumps([0] * 100_000 + [1, "x"]), json_body(schema))

    assert rules(read) == [("", "schema")]


def test_a_beginning_goes_level_by_level() -> None:
    value = {"a": [1, [2, 3]], "b": {"c": [4]}, "d": 5}

    assert beginning(value, 100) == (value, set())
    assert beginning(value, 5) == ({"a": [1, []], "b": {}, "d": 5}, {("b",), ("a", 1)})


def test_forms_and_xml_of_too_many_pieces_are_refused() -> None:
    form = MediaType("application/x-www-form-urlencoded", {})
    xml = MediaType("application/xml", {})

    assert body(form.range, b"%&" * 1_000_000, form).problem == "malformed_body"
    assert body(xml.range, b"<a>" + b"<b/>" * 1_000_000 + b"</a>", xml).problem == "malformed_body"
