"""SARIF 2.1.0, which code hosts show beside the lines of the documents.

Source of the structure: "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", OASIS.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from contracts.report.positions import START, Position, file_positions
from contracts.report.sheet import Row, Sheet, few
from mock_server import __version__

Json = Any

MOST_SUBJECTS = 5

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

Found = Mapping[str, Position]


def sarif(sheet: Sheet, root: Path | None = None) -> str:
    """One run with a result for each row.

    Args:
        root: files below it are named relative to it, as code hosts want; the working folder.
    """
    base = root or Path.cwd()
    found = located(place for row in sheet.rows for place in row.places)
    rules = list(dict.fromkeys([*(row.rule for row in sheet.rows), *sheet.rules]))
    run = {
        "tool": {"driver": _driver(sheet, rules)},
        "automationDetails": {"id": f"{sheet.command}/{sheet.title}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"uri": base.resolve().as_uri().rstrip("/") + "/"}},
        "invocations": [{"executionSuccessful": True}],
        "results": [_result(row, rules, found, base) for row in sheet.rows],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return orjson.dumps(log, option=orjson.OPT_INDENT_2).decode() + "\n"


def located(places: Iterable[str]) -> Found:
    """Where places ("file#/json/pointer") stand; each file is read once."""
    by_file: dict[str, set[str]] = {}
    for place in places:
        file, _, pointer = place.partition("#")
        by_file.setdefault(file, set()).add(pointer)
    return {
        f"{file}#{pointer}": position
        for file, pointers in by_file.items()
        for pointer, position in file_positions(Path(file), pointers).items()
    }


def _driver(sheet: Sheet, rules: Sequence[str]) -> Json:
    return {
        "name": "Understudy",
        "semanticVersion": __version__,
        "rules": [
            {
                "id": rule,
                "shortDescription": {"text": sheet.rules.get(rule) or rule.replace("_", " ")},
            }
            for rule in rules
        ],
    }


def _result(row: Row, rules: Sequence[str], found: Found, base: Path) -> Json:
    result: Json = {
        "ruleId": row.rule,
        "ruleIndex": rules.index(row.rule),
        "level": row.level,
        "kind": "fail",
        "message": {"text": f"{few(row.subjects, MOST_SUBJECTS)} {row.where}\n{row.message}"},
        "locations": _locations(row, found, base),
        "partialFingerprints": {"understudy/v1": row.fingerprint},
        "properties": {"operations": list(row.subjects), "where": row.where, "curl": row.command},
    }
    if row.suppressed:
        result["suppressions"] = [{"kind": "external", "justification": row.suppressed}]
    return result


def _locations(row: Row, found: Found, base: Path) -> list[Json]:
    logical = [{"fullyQualifiedName": one, "kind": "function"} for one in row.subjects[:1]]
    physical = [_physical(place, found.get(place, START), base) for place in row.places[:1]]
    return [
        {**({"physicalLocation": physical[0]} if physical else {}), "logicalLocations": logical}
    ]


def _physical(place: str, position: Position, base: Path) -> Json:
    return {
        "artifactLocation": _artifact(place.partition("#")[0], base),
        "region": {"startLine": position.line, "startColumn": position.column},
    }


def _artifact(file: str, base: Path) -> Json:
    if "://" in file:
        return {"uri": file}
    whole = Path(file).resolve()
    if whole.is_relative_to(base.resolve()):
        return {"uri": whole.relative_to(base.resolve()).as_posix(), "uriBaseId": "ROOT"}
    return {"uri": whole.as_uri()}
