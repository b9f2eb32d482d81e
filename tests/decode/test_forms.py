"""Forms and multipart bodies: texts by the schema's properties, JSON, and files."""

from __future__ import annotations

import pytest

from mock_server.decode.forms import render_form
from mock_server.decode.multipart import UploadedFile
from mock_server.spec.operation import Encoding, MediaType
from tests.decode.reading import body, rules

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=BOUNDARY"
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


def test_a_form_is_read_by_its_schema() -> None:
    read = body(FORM, "name=a+b%26&age=4&tags=1&tags=2&owner[vip]=true", MediaType(FORM, PET))

    expected = {"name": "a b&", "age": 4, "tags": [1, 2], "owner": {"vip": True}}
    assert (read.value, read.violations) == (expected, ())


def test_an_object_in_a_form_may_be_json() -> None:
    read = body(FORM, 'name=a&owner={"vip":true}', MediaType(FORM, PET))

    assert (read.value, read.violations) == ({"name": "a", "owner": {"vip": True}}, ())


def test_a_form_travels_as_its_encoding_says() -> None:
    encoding = {
        "tags": Encoding(style="pipeDelimited", explode=False),
        "owner": Encoding(content_type="application/json"),
    }

    read = body(FORM, 'name=a&tags=1|2&owner={"vip":false}', MediaType(FORM, PET, (), encoding))

    assert (read.value, read.violations) == (
        {"name": "a", "tags": [1, 2], "owner": {"vip": False}},
        (),
    )


def test_a_form_is_validated_with_what_it_should_not_hold() -> None:
    read = body(FORM, "age=x&other=1&tags=%ff", MediaType(FORM, PET))

    assert sorted(rules(read)) == [
        ("/age", "type"),
        ("/name", "required"),
        ("/other", "additionalProperties"),
        ("/tags", "encoding"),
    ]


def test_a_rendered_form_reads_back() -> None:
    value = {"name": "a b&c", "age": 4, "tags": [1, 2], "owner": {"vip": True}}

    assert body(FORM, render_form(value), MediaType(FORM, PET)).value == value


def test_a_multipart_body_holds_texts_files_and_json() -> None:
    raw = _multipart(
        ('name="name"', "", b"Rex"),
        ('name="age"', "", b"4"),
        ('name="tags"', "", b"1"),
        ('name="tags"', "", b"2"),
        ('name="owner"', "application/json", b'{"vip":true}'),
        ('name="photo"; filename="a.png"', "image/png", b"\xff\x00"),
        ('name="photos"; filename="1"', "", b"1"),
        ('name="photos"; filename="2"', "", b"2"),
    )

    read = body(MULTIPART, raw, MediaType("multipart/form-data", PET))

    assert (read.problem, read.violations) == ("", ())
    assert read.value == {
        "name": "Rex",
        "age": 4,
        "tags": [1, 2],
        "owner": {"vip": True},
        "photo": UploadedFile("a.png", "image/png", b"\xff\x00"),
        "photos": [UploadedFile("1", "", b"1"), UploadedFile("2", "", b"2")],
    }


def test_a_multipart_body_is_validated() -> None:
    raw = _multipart(
        ('name="age"', "", b"x"),
        ('name="owner"', "", b"{"),
        ('name="photo"; filename="a"', "", b"12345"),
        ('name="name"', "", b"\xff"),
    )

    read = body(MULTIPART, raw, MediaType("multipart/form-data", PET))

    assert sorted(rules(read)) == [
        ("/age", "type"),
        ("/name", "malformed"),
        ("/owner", "malformed"),
        ("/photo", "maxLength"),
    ]


@pytest.mark.parametrize(
    ("content_type", "raw"),
    [
        ("multipart/form-data", b"--B--"),
        ("multipart/form-data; boundary=" + "b" * 300, b"--B--"),
        ("multipart/form-data; boundary=B", b"nothing"),
        ("multipart/form-data; boundary=B", b'--B\r\ncontent-disposition: a; name="a"\r\n\r\n1'),
        ("multipart/form-data; boundary=B", b"--B\r\ncontent-disposition: a\r\n\r\n1\r\n--B--\r\n"),
        ("multipart/form-data; boundary=B", b"--B\r\n" + b"a" * 9999 + b": 1\r\n\r\n1\r\n--B--"),
    ],
    ids=["no boundary", "a long boundary", "no part", "cut off", "no name", "a long header"],
)
def test_what_is_not_multipart_is_malformed(content_type: str, raw: bytes) -> None:
    read = body(content_type, raw, MediaType("multipart/form-data", {}))

    assert read.problem == "malformed_body"


def test_too_many_parts_are_refused() -> None:
    raw = _multipart(*[('name="a"', "", b"1")] * 1001)

    assert body(MULTIPART, raw, MediaType("multipart/form-data", {})).problem == "malformed_body"


def _multipart(*parts: tuple[str, str, bytes]) -> bytes:
    pieces = []
    for disposition, content_type, data in parts:
        head = f"--BOUNDARY\r\nContent-Disposition: form-data; {disposition}\r\n"
        kind = f"Content-Type: {content_type}\r\n" if content_type else ""
        pieces.append(f"{head}{kind}\r\n".encode() + data + b"\r\n")
    return b"".join(pieces) + b"--BOUNDARY--\r\n"
