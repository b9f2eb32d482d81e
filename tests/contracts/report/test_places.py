"""What a finding speaks of is found in the document, wherever references lead."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.finding import Finding
from contracts.report.places import narrowed

MAIN = """openapi: 3.1.0
paths:
  /notes:
    get:
      responses:
        "200":
          description: All.
          headers: {X-Total: {schema: {type: integer}}}
          content:
            text/csv: {}
            application/json:
              schema: {type: object, properties: {data: {type: array, items: {$ref: 'b.yaml#/N'}}}}
        "400": {$ref: '#/components/responses/No'}
components:
  responses:
    No: {description: No., content: {application/json: {schema: {$ref: '#/components/schemas/L'}}}}
  schemas:
    L: {anyOf: [{$ref: '#/components/schemas/L'}, {type: object, properties: {a/b: {}}}]}
"""
OTHER = "N: {allOf: [{type: object, properties: {id: {type: string}}}]}\n"
RESPONSES = "/paths/~1notes/get/responses"

CASES = {
    "a field in another file": ("200", "/data/*/id", "b.yaml#/N/allOf/0/properties/id"),
    "a field that nobody documents": ("200", "/data/*/nope", "b.yaml#/N"),
    "a header, whatever its case": (
        "200",
        "header:x-total",
        f"a.yaml#{RESPONSES}/200/headers/X-Total",
    ),
    "a media type": ("200", "header:Content-Type", f"a.yaml#{RESPONSES}/200/content"),
    "the whole answer": ("200", "", f"a.yaml#{RESPONSES}/200"),
    "below a union that holds itself": (
        "400",
        "/a~1b",
        "a.yaml#/components/schemas/L/anyOf/1/properties/a~1b",
    ),
    "a status that is not there": ("500", "/x", f"a.yaml#{RESPONSES}/500"),
}


@pytest.mark.parametrize(("status", "pointer", "place"), CASES.values(), ids=CASES.keys())
def test_a_finding_stands_where_the_document_speaks_of_it(
    status: str, pointer: str, place: str, tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(MAIN)
    (tmp_path / "b.yaml").write_text(OTHER)
    found = Finding(
        check="body_schema",
        operation="GET /notes",
        status=200,
        pointer=pointer,
        keyword="type",
        expected="a",
        actual="b",
        severity="error",
        place=f"{tmp_path}/a.yaml#{RESPONSES}/{status}",
    )

    (one,) = narrowed([found])

    assert one.place == f"{tmp_path}/{place}"
    assert one.fingerprint == found.fingerprint


def test_a_document_that_is_gone_leaves_the_place_as_it_was(tmp_path: Path) -> None:
    found = Finding(
        check="a",
        operation="GET /x",
        status=200,
        pointer="/a",
        keyword="type",
        expected="",
        actual="",
        severity="error",
        place=f"{tmp_path}/none.yaml#/paths",
    )

    assert list(narrowed([found])) == [found]
