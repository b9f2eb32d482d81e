"""Text becomes the value that its schema means, or a sentence that says why not."""

from __future__ import annotations

from typing import Any

import pytest

from mock_server.decode.options import DecodeOptions
from mock_server.decode.parameters import compile_parameters
from mock_server.errors import SpecError
from tests.decode.reading import header, parameter, path, query, rules

COERCED: dict[str, tuple[Any, str, Any]] = {
    "an integer": ({"type": "integer"}, "-5", -5),
    "an integer of a type list": ({"type": ["integer", "null"]}, "5", 5),
    "an integer with leading zeros": ({"type": "integer"}, "007", 7),
    "a number": ({"type": "number"}, "2.50", 2.5),
    "a number without fraction": ({"type": "number"}, "2", 2),
    "a number in powers of ten": ({"type": "number"}, "1e3", 1000.0),
    "true": ({"type": "boolean"}, "true", True),
    "null, as a word": ({"type": ["integer", "null"]}, "null", None),
    "null, as nothing": ({"type": ["integer", "null"]}, "", None),
    "a nullable string is never null": ({"type": ["string", "null"]}, "null", "null"),
    "no type": ({}, "5", "5"),
    "a boolean schema": (True, "5", "5"),
    "values of an enum without a type": ({"enum": [1, 2]}, "2", 2),
    "a constant without a type": ({"const": True}, "true", True),
    "a reference": (
        {"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"type": "integer"}}},
        "5",
        5,
    ),
    "a reference with escapes": (
        {"$ref": "#/$defs/%C3%A9~1a~0", "$defs": {"\u00e9/a~": {"type": "integer"}}},
        "5",
        5,
    ),
    "all of several": ({"allOf": [{"type": "integer"}, {"minimum": 1}]}, "5", 5),
    "one of several, a number": ({"oneOf": [{"type": "integer"}, {"enum": ["all"]}]}, "5", 5),
    "one of several, a word": ({"oneOf": [{"type": "integer"}, {"enum": ["all"]}]}, "all", "all"),
    "digits that only the string branch accepts": (
        {"anyOf": [{"type": "integer", "maximum": 9}, {"type": "string", "pattern": "^0\\d+$"}]},
        "0123",
        "0123",
    ),
    "a schema that contains itself": (
        {"$ref": "#/$defs/A", "$defs": {"A": {"anyOf": [{"$ref": "#/$defs/A"}, {"const": 1}]}}},
        "1",
        1,
    ),
}


@pytest.mark.parametrize(("schema", "text", "value"), COERCED.values(), ids=COERCED)
def test_text_is_read_by_its_schema(schema: Any, text: str, value: Any) -> None:
    read = query(f"a={text}", parameter("query", schema, "a"))

    assert (read.query, read.violations) == ({"a": value}, ())
    assert type(read.query["a"]) is type(value)


WRONG: dict[str, tuple[Any, str, str]] = {
    "no integer": ({"type": "integer"}, "abc", "a must be an integer, but is 'abc'"),
    "a fraction": ({"type": "integer"}, "1.0", "a must be an integer, but is '1.0'"),
    "nothing": ({"type": "integer"}, "", "a must be an integer, but is empty"),
    "digits of another script": ({"type": "integer"}, "٣", "a must be an integer, but is '٣'"),
    "an underscore": ({"type": "integer"}, "1_0", "a must be an integer, but is '1_0'"),
    "no number": ({"type": "number"}, "nan", "a must be a number, but is 'nan'"),
    "a number beyond all": ({"type": "number"}, "1e999", "a must be a number, but is '1e999'"),
    "True": ({"type": "boolean"}, "True", "a must be a boolean, but is 'True'"),
    "two types": (
        {"type": ["integer", "boolean"]},
        "x",
        "a must be a boolean or an integer, but is 'x'",
    ),
    "branches that differ by type": (
        {"anyOf": [{"type": "integer"}, {"type": "boolean"}]},
        "x",
        "a must be an integer or a boolean, but is 'x'",
    ),
    "a nullable date": (
        {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        "x",
        "a must be a date such as 2025-01-31, but is 'x'",
    ),
    "an unknown option": ({"enum": ["b", "c"]}, "x", "a must be one of 'b', 'c', but is 'x'"),
    "a small number": ({"type": "integer", "minimum": 1}, "0", "a must be at least 1, but is 0"),
    "no moment": (
        {"type": "string", "format": "date-time"},
        "2025-01-31",
        "a must be an RFC 3339 date-time such as 2025-01-31T12:00:00Z, but is '2025-01-31'",
    ),
    "a long text": (
        {"type": "string", "maxLength": 3},
        "abcd",
        "a must be at most 3 characters long, but has 4",
    ),
    "beyond 32 bits": (
        {"type": "integer", "format": "int32"},
        "2147483648",
        "a must be at most 2147483647, but is 2147483648",
    ),
    "beyond 64 bits": (
        {"type": "integer", "format": "int64"},
        "9223372036854775808",
        "a must be at most 9223372036854775807, but is 9223372036854775808",
    ),
    "no Base64": ({"format": "byte"}, "a", "a must be Base64, but is 'a'"),
}


@pytest.mark.parametrize(("schema", "text", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_text_is_told_in_a_sentence(schema: Any, text: str, message: str) -> None:
    read = query(f"a={text}", parameter("query", schema, "a"))

    assert [each.message for each in read.violations] == [message]


def test_a_huge_value_is_not_repeated_in_full() -> None:
    read = query("a=" + "9" * 100_000, parameter("query", {"type": "integer"}, "a"))

    assert len(read.violations[0].message) < 200


def test_a_missing_parameter_is_named() -> None:
    read = query("b=1", parameter("query", {}, "a", required=True))

    assert [each.message for each in read.violations] == ["a is required"]


def test_defaults_fill_in_what_is_absent_and_are_nobodys_to_change() -> None:
    reader = compile_parameters(
        [
            parameter("query", {"type": "integer", "default": 20}, "page[size]"),
            parameter("query", {"$ref": "#/$defs/A", "$defs": {"A": {"default": [1]}}}, "b"),
            parameter("header", {"default": "x"}, "X-A"),
        ],
        DecodeOptions(),
    )

    first = reader.read({}, b"", ())
    first.query["b"].append(2)
    second = reader.read({}, b"", ())

    assert second.query == {"page[size]": 20, "b": [1]}
    assert second.headers == {"X-A": "x"}
    assert second.violations == ()


def test_a_default_does_not_excuse_a_required_parameter() -> None:
    read = query("", parameter("query", {"default": 1}, "a", required=True))

    assert rules(read) == [("a", "required")]


def test_unknown_names_are_ignored_whatever_they_hold() -> None:
    read = query("%zz=1&b=%ff&=&&a=1", parameter("query", {}, "a"))

    assert (read.query, read.violations) == ({"a": "1"}, ())


def test_the_last_of_equal_scalars_wins() -> None:
    assert query("a=x&a=2", parameter("query", {"type": "integer"}, "a")).query == {"a": 2}
    assert query("a=1&a=2", parameter("query", {"type": "string"}, "a")).query == {"a": "2"}
    assert query("a=1&a=2", parameter("query", {}, "a")).query == {"a": "2"}


def test_a_name_alone_has_an_empty_value() -> None:
    read = query("a", parameter("query", {"anyOf": [{"type": "boolean"}, {"const": ""}]}, "a"))

    assert (read.query, read.violations) == ({"a": ""}, ())


@pytest.mark.parametrize(
    ("text", "keyword"),
    [("%", "malformed"), ("%2", "malformed"), ("%zz", "malformed"), ("%ff", "encoding")],
)
def test_escapes_that_mean_nothing_are_told(text: str, keyword: str) -> None:
    schema = {"type": "string", "minLength": 1}

    in_query = query(f"a={text}", parameter("query", schema, "a", required=True))
    in_path = path(text, parameter("path", schema, "a", required=True))

    assert rules(in_query) == rules(in_path) == [("a", keyword)]


def test_raw_bytes_are_utf_8_or_told() -> None:
    good = query("a=\u00e9".encode(), parameter("query", {}, "a"))
    bad = query(b"a=\xe9", parameter("query", {}, "a"))

    assert good.query == {"a": "\u00e9"}
    assert rules(bad) == [("a", "encoding")]


def test_half_a_character_in_a_path_is_told() -> None:
    read = path("\udcff", parameter("path", {"type": "string"}, "a"))

    assert rules(read) == [("a", "encoding")]


def test_a_nul_character_is_data() -> None:
    read = query("a=%00", parameter("query", {"type": "string"}, "a"))

    assert (read.query, read.violations) == ({"a": "\0"}, ())


def test_a_parameter_may_have_brackets_in_its_name() -> None:
    size = parameter("query", {"type": "integer"}, "page[number]")

    assert query("page[number]=2", size).query == {"page[number]": 2}
    assert query("page%5Bnumber%5D=2", size).query == {"page[number]": 2}
    assert query("page%5bnumber%5d=2", size).query == {"page[number]": 2}


def test_content_is_json() -> None:
    schema = {"type": "array", "items": {"type": "object", "required": ["b"]}}
    a = parameter("query", schema, "a", media_type="application/json")

    assert query("a=%5B%7B%22b%22:1%7D%5D", a).query == {"a": [{"b": 1}]}
    assert rules(query("a=[{}]", a)) == [("a[0][b]", "required")]
    assert rules(query("a=[", a)) == [("a", "malformed")]


def test_references_of_two_parameters_do_not_mix() -> None:
    first = {"$ref": "#/$defs/A", "$defs": {"A": {"type": "integer"}}}
    second = {"$ref": "#/$defs/A", "$defs": {"A": {"type": "boolean"}}}

    read = query("a=1&b=1", parameter("query", first, "a"), parameter("query", second, "b"))

    assert rules(read) == [("b", "type")]


def test_lenient_reading_checks_types_only() -> None:
    strict = {"type": "string", "enum": ["a"], "pattern": "^a$", "maxLength": 1}
    number = {"type": "integer", "minimum": 10, "format": "int32"}

    read = query(
        "a=bb&b=1&c=x",
        parameter("query", strict, "a"),
        parameter("query", number, "b"),
        parameter("query", number, "c"),
        parameter("query", {}, "d", required=True),
        lenient=True,
    )

    assert rules(read) == [("d", "required"), ("c", "type")]


def test_lenient_reading_lets_branches_overlap() -> None:
    union = {
        "oneOf": [
            {"type": "object", "properties": {"kind": {"const": kind}}, "required": ["kind"]}
            for kind in ("a", "b")
        ]
    }
    f = parameter("query", union, "f", style="deepObject")

    assert rules(query("f[kind]=c", f)) == [("f", "oneOf")]
    assert rules(query("f[kind]=c", f, lenient=True)) == []
    assert rules(query("f[x]=c", f, lenient=True)) == [("f", "anyOf")]


@pytest.mark.parametrize(
    "schema", [{"type": "foo"}, {"minimum": "a"}, {"$ref": "#/$defs/A"}, {"pattern": "("}, 5]
)
def test_a_schema_that_is_none_stops_the_start(schema: Any) -> None:
    with pytest.raises(SpecError):
        query("", parameter("query", schema, "a"))


def test_patterns_with_look_around_are_understood() -> None:
    read = header(["ab"], parameter("header", {"pattern": "^(?!ab)"}, "X-A"))

    assert rules(read) == [("X-A", "pattern")]


def test_a_pattern_does_not_take_for_ever() -> None:
    for pattern in ("^(a+)+$", "^(?=a)(a+)+$"):
        read = query("a=" + "a" * 200 + "b", parameter("query", {"pattern": pattern}, "a"))

        assert rules(read) == [("a", "pattern")]
