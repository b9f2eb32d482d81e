"""Reports for tests of formats."""

from __future__ import annotations

from pathlib import Path

from contracts.finding import Finding
from contracts.report.report import Asked, Report, Tried

DOCUMENT = """\
openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      responses:
        "200": {description: fine}
  /things/{id}:
    get:
      responses:
        "200": {description: fine}
"""

NASTY = (
    "</script><script>alert(1)</script> & \"quoted\" 'too' \x1b[31m \x00 | ```x``` [y](z) ]]>"
    " \ud7ff \ufffe\n# title"
)
"""What a server may answer, to whoever shows it: markup, terminal codes, what XML cannot write."""


def finding(**said: object) -> Finding:
    usual = {
        "check": "body_schema",
        "operation": "GET /things",
        "status": 200,
        "pointer": "/data/*/id",
        "keyword": "type",
        "expected": "a value of type string",
        "actual": "number 9",
        "curl": "curl -sS http://127.0.0.1:4010/things",
    }
    return Finding(**{**usual, **said})  # type: ignore[arg-type]


def document(folder: Path) -> Path:
    file = folder / "things.yaml"
    file.write_text(DOCUMENT)
    return file


def report(folder: Path, *findings: Finding, **said: object) -> Report:
    file = document(folder)
    usual: dict[str, object] = {
        "target": "mock:things",
        "verdict": "violation" if findings else "conformant",
        "requests": 1234,
        "findings": findings,
        "seconds": {"GET /things": [0.001, 0.002, 0.1], "GET /things/{id}": [0.5]},
        "operations": (
            Asked("GET /things", f"{file}#/paths/~1things/get", 3),
            Asked("GET /things/{id}", f"{file}#/paths/~1things~1{{id}}/get", 0),
        ),
        "checks": {"body_schema": "A body keeps to its schema.", "documented_status": "Known."},
        "laws": (
            Tried("pages_tile_the_list", "Pages tile the list.", "conformant"),
            Tried("windows_tile_time", "Windows tile time.", "inconclusive", "there is no data"),
        ),
        "elapsed_s": 2.5,
        "seed": 7,
    }
    return Report(**{**usual, **said})  # type: ignore[arg-type]
