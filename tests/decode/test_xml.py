"""XML by the examples of OpenAPI's XML Object, and XML that means harm."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

from mock_server.decode.xml import render_xml
from mock_server.spec.operation import MediaType
from tests.decode.reading import body, rules

TEXTS = {"type": "array", "items": {"type": "string"}}
PERSON = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "format": "int32", "xml": {"attribute": True}},
        "name": {
            "type": "string",
            "xml": {"namespace": "https://example.com/schema/sample", "prefix": "sample"},
        },
    },
}


def animals(array: dict[str, Any], items: dict[str, Any]) -> Any:
    """An object with one array, whose `xml` notes, and those of its items, are given."""
    item: dict[str, Any] = {"type": "string", "xml": items}
    return {
        "type": "object",
        "properties": {"animals": {"type": "array", "items": item, "xml": array}},
    }


# OpenAPI 3.1.0, "XML Object Examples", each inside a root element: schema, text, value.
EXAMPLES: dict[str, tuple[Any, str, Any]] = {
    "an attribute, a prefix and a namespace": (
        PERSON,
        (
            '<Person id="123"><sample:name xmlns:sample="https://example.com/schema/sample">example'
            "</sample:name></Person>"
        ),
        {"id": 123, "name": "example"},
    ),
    "an array": (
        animals({}, {}),
        "<r><animals>one</animals><animals>two</animals></r>",
        {"animals": ["one", "two"]},
    ),
    "an array whose items have a name": (
        animals({}, {"name": "animal"}),
        "<r><animal>value</animal></r>",
        {"animals": ["value"]},
    ),
    "an array whose own name does not count": (
        animals({"name": "aliens"}, {"name": "animal"}),
        "<r><animal>value</animal></r>",
        {"animals": ["value"]},
    ),
    "a wrapped array": (
        animals({"wrapped": True}, {}),
        "<r><animals><animals>value</animals></animals></r>",
        {"animals": ["value"]},
    ),
    "a wrapped array with both names": (
        animals({"name": "aliens", "wrapped": True}, {"name": "animal"}),
        "<r><aliens><animal>value</animal></aliens></r>",
        {"animals": ["value"]},
    ),
    "a wrapped array with one name for both": (
        animals({"name": "aliens", "wrapped": True}, {}),
        "<r><aliens><aliens>value</aliens></aliens></r>",
        {"animals": ["value"]},
    ),
    "another name": (
        {"type": "object", "properties": {"a": {"type": "boolean", "xml": {"name": "b"}}}},
        "<r><b>true</b></r>",
        {"a": True},
    ),
    "an array as the root": (TEXTS, "<r><r>a</r><r>b</r></r>", ["a", "b"]),
    "a null": (
        {"type": "object", "properties": {"a": {"type": ["string", "null"]}}},
        '<r><a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/></r>',
        {"a": None},
    ),
}


@pytest.mark.parametrize(("schema", "text", "value"), EXAMPLES.values(), ids=EXAMPLES)
def test_the_examples_of_openapi_are_read(schema: Any, text: str, value: Any) -> None:
    read = body("application/xml", text, MediaType("application/xml", schema))

    assert (read.value, read.violations, read.problem) == (value, (), "")


@pytest.mark.parametrize(("schema", "text", "value"), EXAMPLES.values(), ids=EXAMPLES)
def test_the_examples_of_openapi_are_rendered(schema: Any, text: str, value: Any) -> None:
    root = text[1:].partition(">")[0].partition(" ")[0]

    rendered = render_xml(value, schema, root)

    assert ET.canonicalize(rendered.decode()) == ET.canonicalize(text)


def test_without_a_schema_the_elements_speak_for_themselves() -> None:
    text = '<r a="1"><b>2</b><c/><c><d>3</d></c>\n</r>'

    read = body("text/xml", text, MediaType("text/xml", {}))

    assert read.value == {"a": "1", "b": "2", "c": ["", {"d": "3"}]}


def test_what_a_schema_does_not_know_is_told() -> None:
    closed = {**PERSON, "additionalProperties": False}

    read = body("application/xml", "<r id='x'><other/></r>", MediaType("application/xml", closed))

    assert sorted(rules(read)) == [("/id", "type"), ("/other", "additionalProperties")]


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        ("<r>\u00e9</r>".encode(), ""),
        ("<r>\u00e9</r>".encode("latin-1"), "; charset=iso-8859-1"),
        ('<?xml version="1.0" encoding="iso-8859-1"?><r>\u00e9</r>'.encode("latin-1"), ""),
        ("<r>\u00e9</r>".encode("utf-16"), ""),
        (b"<r><![CDATA[\xc3\xa9]]></r>", ""),
        (b"<r>&#233;</r>", ""),
    ],
)
def test_xml_of_any_charset(raw: bytes, charset: str) -> None:
    text = MediaType("application/xml", {"type": "string"})

    assert body(f"application/xml{charset}", raw, text).value == "\u00e9"


BILLION_LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><r>&b;</r>'
OUTSIDE = '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>'


@pytest.mark.parametrize(
    "raw",
    [
        BILLION_LAUGHS,
        OUTSIDE,
        '<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd"><r/>',
        "<r>&a;</r>",
        "<r>",
        "<r></q>",
        "",
        "text",
        "<r/><r/>",
        "<r>\0</r>",
        b"<r>\xff</r>",
        '<?xml version="1.0" encoding="klingon"?><r/>',
        "<r>" * 1000 + "</r>" * 1000,
    ],
)
def test_what_is_not_xml_or_means_harm_is_malformed(raw: str | bytes) -> None:
    read = body("application/xml", raw or " ", MediaType("application/xml", {}))

    assert (read.problem, read.value) == ("malformed_body", None)


def test_whatever_is_rendered_is_well_formed() -> None:
    value = {"a b<": "<&>\"'\0\ud83d", "1": [True, None, 1.5, {"": "x"}], "ok": {"n": []}}

    rendered = render_xml(value, {}, "my root")

    root = ET.fromstring(rendered)  # noqa: S314
    assert root.tag == "my_root"
    assert root.findtext("a_b_") == "<&>\"'\ufffd\ufffd"
