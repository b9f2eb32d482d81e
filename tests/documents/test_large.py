from __future__ import annotations

from pathlib import Path

import orjson
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.documents.large import large_document, write_large


def test_the_large_document_is_valid_openapi_3_1() -> None:
    document = large_document(60, 120_000)

    errors = [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()]

    assert errors == []


def test_the_large_document_has_the_size_and_the_operations_that_were_asked_for() -> None:
    document = large_document(900, 4_000_000)

    size = len(orjson.dumps(document))
    operations = sum(len(item) for item in document["paths"].values())

    assert (operations, abs(size - 4_000_000) < 400_000) == (900, True)


def test_json_and_yaml_hold_the_same_document(tmp_path: Path) -> None:
    write_large(tmp_path / "a.json", 30, 60_000)
    write_large(tmp_path / "a.yaml", 30, 60_000)

    as_json = orjson.loads((tmp_path / "a.json").read_bytes())
    as_yaml = yaml.load((tmp_path / "a.yaml").read_text(), yaml.CSafeLoader)

    assert as_json == as_yaml
