"""What is taken over is written as our version of OpenAPI has it, and as our file is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from openapi_spec_validator import validate

from contracts.commands.update import command
from contracts.drift.comparison import compare_named
from contracts.update.patch import message
from contracts.update.proposal import Proposal

PLACE = """
openapi: {version}
info: {{title: Acme, version: "1"}}
paths:
  /people:
    get:
      responses:
        "200":
          description: Somebody.
          content:
            application/json:
              schema: {{type: object, properties: {{boss: {schema}}}}}
components:
  schemas:
    Person: {{type: object, properties: {{name: {{type: string}}}}}}
"""
REFERENCE = '{$ref: "#/components/schemas/Person"}'


@pytest.mark.parametrize(
    "schema",
    [
        '{type: "null"}',
        '{type: ["null"]}',
        '{anyOf: [{$ref: "#/components/schemas/Person"}, {type: "null"}]}',
        '{oneOf: [{type: string}, {type: "null", description: none}]}',
        '{type: [string, "null"], enum: [a, null]}',
    ],
)
def test_null_of_3_1_is_written_as_3_0_knows_it(tmp_path: Path, schema: str) -> None:
    ours, new = tmp_path / "ours.yaml", tmp_path / "new.yaml"
    ours.write_text(PLACE.format(version="3.0.3", schema=REFERENCE))
    new.write_text(PLACE.format(version="3.1.0", schema=schema))

    ended = CliRunner().invoke(command, [str(ours), str(new), "--write"])
    written: Any = yaml.safe_load(ours.read_text())

    assert ended.exit_code == 0
    validate(written)
    assert compare_named(str(ours), str(new)).findings == ()


def test_what_is_added_to_one_line_of_json_stays_on_it(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    answer = {"description": "A.", "content": {"application/json": {"schema": schema}}}
    document = {"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": {}}
    path = json.dumps({"get": {"responses": {"200": answer}}})
    ours, new = tmp_path / "ours.json", tmp_path / "new.json"
    text = json.dumps(document, indent=2).replace('"paths": {}', f'"paths": {{\n    "/a": {path}}}')
    ours.write_text(text)
    new.write_text(
        text.replace('{"a": {"type": "string"}', '{"a": {"type": "array"}, "b": {"type": "null"}')
    )

    ended = CliRunner().invoke(command, [str(ours), str(new), "--write"])

    assert ended.exit_code == 0
    assert ours.read_text() == new.read_text()


def test_a_patch_names_an_address_without_who_asks_and_the_key() -> None:
    _, body = message(Proposal((), (), ()), "ours.yaml", "https://ada:pw@acme.example/o?key=x")

    assert "says what https://acme.example/o says" in body
    assert "pw" not in body
    assert "key" not in body
