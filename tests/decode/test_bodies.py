"""Bodies of every kind: chosen by their type, read, validated, or refused with a reason."""

from __future__ import annotations

import json

import pytest

from mock_server.spec.operation import MediaType
from tests.decode.reading import body, json_body, rules

PET = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "age": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "integer"}},
        "owner": {"type": "object", "properties": {"vip": {"type": "boolean"}}},
        "photo": {"type": "string", "format": "binary", "maxLength": 4},
        "photos": {"type": "array", "items": {"type": "string", "format": "binary"}},
    },
    "additionalProperties": False,
}
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("content_type", "ranges", "chosen"),
    [
        ("application/json", ["*/*", "application/*", "application/json"], "application/json"),
        ("application/json", ["*/*", "application/*"], "application/*"),
        ("application/json", ["*/*"], "*/*"),
        ("APPLICATION/JSON; charset=UTF-8", ["*/*", "application/json"], "application/json"),
        ("application/vnd.api+json", ["application/vnd.api+json"], "application/vnd.api+json"),
        ("application/json", ["application/json; version=1"], "application/json; version=1"),
        (None, ["text/plain", "application/json"], "application/json"),
        ("*/*", ["application/json", "*/*"], "*/*"),
        (None, ["application/problem+json"], "application/problem+json"),
    ],
)
def test_the_most_specific_entry_is_chosen(
    content_type: str | None, ranges: list[str], chosen: str
) -> None:
    content = [MediaType(each, {"const": each}) for each in ranges]

    read = body(content_type, json.dumps(chosen), *content)

    assert (read.value, read.violations, read.problem) == (chosen, (), "")


@pytest.mark.parametrize("content_type", ["text/plain", "a+json", "*/*", "b", ""])
def test_a_type_that_nobody_expects_is_refused_with_those_that_are(content_type: str) -> None:
    read = body(content_type, "{}", json_body({}), MediaType(FORM, {}))

    assert read.problem == "unsupported_media_type"
    assert f"must be application/json or {FORM}" in read.detail


def test_an_entry_for_anything_reads_json_under_any_name() -> None:
    anything = MediaType("*/*", {"type": "object"})

    for content_type in ("*/*", None, "application/json", FORM, "text/plain", "a/b"):
        assert body(content_type, '{"a":1}', anything).value == {"a": 1}


def test_an_entry_for_anything_takes_anything() -> None:
    anything = MediaType("*/*", {})

    assert body("text/plain", "hi", anything).value == "hi"
    assert body(FORM, "a=1", anything).value == {"a": "1"}
    assert body("image/png", b"\x89P", anything).value == b"\x89P"


def test_a_body_that_must_be_there_is_missed() -> None:
    read = body("application/json", "", json_body({}))

    assert (read.problem, rules(read)) == ("missing", [("", "required")])


def test_a_body_that_may_be_absent_is_none() -> None:
    read = body(None, "", json_body({"type": "object"}), required=False)

    assert (read.value, read.violations, read.problem) == (None, (), "")


@pytest.mark.parametrize(
    ("content_type", "raw"),
    [
        ("application/json", b'\xef\xbb\xbf{"a":"\xc3\xa9"}'),
        ("application/json;charset=utf-8", '{"a":"é"}'.encode()),
        ("application/json; charset=utf-16", '{"a":"é"}'.encode("utf-16")),
        ('application/json; charset="ISO-8859-1"', b'{"a":"\xe9"}'),
    ],
)
def test_json_of_any_charset(content_type: str, raw: bytes) -> None:
    assert body(content_type, raw, json_body({})).value == {"a": "é"}


@pytest.mark.parametrize("charset", ["hex", "zlib", "klingon", "unicode_escape"])
def test_an_unknown_charset_is_refused(charset: str) -> None:
    read = body(f"application/json; charset={charset}", "{}", json_body({}))

    assert read.problem == "unsupported_media_type"


@pytest.mark.parametrize(
    "raw",
    [
        "{",
        "NaN",
        "[1,]",
        "-Infinity",
        '{"a":1}}',
        " ",
        b"\xff",
        '"\\ud800"',
        "[" * 100_000,
        "{a:1}",
    ],
)
def test_what_is_not_json_is_malformed(raw: str | bytes) -> None:
    read = body("application/json", raw, json_body({}))

    assert (read.problem, read.value) == ("malformed_body", None)
    assert "line 1, column" in read.detail


def test_malformed_json_is_told_with_its_place() -> None:
    read = body("application/json", '{"a":\n tru}', json_body({}))

    assert read.detail.endswith("at line 2, column 2.")


def test_nested_too_deep_is_told_as_such() -> None:
    assert "depth limit" in body("application/json", "[" * 2000, json_body({})).detail


def test_large_numbers_and_equal_names_are_json() -> None:
    read = body("application/json", '{"a":1,"a":123456789012345678901234567890}', json_body({}))

    assert read.value == {"a": 123456789012345678901234567890.0}


def test_what_breaks_the_schema_is_named_by_json_pointer() -> None:
    raw = '{"age":"x","tags":[1,"y"],"a/b":1}'

    read = body("application/json", raw, json_body(PET))

    assert sorted(rules(read)) == [
        ("/age", "type"),
        ("/a~1b", "additionalProperties"),
        ("/name", "required"),
        ("/tags/1", "type"),
    ]


def test_violations_are_bounded_in_number_and_size() -> None:
    many = json.dumps([{"x" * 5000: "y" * 5000}] * 100)

    read = body("application/json", many, json_body({"items": {"additionalProperties": False}}))

    assert len(read.violations) == 50
    assert all(len(each.name) + len(each.message) < 2000 for each in read.violations)


def test_of_several_forms_the_one_that_was_meant_is_told() -> None:
    union = {
        "oneOf": [
            {"properties": {"kind": {"const": "a"}, "size": {"type": "integer"}}},
            {"properties": {"kind": {"const": "b"}, "size": {"type": "boolean"}}},
            {"type": "null"},
        ]
    }

    read = body("application/json", '{"kind":"b","size":"x"}', json_body(union))

    assert [each.message for each in read.violations] == ["size must be a boolean, but is 'x'"]


def test_text_is_read_by_its_schema() -> None:
    text = MediaType("text/plain", {"type": "integer"})

    assert body("text/plain", "5", text).value == 5
    assert rules(body("text/plain", "x", text)) == [("", "type")]
    assert body("text/plain", b"\xff", text).problem == "malformed_body"


def test_bytes_stay_bytes_and_are_counted() -> None:
    binary = MediaType("application/octet-stream", {"type": "string", "maxLength": 2})

    assert body("application/octet-stream", b"\xff\x00", binary).value == b"\xff\x00"
    assert rules(body("application/octet-stream", b"\xff\x00\x00", binary)) == [("", "maxLength")]


def test_without_a_type_the_only_one_is_assumed() -> None:
    assert body(None, b"hi", MediaType("text/plain", {})).value == "hi"
    assert body(None, b"hi", json_body({})).problem == "unsupported_media_type"
