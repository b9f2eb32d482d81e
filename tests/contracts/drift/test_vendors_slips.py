"""What vendors' documents really contain: slips, and their mending, are no changes of an API."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from contracts.drift.comparison import compare_named
from mock_server.errors import SpecError

Json = Any

TEXT = {"type": "string"}
PATH_ID = {"name": "id", "in": "path", "required": True, "schema": TEXT}
QUERY = {"name": "q", "in": "query", "required": True, "schema": TEXT}
BYTES = {"type": "string", "format": "binary"}


def written(folder: Path, name: str, tree: Json) -> str:
    (folder / name).write_bytes(orjson.dumps(tree))
    return str(folder / name)


def operation(*parameters: Json, **said: Json) -> Json:
    return {"parameters": list(parameters), "responses": {"200": {"description": ""}}, **said}


def document(path: str, *parameters: Json, **said: Json) -> Json:
    top = {key: said.pop(key) for key in ("servers", "security", "components") if key in said}
    return {"openapi": "3.1.0", **top, "paths": {path: {"get": operation(*parameters, **said)}}}


def answering(media: str, **content: Json) -> Json:
    return document("/a", responses={"200": {"description": "", "content": {media: content}}})


def receiving(schema: Json) -> Json:
    shape = {"type": "object", "properties": {"it": schema}}
    return answering("application/json", schema=shape)


def at(*servers: Json) -> Json:
    return document("/a", servers=list(servers))


BEARER = {"securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}}

SLIPS: dict[str, tuple[Json, Json]] = {
    "a part of a path that is not described": (
        document("/a/{id}"),
        document("/a/{id}", PATH_ID),
    ),
    "a parameter of a path that has no such part": (document("/a", PATH_ID), document("/a")),
    "a parameter of a path that does not say where it is": (
        document("/a/{id}", {"name": "id", "required": True, "schema": TEXT}),
        document("/a/{id}", PATH_ID),
    ),
    "a parameter that does not say where it is": (
        document("/a", {"name": "q", "required": True, "schema": TEXT}),
        document("/a", QUERY),
    ),
    "a place in capitals": (document("/a", {**QUERY, "in": "Query"}), document("/a", QUERY)),
    "a quoted flag": (document("/a", {**QUERY, "required": "true"}), document("/a", QUERY)),
    "a parameter as in Swagger 2": (
        document("/a", {"name": "q", "in": "query", "required": True, "type": "string"}),
        document("/a", QUERY),
    ),
    "a header as in Swagger 2": (
        document("/a", responses={"200": {"headers": {"X-Left": {"type": "integer"}}}}),
        document("/a", responses={"200": {"headers": {"X-Left": {"schema": {"type": "integer"}}}}}),
    ),
    "a path without its first slash": (document("a"), document("/a")),
    "a type in capitals": (receiving({"type": "String"}), receiving(TEXT)),
    "a type with a blank": (receiving({"type": ["string ", "Null"]}), receiving(
        {"type": ["string", "null"]}
    )),
    "a format in capitals": (
        receiving({**TEXT, "format": "Date-Time"}),
        receiving({**TEXT, "format": "date-time"}),
    ),
    "a quoted nullable": (
        receiving({**TEXT, "nullable": "true"}),
        receiving({"type": ["string", "null"]}),
    ),
    "bytes, as 3.0 says them": (
        answering("application/octet-stream", schema=BYTES),
        answering("application/octet-stream"),
    ),
    "an address with variables": (
        at({"url": "https://acme.example/v1"}),
        at({"url": "https://{host}/{base}", "variables": {
            "host": {"default": "acme.example"}, "base": {"default": "v1"},
        }}),
    ),
    "several addresses as one with a variable": (
        at({"url": "https://eu.acme.example"}, {"url": "https://us.acme.example"}),
        at({"url": "https://{region}.acme.example", "variables": {
            "region": {"default": "eu", "enum": ["eu", "us"]},
        }}),
    ),
    "a host in capitals": (
        at({"url": "https://API.acme.example/V1"}), at({"url": "https://api.acme.example/V1"})
    ),
    "the address of the document itself": (document("/a"), at({"url": "/"})),
    "credentials that are described later": (
        document("/a", security=[{"key": []}]),
        document("/a", security=[{"key": []}], components=BEARER),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_that_is_mended_is_nothing(tmp_path: Path, name: str) -> None:
    slip, right = (written(tmp_path, f"{side}.json", it) for side, it in enumerate(SLIPS[name]))

    assert compare_named(slip, right).findings == ()
    assert compare_named(right, slip).findings == ()


LINES = """\
openapi: 3.0.3
info: {title: Acme, version: "1"}
paths:
  /a:
    get:
      responses:
        "200":
          description: A caf\u00e9, and what it costs.
          content:
            application/json:
              schema:
                type: object
"""


@pytest.mark.parametrize(
    "other",
    [
        LINES.encode("windows-1252"),
        LINES.replace(", and", "\x0b and\x01").encode(),
        LINES.encode("utf-16"),
        LINES.replace("\n", "\r\n").encode("utf-8-sig"),
    ],
)
def test_other_letters_and_controls_in_descriptions_are_nothing(
    tmp_path: Path, other: bytes
) -> None:
    (tmp_path / "one.yaml").write_text(LINES, "utf-8")
    (tmp_path / "other.yaml").write_bytes(other)

    assert compare_named(str(tmp_path / "one.yaml"), str(tmp_path / "other.yaml")).findings == ()


@pytest.mark.parametrize("last", ["content", "schema", "type", "get", '"200"'])
def test_a_document_that_was_cut_off_after_a_name_is_refused(tmp_path: Path, last: str) -> None:
    (tmp_path / "one.yaml").write_text(LINES, "utf-8")
    cut = LINES[: LINES.index(f"{last}:") + len(last) + 1]
    (tmp_path / "other.yaml").write_text(f"{cut}\n", "utf-8")

    with pytest.raises(SpecError, match="its last line names something"):
        compare_named(str(tmp_path / "one.yaml"), str(tmp_path / "other.yaml"))
