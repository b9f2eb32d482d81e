"""Whatever comes over the wire: never an exception, never an answer out of bounds."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.decode.bodies import Body, compile_body
from mock_server.decode.options import DecodeOptions
from mock_server.decode.parameters import Parameters, compile_parameters
from mock_server.spec.operation import MediaType, RequestBody
from tests.decode.reading import parameter

TREE = {
    "$ref": "#/$defs/Tree",
    "$defs": {
        "Tree": {
            "type": "object",
            "properties": {
                "v": {"type": ["integer", "null"], "format": "int32"},
                "w": {"anyOf": [{"type": "string", "format": "date"}, {"type": "boolean"}]},
                "x": {"type": "array", "items": {"type": "number"}},
                "next": {"$ref": "#/$defs/Tree"},
            },
            "required": ["v"],
            "additionalProperties": {"type": "string", "maxLength": 3},
        }
    },
}
NUMBERS = {"type": "array", "items": {"type": "integer"}, "maxItems": 3}

EVERYTHING = (
    parameter("query", {"type": "integer", "maximum": 9}, "a", required=True),
    parameter("query", NUMBERS, "b"),
    parameter("query", NUMBERS, "c", explode=False),
    parameter("query", TREE, "d", style="deepObject"),
    parameter("query", TREE, "e", explode=False),
    parameter("query", TREE, "f"),
    parameter("query", TREE, "g", media_type="application/json"),
    parameter("query", TREE, "h", style="pipeDelimited", explode=False),
    parameter("path", TREE, "p", explode=True),
    parameter("path", NUMBERS, "q", style="matrix", explode=True),
    parameter("path", {"format": "uuid"}, "r", style="label"),
    parameter("header", NUMBERS, "X-A"),
    parameter("header", TREE, "X-B", media_type="application/json"),
    parameter("cookie", NUMBERS, "s"),
    parameter("cookie", TREE, "t"),
)
READERS = [
    compile_parameters(EVERYTHING, DecodeOptions(comma_arrays=commas, lenient=lenient))
    for commas in (False, True)
    for lenient in (False, True)
]

KINDS = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/xml",
    "text/plain",
    "*/*",
)
BODIES = [
    compile_body(RequestBody(True, (MediaType(kind, TREE),)), DecodeOptions(lenient=lenient))
    for kind in KINDS
    for lenient in (False, True)
]

PIECES = [
    *("a", "b", "c", "d", "e", "g", "v", "x", "next", "s", "t"),
    *("=", "&", ";", ",", "|", "+", " ", "%", "%20", "%7C", "%ff", "%00", "%zz"),
    *("[", "]", "[]", "[v]", "[x][0]", "[next]", "{", "}", '"', "null", "true", "1", "-5", "1e9"),
    *("\u00e9", "\U0001f600", "\0", "9" * 4400, "<", ">", "</", "<!DOCTYPE", "&lt;"),
    *("\r\n", "--B", "--B--", "Content-Disposition: form-data; name="),
]
wire = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
wire_bytes = st.one_of(st.binary(max_size=200), wire.map(lambda text: text.encode()))
headers = st.lists(
    st.tuples(st.sampled_from([b"x-a", b"x-b", b"cookie", b"other"]), wire_bytes), max_size=4
)
content_types = st.one_of(
    st.none(),
    st.text(max_size=60),
    st.sampled_from([*KINDS, "multipart/form-data; boundary=B", "text/xml", "a/b", "a+json"]),
    st.tuples(st.sampled_from(KINDS), wire).map("; charset=".join),
    st.tuples(st.sampled_from(KINDS), wire).map("; boundary=".join),
)


def _assert_bounded(read: Parameters | Body) -> None:
    assert len(read.violations) <= 250
    for each in read.violations:
        assert each.message
        assert each.keyword
        assert len(each.name) + len(each.message) < 4000


@settings(max_examples=200, deadline=None)
@given(raw=wire_bytes, path=st.dictionaries(st.sampled_from("pqr"), st.text()), headers=headers)
def test_parameters_never_raise(raw: bytes, path: dict[str, str], headers: Any) -> None:
    for reader in READERS:
        _assert_bounded(reader.read(path, raw, headers))


@settings(max_examples=200, deadline=None)
@given(content_type=content_types, raw=wire_bytes)
def test_bodies_never_raise(content_type: str | None, raw: bytes) -> None:
    for reader in BODIES:
        read = reader.read(content_type, raw)

        _assert_bounded(read)
        assert read.problem == "" or read.detail


@settings(max_examples=200, deadline=None)
@given(raw=wire_bytes)
def test_the_parts_of_a_multipart_body_never_raise(raw: bytes) -> None:
    for name in (b"v", b"x", b"next", b"", b'\xff"; filename="a'):
        head = b'--B\r\nContent-Disposition: form-data; name="' + name + b'"\r\n'
        for kind in (b"", b"Content-Type: application/json\r\n", b"Content-Type: " + raw + b"\r\n"):
            sent = head + kind + b"\r\n" + raw + b"\r\n--B--\r\n"

            _assert_bounded(BODIES[4].read("multipart/form-data; boundary=B", sent))


def test_long_queries_are_read_in_a_moment() -> None:
    for piece in (b"a=1&", b"b=1&", b"d[x][]=1&", b"d[k][v]=1&", b"x=1&", b"%&", b"=&", b"c=,,,,&"):
        for reader in READERS:
            _assert_bounded(reader.read({}, piece * (60_000 // len(piece)), ()))
