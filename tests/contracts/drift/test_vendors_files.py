"""Documents in pieces, with references where OpenAPI foresees none, and other liberties."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.drift.comparison import compare_named
from tests.contracts.drift.acme import (
    TEXT,
    Json,
    body,
    document,
    drift,
    one,
    operation,
    responding,
    told,
)

FIELDS = {"id": {"type": "string"}, "size": {"type": "integer"}}
ANSWER = {"description": "fine", **body({"type": "object", "properties": FIELDS})}
LIMIT = {"name": "limit", "in": "query", "schema": TEXT}
WHOLE = document({"/rooms": {"get": {"parameters": [LIMIT], "responses": {"200": ANSWER}}}})

ELSEWHERE: dict[str, tuple[str, ...]] = {
    "all paths": ("paths",),
    "a path": ("paths", "/rooms"),
    "an operation": ("paths", "/rooms", "get"),
    "all parameters": ("paths", "/rooms", "get", "parameters"),
    "all responses": ("paths", "/rooms", "get", "responses"),
    "a response": ("paths", "/rooms", "get", "responses", "200"),
    "all media types": ("paths", "/rooms", "get", "responses", "200", "content"),
    "a media type": ("paths", "/rooms", "get", "responses", "200", "content", "application/json"),
    "all properties": (
        "paths", "/rooms", "get", "responses", "200", "content", "application/json", "schema",
        "properties",
    ),
}  # fmt: skip


def moved(folder: Path, way: tuple[str, ...], tree: Json) -> str:
    """The document with that part of it in a file of its own."""
    folder.mkdir()
    whole: Any = json.loads(json.dumps(tree))
    home = whole
    for word in way[:-1]:
        home = home[word]
    (folder / "part.json").write_text(json.dumps(home[way[-1]]))
    home[way[-1]] = {"$ref": "part.json"}
    (folder / "acme.json").write_text(json.dumps(whole))
    return str(folder / "acme.json")


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_part_may_be_written_in_another_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "whole.json").write_text(json.dumps(WHOLE))
    whole, parts = str(tmp_path / "whole.json"), moved(tmp_path / "parts", ELSEWHERE[name], WHOLE)

    assert compare_named(whole, parts).findings == ()
    assert compare_named(parts, whole).findings == ()


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_changes_in_another_file_is_told(tmp_path: Path, name: str) -> None:
    changed = json.loads(json.dumps(WHOLE).replace('"integer"', '"boolean"'))
    changed["paths"]["/rooms"]["get"]["parameters"][0]["required"] = True
    old = moved(tmp_path / "old", ELSEWHERE[name], WHOLE)
    new = moved(tmp_path / "new", ELSEWHERE[name], changed)

    found = compare_named(old, new).findings

    assert [(f.kind, f.where) for f in found] == [
        ("type-changed", "response 200.size"),
        ("parameter-became-required", "the query parameter limit"),
    ]


def test_a_line_that_holds_only_a_tab_is_a_blank_line(tmp_path: Path) -> None:
    lines = "openapi: 3.0.3\ninfo: {title: A}\n\npaths:\n  /a: {get: {}}\n"
    (tmp_path / "one.yaml").write_text(lines)
    (tmp_path / "other.yaml").write_text(lines.replace("\n\n", "\n\t\n"))

    assert compare_named(str(tmp_path / "one.yaml"), str(tmp_path / "other.yaml")).findings == ()


NULLS = [
    ({"type": ["string", None]}, {"type": ["string", "null"]}),
    ({"anyOf": [TEXT, {"type": None}]}, {"anyOf": [TEXT, {"type": "null"}]}),
    ({"oneOf": [TEXT, {"type": None, "title": "None"}]}, {"type": ["string", "null"]}),
]


@pytest.mark.parametrize(("slip", "right"), NULLS)
def test_null_may_lack_its_quotes(slip: Json, right: Json) -> None:
    one_side, other = responding(slip, "3.1.0"), responding(right, "3.1.0")

    assert told(one_side, other) == []
    assert told(other, one_side) == []


def test_a_remark_among_media_types_is_none() -> None:
    answer = {"description": "fine", "content": {**body(TEXT)["content"], "x-note": "Yes."}}

    plain = one(responses={"200": {"description": "fine", **body(TEXT)}})

    assert told(plain, one(responses={"200": answer})) == []


WORDS_OF_31: list[tuple[Json, Json, str]] = [
    (
        {"type": "array", "prefixItems": [TEXT], "unevaluatedItems": False},
        {"type": "array", "prefixItems": [TEXT], "items": False},
        "",
    ),
    (
        {**TEXT, "contentSchema": {"type": "object"}},
        {**TEXT, "contentSchema": {"type": "array"}},
        "contentSchema was something, now it is something else",
    ),
]


@pytest.mark.parametrize(("before", "after", "message"), WORDS_OF_31)
def test_words_of_31_are_understood(before: Json, after: Json, message: str) -> None:
    old, new = (
        document({"/a": {"get": operation(responses={"200": {"description": "", **body(schema)}})}},
                 "3.1.0")
        for schema in (before, after)
    )  # fmt: skip

    assert [f.message for f in drift(old, new).findings] == ([message] if message else [])
