"""Schemas whose keywords have values of wrong types: refused with a reason, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mock_server.errors import SpecError
from mock_server.spec.load import load_document

KEYWORDS = """
type format enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength
minLength pattern maxItems minItems uniqueItems maxProperties minProperties required properties
items additionalProperties allOf anyOf oneOf not if then else dependentRequired dependentSchemas
prefixItems contains minContains maxContains propertyNames patternProperties nullable discriminator
xml example examples default $ref $defs
"""
VALUES: tuple[Any, ...] = ([1], {"a": 1}, "x", -1, 1.5, True, None, [], {}, [["a"]])


def document(version: str, schema: Any) -> str:
    integer = {"type": "integer"} | schema
    answer = {"description": "ok", "content": {"application/json": {"schema": schema}}}
    post = {
        "parameters": [{"name": "q", "in": "query", "schema": schema}],
        "requestBody": {
            "content": {"application/json": {"schema": {"properties": {"x": integer}}}}
        },
        "responses": {"200": answer},
    }
    paths = {"/a": {"post": post}}
    return json.dumps({"openapi": version, "info": {"title": "t", "version": "1"}, "paths": paths})


@pytest.mark.parametrize("keyword", KEYWORDS.split())
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_keyword_of_any_type_is_read_or_refused(
    version: str, keyword: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNDERSTUDY_CACHE", str(tmp_path / "cache"))
    read = []

    for number, value in enumerate(VALUES):
        file = tmp_path / f"{number}.json"
        file.write_text(document(version, {keyword: value}))
        try:
            loaded = load_document(file)
        except SpecError:
            continue
        read.append(loaded.operation(loaded.entries[0]))

    assert all(operation.key == "POST /a" for operation in read)
