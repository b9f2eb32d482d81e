"""A query in which names that the document does not know are refused."""

from __future__ import annotations

from mock_server.decode.options import DecodeOptions
from mock_server.decode.parameters import compile_parameters
from mock_server.decode.violations import MOST
from tests.decode.reading import parameter, query

STRANGERS = b"colour=red&color=red&f%6Fo=1&%zz&&a&color=blue"


def test_a_strict_query_refuses_names_that_are_unknown_and_tells_the_others() -> None:
    read = query(STRANGERS, parameter("query", {"type": "string"}), strict_query=True)

    assert [(each.name, each.keyword) for each in read.violations] == [
        (name, "unknown") for name in ("colour", "foo", "%zz", "a")
    ]
    assert read.violations[0].message == "colour is no parameter here; there is color"


def test_a_strict_query_without_parameters_refuses_every_name() -> None:
    (found,) = query(b"color=red", strict_query=True).violations

    assert found.message == "color is no parameter here; there is none"
    assert query(b"", strict_query=True).violations == ()


def test_of_many_unknown_names_a_bounded_number_is_told() -> None:
    read = query("&".join(map(str, range(10_000))), strict_query=True)

    assert len(read.violations) == MOST


def test_a_strict_query_leaves_cookies_alone() -> None:
    reader = compile_parameters(
        [parameter("cookie", {"type": "string"})], DecodeOptions(strict_query=True)
    )

    read = reader.read({}, b"", [(b"cookie", b"theirs=1; color=red")])

    assert (read.cookies, read.violations) == ({"color": "red"}, ())
