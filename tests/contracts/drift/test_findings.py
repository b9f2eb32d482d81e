"""What is said of a difference: once, where it is, whom it concerns, by which mark to know it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.drift.comparison import compare_named
from contracts.drift.finding import Finding
from contracts.drift.place import find
from tests.contracts.drift.acme import Json, body, document, drift, loaded, operation, responding
from tests.contracts.drift.test_operation_rules import CASES as OPERATION_CASES
from tests.contracts.drift.test_schema_rules import CASES

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}


def shop(cost: Any, component: str = "Cost", parameter: str = "id") -> Json:
    """Three operations that share a component, in both directions."""
    shared = {"$ref": f"#/components/schemas/{component}"}
    answers = {"200": {"description": "fine", **body({"type": "array", "items": shared})}}
    path = f"/orders/{{{parameter}}}"
    named = {"name": parameter, "in": "path", "required": True, "schema": TEXT}
    paths = {
        path: {
            "parameters": [named],
            "get": {"responses": answers},
            "put": {"requestBody": body(shared), "responses": {"204": {"description": "done"}}},
        },
        "/orders": {"get": {"responses": answers}},
    }
    properties = {"cost": {"type": "object", "properties": {"amount": cost}}}
    schema = {"type": "object", "properties": properties}
    return document(paths, components={"schemas": {component: schema}})


def test_a_shared_schema_gives_one_finding_for_each_direction() -> None:
    report = drift(shop(TEXT), shop(WHOLE))

    place = "/components/schemas/Cost/properties/cost/properties/amount"
    told = [(f.direction, f.operations, f.where, f.old_pointer) for f in report.findings]
    assert sorted(told) == [
        ("request", ("PUT /orders/{id}",), "request body.cost.amount", place),
        (
            "response",
            ("GET /orders", "GET /orders/{id}"),
            "response 200[].cost.amount",
            place,
        ),
    ]


def test_a_fingerprint_survives_renames_and_moves() -> None:
    before = marks(drift(shop(TEXT), shop(WHOLE)).findings)

    renamed = drift(shop(TEXT), shop(WHOLE, component="Price", parameter="order_id"))
    moved = shop(WHOLE)
    schema = moved["components"]["schemas"]["Cost"]["properties"].pop("cost")
    moved["components"]["schemas"]["Cost"]["properties"]["cost"] = {
        "$ref": "#/components/schemas/Moved"
    }
    moved["components"]["schemas"]["Moved"] = {"allOf": [schema]}

    assert marks(renamed.findings) == before
    assert marks(drift(shop(TEXT), moved).findings) == before


def test_a_path_parameter_may_be_renamed_while_it_changes() -> None:
    def order(name: str, schema: Json) -> Json:
        named = {"name": name, "in": "path", "required": True, "schema": schema}
        return document({f"/orders/{{{name}}}": {"get": operation(parameters=[named])}})

    one = drift(order("id", TEXT), order("id", WHOLE)).findings
    other = drift(order("id", TEXT), order("order_id", WHOLE)).findings

    assert [f.where for f in other] == ["the path parameter 1 (order_id)"]
    assert marks(one) == marks(other)


def test_other_differences_have_other_fingerprints() -> None:
    first = marks(drift(shop(TEXT), shop(WHOLE)).findings)
    second = marks(drift(shop(TEXT), shop({"type": "boolean"})).findings)
    back = marks(drift(shop(WHOLE), shop(TEXT)).findings)

    assert not first & second
    assert not first & back


def marks(findings: tuple[Finding, ...]) -> set[str]:
    return {finding.fingerprint for finding in findings}


@pytest.mark.parametrize("case", OPERATION_CASES, ids=str)
def test_both_pointers_lead_to_something(case: Any) -> None:
    _resolve(case.old, case.new)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_both_pointers_of_schemas_lead_to_something(case: Any) -> None:
    _resolve(responding(case.old), responding(case.new))


def _resolve(old: Json, new: Json) -> None:
    for finding in drift(old, new).findings:
        assert find(loaded(old).root, finding.old_pointer) is not None, finding
        assert find(loaded(new).root, finding.new_pointer) is not None, finding


def test_what_is_only_received_breaks_no_request() -> None:
    def order(**fields: Any) -> Json:
        schema = {"type": "object", "properties": fields, "required": sorted(fields)}
        taking = operation(requestBody=body(schema))
        return document({"/orders": {"post": taking}})

    old = order(id={**TEXT, "readOnly": True}, note=TEXT)

    changed = drift(old, order(id={**WHOLE, "readOnly": True}, note=TEXT))
    gone = drift(old, order(note=TEXT))
    added = drift(
        old, order(id={**TEXT, "readOnly": True}, note=TEXT, at={**TEXT, "readOnly": True})
    )

    assert [report.severity.word for report in (changed, gone, added)] == ["safe"] * 3


def test_an_operation_that_moves_from_path_to_server_stays_the_same() -> None:
    old = document({"/v2/a": {"get": operation()}}, servers=[{"url": "https://api.acme.example"}])
    new = document({"/a": {"get": operation()}}, servers=[{"url": "https://api.acme.example/v2"}])

    assert drift(old, new).findings == ()
    assert drift(new, old).findings == ()


def test_documents_of_a_folder_may_have_the_same_paths_and_be_renamed(tmp_path: Path) -> None:
    for version, cost in (("old", TEXT), ("new", WHOLE)):
        for name, schema in (("calls", cost), ("texts", TEXT), (f"in-{version}", TEXT)):
            folder = tmp_path / version / name
            folder.mkdir(parents=True)
            (folder / f"{name}.json").write_text(json.dumps(responding(schema)))

    report = compare_named(str(tmp_path / "old"), str(tmp_path / "new"))

    told = sorted((f.kind, f.old_pointer.split("#")[0]) for f in report.findings)
    assert told == [("type-changed", "calls/calls.json")]
