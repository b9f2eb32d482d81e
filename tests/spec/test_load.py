from __future__ import annotations

import os
from pathlib import Path

import pytest

from mock_server import cache
from mock_server.errors import SpecError
from mock_server.spec.load import load_document

MAIN = """
openapi: 3.1.0
info: {title: Acme, version: "1"}
servers:
  - url: "https://{place}.acme.example/v{n}"
    variables: {place: {default: eu}, n: {default: "2"}}
paths:
  /things/{id}:
    $ref: "paths/things.yaml#/one"
"""
THINGS = """
one:
  get:
    parameters: [{name: id, in: path, required: true, schema: {$ref: "../schemas.json#/Id"}}]
    responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/Thing"}}}}}
Thing: {type: object, properties: {id: {$ref: "../schemas.json#/Id"}}}
"""


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNDERSTUDY_CACHE", str(tmp_path / "cache"))
    (tmp_path / "paths").mkdir()
    (tmp_path / "acme.yaml").write_text(MAIN)
    (tmp_path / "paths" / "things.yaml").write_text(THINGS)
    (tmp_path / "schemas.json").write_text('{"Id": {"type": "string", "minLength": 3}}')
    return tmp_path / "acme.yaml"


def test_a_document_may_be_spread_over_files(acme: Path) -> None:
    document = load_document(acme)
    operation = document.operation(document.entries[0])

    assert document.base_paths == ("/v2",)
    assert operation.key == "GET /things/{id}"
    assert operation.parameters[0].schema["$defs"] == {"Id": {"type": "string", "minLength": 3}}
    assert {path.name for path in document.files.paths} == {
        "acme.yaml",
        "things.yaml",
        "schemas.json",
    }


def test_a_document_that_was_checked_is_not_checked_again_until_a_file_changes(acme: Path) -> None:
    load_document(acme)
    (acme.parent / "schemas.json").write_text('{"Id": {"type": "text"}}')

    with pytest.raises(SpecError) as refusal:
        load_document(acme)

    assert refusal.value.where.endswith("schemas.json#/Id/type")


def test_what_somebody_else_can_write_is_not_read_from_the_cache(acme: Path) -> None:
    cache.write("checked", "key", {"a": 1})
    kept = next(cache.folder().glob("checked-key.json"))

    assert cache.read("checked", "key") == {"a": 1}
    kept.chmod(0o666)
    assert cache.read("checked", "key") is None


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(
    acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNDERSTUDY_CACHE", os.devnull)

    assert load_document(acme).entries


def test_lenient_serves_the_rest_and_says_what_is_left_out(acme: Path) -> None:
    acme.write_text(MAIN + "  /broken: {get: {responses: {200: {$ref: '#/nowhere'}}}}\n")

    document = load_document(acme, lenient=True)

    assert [str(entry) for entry in document.entries] == ["GET /things/{id}"]
    assert [error.where.partition("#")[2] for error in document.left_out] == [
        "/paths/~1broken/get/responses/200"
    ]


def test_a_document_of_which_nothing_can_be_served_says_what_to_mend(acme: Path) -> None:
    acme.write_text("openapi: 3.1.0\npaths:\n  /x: {get: {responses: {200: {$ref: '#/no'}}}}\n")

    with pytest.raises(SpecError) as refusal:
        load_document(acme, lenient=True)

    assert "'#/no' leads nowhere" in refusal.value.what
    assert refusal.value.where.endswith("#/paths/~1x/get/responses/200")
    assert "add a path" not in refusal.value.fix
