"""Every cell of OpenAPI's table of styles, read back."""

from __future__ import annotations

from typing import Any

import pytest

from mock_server.spec.operation import Location, Parameter
from tests.decode.reading import cookie, header, parameter, path, query, rules

TEXT = {"type": "string"}
COLORS = {"type": "array", "items": {"type": "string"}}
RGB = {
    "type": "object",
    "properties": {letter: {"type": "integer"} for letter in ("R", "G", "B")},
}
ARRAY = ["blue", "black", "brown"]
OBJECT = {"R": 100, "G": 200, "B": 150}

# OpenAPI 3.1.0, "Style Examples": "color" is "", "blue", an array, or an object.
# Where a later edition (3.1.1) corrects a cell, its text is here too.
PATH_CELLS: list[tuple[str, bool, str, Any, Any]] = [
    ("matrix", False, ";color", TEXT, ""),
    ("matrix", False, ";color=blue", TEXT, "blue"),
    ("matrix", False, ";color=blue,black,brown", COLORS, ARRAY),
    ("matrix", False, ";color=R,100,G,200,B,150", RGB, OBJECT),
    ("matrix", True, ";color", TEXT, ""),
    ("matrix", True, ";color=blue", TEXT, "blue"),
    ("matrix", True, ";color=blue;color=black;color=brown", COLORS, ARRAY),
    ("matrix", True, ";R=100;G=200;B=150", RGB, OBJECT),
    ("label", False, ".", TEXT, ""),
    ("label", False, ".blue", TEXT, "blue"),
    ("label", False, ".blue.black.brown", COLORS, ARRAY),
    ("label", False, ".blue,black,brown", COLORS, ARRAY),
    ("label", False, ".R.100.G.200.B.150", RGB, OBJECT),
    ("label", False, ".R,100,G,200,B,150", RGB, OBJECT),
    ("label", True, ".", TEXT, ""),
    ("label", True, ".blue", TEXT, "blue"),
    ("label", True, ".blue.black.brown", COLORS, ARRAY),
    ("label", True, ".R=100.G=200.B=150", RGB, OBJECT),
    ("simple", False, "blue", TEXT, "blue"),
    ("simple", False, "blue,black,brown", COLORS, ARRAY),
    ("simple", False, "R,100,G,200,B,150", RGB, OBJECT),
    ("simple", True, "blue", TEXT, "blue"),
    ("simple", True, "blue,black,brown", COLORS, ARRAY),
    ("simple", True, "R=100,G=200,B=150", RGB, OBJECT),
]
QUERY_CELLS: list[tuple[str, bool, str, Any, Any]] = [
    ("form", False, "color=", TEXT, ""),
    ("form", False, "color=blue", TEXT, "blue"),
    ("form", False, "color=blue,black,brown", COLORS, ARRAY),
    ("form", False, "color=R,100,G,200,B,150", RGB, OBJECT),
    ("form", True, "color=", TEXT, ""),
    ("form", True, "color=blue", TEXT, "blue"),
    ("form", True, "color=blue&color=black&color=brown", COLORS, ARRAY),
    ("form", True, "R=100&G=200&B=150", RGB, OBJECT),
    ("spaceDelimited", False, "color=blue%20black%20brown", COLORS, ARRAY),
    ("spaceDelimited", False, "color=blue+black+brown", COLORS, ARRAY),
    ("spaceDelimited", False, "color=R%20100%20G%20200%20B%20150", RGB, OBJECT),
    ("spaceDelimited", True, "color=blue&color=black&color=brown", COLORS, ARRAY),
    ("pipeDelimited", False, "color=blue|black|brown", COLORS, ARRAY),
    ("pipeDelimited", False, "color=blue%7Cblack%7cbrown", COLORS, ARRAY),
    ("pipeDelimited", False, "color=R|100|G|200|B|150", RGB, OBJECT),
    ("pipeDelimited", True, "color=blue&color=black&color=brown", COLORS, ARRAY),
    ("deepObject", True, "color[R]=100&color[G]=200&color[B]=150", RGB, OBJECT),
    ("deepObject", True, "color%5BR%5D=100&color%5bG%5d=200&color[B]=150", RGB, OBJECT),
]
COOKIE_CELLS = [cell for cell in QUERY_CELLS if cell[0] == "form"]
HEADER_CELLS = [cell for cell in PATH_CELLS if cell[0] == "simple"]


def _cell(location: Location, style: str, explode: bool, schema: Any) -> Parameter:
    return parameter(location, schema, style=style, explode=explode)


@pytest.mark.parametrize(("style", "explode", "text", "schema", "value"), PATH_CELLS)
def test_a_path_in_every_style(
    style: str, explode: bool, text: str, schema: Any, value: Any
) -> None:
    read = path(text, _cell("path", style, explode, schema))

    assert (read.path, read.violations) == ({"color": value}, ())


@pytest.mark.parametrize(("style", "explode", "text", "schema", "value"), QUERY_CELLS)
def test_a_query_in_every_style(
    style: str, explode: bool, text: str, schema: Any, value: Any
) -> None:
    read = query(text, _cell("query", style, explode, schema))

    assert (read.query, read.violations) == ({"color": value}, ())


@pytest.mark.parametrize(("style", "explode", "text", "schema", "value"), COOKIE_CELLS)
def test_a_cookie_in_every_style(
    style: str, explode: bool, text: str, schema: Any, value: Any
) -> None:
    read = cookie(f"other=1; {text}; last=2", _cell("cookie", style, explode, schema))

    assert (read.cookies, read.violations) == ({"color": value}, ())


@pytest.mark.parametrize(("style", "explode", "text", "schema", "value"), HEADER_CELLS)
def test_a_header_in_every_style(
    style: str, explode: bool, text: str, schema: Any, value: Any
) -> None:
    read = header([text.replace(",", " , ")], _cell("header", style, explode, schema))

    assert (read.headers, read.violations) == ({"color": value}, ())


def test_an_escaped_delimiter_is_data() -> None:
    read = query("color=a%2Cb,c", parameter("query", COLORS, explode=False))

    assert read.query == {"color": ["a,b", "c"]}


@pytest.mark.parametrize(
    ("style", "text"),
    [("matrix", "blue"), ("matrix", ";colour=blue"), ("label", "blue")],
)
def test_a_path_without_its_decoration_is_malformed(style: str, text: str) -> None:
    read = path(text, parameter("path", TEXT, style=style))

    assert rules(read) == [("color", "malformed")]


@pytest.mark.parametrize(("explode", "text"), [(False, "R,100,G"), (True, "R=100,G")])
def test_an_object_with_a_name_too_many_is_malformed(explode: bool, text: str) -> None:
    read = path(text, parameter("path", RGB, explode=explode))

    assert rules(read) == [("color", "malformed")]


def test_equal_headers_are_joined() -> None:
    read = header(["blue", "black, brown"], parameter("header", COLORS, "X-Color"))

    assert read.headers == {"X-Color": ARRAY}


@pytest.mark.parametrize("name", ["Accept", "content-type", "AUTHORIZATION"])
def test_headers_that_openapi_describes_elsewhere_are_no_parameters(name: str) -> None:
    read = header(["abc"], parameter("header", {"type": "integer"}, name, required=True))

    assert (read.headers, read.violations) == ({}, ())


def test_quotes_around_a_cookie_are_not_part_of_it() -> None:
    read = cookie('color="blue"', parameter("cookie", TEXT))

    assert read.cookies == {"color": "blue"}


def test_a_cookie_keeps_its_plus_and_its_ampersand() -> None:
    read = cookie("color=a+b&c=d", parameter("cookie", TEXT))

    assert read.cookies == {"color": "a+b&c=d"}


def test_a_plus_is_a_space_in_a_query_and_a_plus_in_a_path() -> None:
    in_query = query("color=a+b", parameter("query", TEXT))
    in_path = path("a+b", parameter("path", TEXT))

    assert (in_query.query, in_path.path) == ({"color": "a b"}, {"color": "a+b"})
