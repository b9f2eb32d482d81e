"""Documents that cannot be served truthfully are refused at start: what, where, why, and a fix."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from mock_server.errors import SpecError
from mock_server.spec.load import load_document

Json = dict[str, Any]


def fine(**changes: Any) -> Json:
    """A document with nothing wrong with it, but for the changes."""
    document: Json = {
        "openapi": "3.1.0",
        "info": {"title": "Fine", "version": "1"},
        "paths": {"/things/{id}": {"get": operation(), "parameters": [identifier()]}},
    }
    return {**document, **copy.deepcopy(changes)}


def operation(schema: Any = True, **changes: Any) -> Json:
    content = {"application/json": {"schema": schema}}
    return {"responses": {"200": {"description": "Fine.", "content": content}}, **changes}


def identifier(name: str = "id", **changes: Any) -> Json:
    parameter = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    return {**parameter, **changes}


def one(schema: Any = True, **changes: Any) -> Json:
    return fine(paths={"/one": {"get": operation(schema, **changes)}})


def components(schemas: Json, **changes: Any) -> Json:
    return {
        **one({"$ref": "#/components/schemas/A"}),
        "components": {"schemas": schemas},
        **changes,
    }


REF = "#/components/schemas/"
REFUSED: dict[str, tuple[Json, str]] = {
    "a reference to nothing": (one({"$ref": "#/components/schemas/No"}), "/paths/~1one/get"),
    "a reference deep in a schema": (
        one({"properties": {"a": {"items": {"$ref": "#/nowhere"}}}}),
        "/paths/~1one/get",
    ),
    "a reference to the network": (one({"$ref": "https://example.com/a.json"}), "/paths/~1one"),
    "a reference to a missing file": (one({"$ref": "no.yaml#/A"}), "/paths/~1one"),
    "a chain of references without an end": (
        components({"A": {"$ref": REF + "B"}, "B": {"$ref": REF + "A"}}),
        "/paths/~1one/get/responses/200",
    ),
    "a reference to itself": (components({"A": {"$ref": REF + "A"}}), "/paths/~1one/get"),
    "a response that refers to itself": (
        fine(
            paths={"/one": {"get": {"responses": {"200": {"$ref": "#/components/responses/R"}}}}},
            components={"responses": {"R": {"$ref": "#/components/responses/R"}}},
        ),
        "/paths/~1one/get/responses/200",
    ),
    "no paths": ({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}}, "/paths"),
    "empty paths": (fine(paths={}), "/paths"),
    "paths that are a list": (fine(paths=[]), "/paths"),
    "a path without a slash": (fine(paths={"one": {"get": operation()}}), "/paths/one"),
    "a path item that is a text": (fine(paths={"/one": "get"}), "/paths/~1one"),
    "an operation that is a list": (fine(paths={"/one": {"get": []}}), "/paths/~1one/get"),
    "a template that no parameter declares": (
        fine(paths={"/things/{id}": {"get": operation()}}),
        "/paths/~1things~1{id}/get",
    ),
    "two paths that differ in names only": (
        fine(
            paths={
                "/a/{x}": {"get": operation(), "parameters": [identifier("x")]},
                "/a/{y}": {"get": operation(), "parameters": [identifier("y")]},
            }
        ),
        "/paths/~1a~1{y}",
    ),
    "an operationId that stands twice": (
        fine(
            paths={
                "/a": {"get": operation(operationId="same")},
                "/b": {"get": operation(operationId="same")},
            }
        ),
        "/paths/~1b/get/operationId",
    ),
    "security that nothing declares": (one(security=[{"nobody": []}]), "/paths/~1one/get"),
    "top security that nothing declares": ({**one(), "security": [{"nobody": []}]}, "/security"),
    "a pattern that is none": (one({"type": "string", "pattern": "("}), "/paths/~1one/get"),
    "a type that is none": (one({"type": "text"}), "/paths/~1one/get"),
    "a bound that is a text": (one({"type": "integer", "minimum": "1"}), "/paths/~1one/get"),
    "properties that are a list": (one({"properties": ["a"]}), "/paths/~1one/get"),
    "a schema that is a text": (one("string"), "/paths/~1one/get"),
    "a parameter without a name": (
        one(parameters=[{"in": "query", "schema": {}}]),
        "/paths/~1one/get/parameters/0",
    ),
    "a parameter in no place": (
        one(parameters=[{"name": "a", "in": "body", "schema": {}}]),
        "/paths/~1one/get/parameters/0",
    ),
    "a status that is none": (
        fine(paths={"/one": {"get": {"responses": {"ok": {"description": ""}}}}}),
        "/paths/~1one/get/responses/ok",
    ),
    "responses that are a list": (
        fine(paths={"/one": {"get": {"responses": []}}}),
        "/paths/~1one/get/responses",
    ),
    "a document of another version": ({**one(), "openapi": "4.0.0"}, ""),
    "Swagger 2": ({"swagger": "2.0", "info": {}, "paths": {}}, ""),
    "no OpenAPI at all": ({"name": "package", "version": "1.0.0"}, ""),
}


@pytest.mark.parametrize(("document", "pointer"), REFUSED.values(), ids=REFUSED)
def test_a_document_is_refused_with_the_place_and_a_fix(
    tmp_path: Path, document: Json, pointer: str
) -> None:
    error = refusal(tmp_path, json.dumps(document))

    assert error.where.startswith(str(tmp_path / "document.yaml"))
    assert pointer in error.where
    assert all((error.what, error.why, error.fix))


TEXTS = {
    "an empty file": "",
    "only a comment": "# nothing yet\n",
    "a text": "hello",
    "a list": "- openapi: 3.1.0\n",
    "two documents": "openapi: 3.1.0\n---\nopenapi: 3.1.0\n",
    "a tag that would make an object": "openapi: !!python/object/apply:os.system ['true']\n",
    "an alias to nothing": "openapi: *nothing\n",
    "a key that stands twice": "openapi: 3.1.0\nopenapi: 3.1.1\npaths: {}\n",
    "an alias that contains itself": "openapi: 3.1.0\npaths: &a\n  /a: *a\n",
    "10,000 levels": "openapi: 3.1.0\npaths: " + "[" * 10_000 + "]" * 10_000 + "\n",
    "aliases that multiply": "openapi: 3.1.0\nx0: &x0 [1, 2]\n"
    + "".join(f"x{n + 1}: &x{n + 1} [{', '.join([f'*x{n}'] * 10)}]\n" for n in range(12)),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_file_that_is_no_document_is_refused(tmp_path: Path, text: str) -> None:
    error = refusal(tmp_path, text)

    assert str(tmp_path / "document.yaml") in error.where
    assert all((error.what, error.why, error.fix))


def test_a_yaml_mistake_is_shown_with_its_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, "openapi: 3.1.0\ninfo:\n  title: [unclosed\n")

    assert "line" in str(error) or ":3" in error.where or ":4" in error.where


def test_a_json_mistake_is_shown_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "document.json"
    path.write_text('{\n "openapi": "3.1.0",\n "paths": {,}\n}')

    with pytest.raises(SpecError) as caught:
        load_document(path)

    assert "3" in str(caught.value)
    assert str(path) in caught.value.where


def test_bytes_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "document.yaml"
    path.write_bytes(b"openapi: 3.1.0\ninfo: {title: \xff\xfe}\n")

    with pytest.raises(SpecError):
        load_document(path)


@pytest.mark.parametrize("name", ["", "missing.yaml"], ids=["a directory", "no file"])
def test_what_is_not_a_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SpecError) as caught:
        load_document(tmp_path / name)

    assert str(tmp_path) in caught.value.where


def test_lenient_serves_the_rest_and_lists_what_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "document.yaml"
    bad = operation({"$ref": "#/nowhere"})
    path.write_text(json.dumps(fine(paths={"/good": {"get": operation()}, "/bad": {"get": bad}})))

    document = load_document(path, lenient=True)

    assert [str(entry) for entry in document.entries] == ["GET /good"]
    assert ["~1bad" in error.where for error in document.left_out] == [True]


TOLERATED: dict[str, Json] = {
    "nothing wrong": fine(),
    "a response without a description": fine(paths={"/one": {"get": {"responses": {"200": {}}}}}),
    "an operation without responses": fine(paths={"/one": {"get": {}}}),
    "no info": {key: value for key, value in fine().items() if key != "info"},
    "fields that OpenAPI does not know": {**one(), "x-own": 1, "own": [1]},
    "a default that its enum does not hold": one({"enum": ["a"], "default": "b"}),
    "an example that its schema does not allow": one({"type": "integer", "example": "one"}),
    "a schema that contains itself": components({"A": {"properties": {"a": {"$ref": REF + "A"}}}}),
    "a reference beside other keywords": components({"A": {"$ref": REF + "B", "x": 1}, "B": {}}),
    "a format that nobody knows": one({"type": "string", "format": "made-up"}),
    "version 3.1.1": {**one(), "openapi": "3.1.1"},
    "a webhook": {**one(), "webhooks": {"w": {"post": operation()}}},
}


@pytest.mark.parametrize("document", TOLERATED.values(), ids=TOLERATED)
def test_what_can_be_served_truthfully_is_not_refused(tmp_path: Path, document: Json) -> None:
    path = tmp_path / "document.json"
    path.write_text(json.dumps(document))

    assert load_document(path).left_out == ()


def refusal(folder: Path, text: str) -> SpecError:
    path = folder / "document.yaml"
    path.write_text(text)
    with pytest.raises(SpecError) as caught:
        load_document(path)
    return caught.value
