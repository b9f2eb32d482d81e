"""What a document says of a request as it travels: right, wrong, or not to be told."""

from __future__ import annotations

import json

import pytest

from contracts.cases.reading import expected
from contracts.cases.sent import Sent
from contracts.contract import Promise, contract
from contracts.observed import Expectation

PAGE = {
    "type": "object",
    "properties": {"number": {"type": "integer", "minimum": 1}},
    "additionalProperties": False,
}
PARAMETERS = [
    {"name": "size", "in": "query", "required": True, "schema": {"type": "integer"}},
    {"name": "page", "in": "query", "style": "deepObject", "schema": PAGE},
    {
        "name": "ids",
        "in": "query",
        "schema": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}},
    },
]
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Things", "version": "1"},
    "paths": {
        "/things": {
            "get": {"parameters": PARAMETERS, "responses": {"200": {"description": "Some."}}}
        }
    },
}


@pytest.fixture(scope="module")
def promise(tmp_path_factory: pytest.TempPathFactory) -> Promise:
    file = tmp_path_factory.mktemp("documents") / "things.json"
    file.write_text(json.dumps(DOCUMENT))
    return contract("things", (file,)).promises["GET /things"]


def asked(*query: tuple[str, str], right: bool) -> Sent:
    meant: Expectation = "accepted" if right else "refused"
    return Sent("GET /things", "GET", "/things", query, expectation=meant)


@pytest.mark.parametrize(
    "query",
    [
        (("size", "1"),),
        (("size", "1"), ("page[number]", "2")),
        (("size", "1"), ("ids", "a"), ("ids", "b")),
        (("size", "1"), ("ids", "a,b")),
    ],
)
def test_what_the_document_allows_is_right(
    promise: Promise, query: tuple[tuple[str, str], ...]
) -> None:
    assert expected(promise, asked(*query, right=True)) == ("accepted", "")


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ((), "the query parameter size is missing"),
        ((("size", "x"),), "the query parameter size is not of its schema"),
        ((("size", "1"), ("page[number]", "0")), "the query parameter page is not of its schema"),
        ((("size", "1"), ("page[word]", "a")), "the query parameter page is not of its schema"),
        ((("size", "1"), ("ids", "A")), "the query parameter ids is not of its schema"),
    ],
)
def test_what_the_document_forbids_is_wrong(
    promise: Promise, query: tuple[tuple[str, str], ...], why: str
) -> None:
    assert expected(promise, asked(*query, right=False)) == ("refused", why)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param((("size", "1"),), id="right after all, as a text"),
        pytest.param((("size", "1"), ("page[]", "x")), id="a list, or a property without a name"),
        pytest.param((("size", "1"), ("page[a][b]", "x")), id="deeper than anybody has said"),
        pytest.param((("size", "1"), ("page[number]", "1"), ("page[number]", "2")), id="twice"),
    ],
)
def test_what_may_be_read_in_two_ways_is_held_against_nobody(
    promise: Promise, query: tuple[tuple[str, str], ...]
) -> None:
    assert expected(promise, asked(*query, right=False)) == ("either", "")
