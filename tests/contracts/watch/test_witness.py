"""Of two documents, which one the API follows: seen in its answers, kind by kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contracts.contract import contract
from contracts.drift.comparison import compare_named
from contracts.lattice.baseline import ARMED, Baseline
from contracts.lattice.watching import Golden, learn, look
from contracts.watch.verdict import AHEAD, STALE
from contracts.watch.witness import verdict_of_document
from tests.contracts.lattice.answers import answered

DOCUMENT = """
openapi: 3.1.0
info: {title: Bills, version: "1"}
paths:
  /bills:
    get:
      responses:
        "200":
          description: All of them.
          content:
            application/json:
              schema:
                type: object
                required: [data]
                properties:
                  data: {type: array, items: {type: object, required: [id], properties: BILL}}
        "404": {description: None.}
"""
BILL = "{id: {type: string}, cost: {type: number}, state: {type: string, enum: [open, paid]}}"
ROW = {"id": "x y", "cost": 1.5, "state": "open"}
AS_NULL = BILL.replace("{type: number}", '{type: [number, "null"]}')
AS_TEXT = BILL.replace("{type: number}", "{type: string}")
EITHER = BILL.replace("{type: number}", "{type: [number, string]}")
WITH_TAX = BILL.replace("{id:", "{tax: {type: integer}, id:")
WITH_VOID = BILL.replace("paid]", "paid, void]")
WITHOUT_COST = BILL.replace("cost: {type: number}, ", "")


@pytest.mark.parametrize(
    ("old", "new", "row", "verdict"),
    [
        (BILL, WITH_TAX, {**ROW, "tax": 1}, STALE),
        (BILL, WITH_TAX, ROW, AHEAD),
        (BILL, WITHOUT_COST, ROW, AHEAD),
        (BILL, WITHOUT_COST, {"id": "x y", "state": "open"}, STALE),
        (BILL, AS_NULL, {**ROW, "cost": None}, STALE),
        (BILL, AS_NULL, ROW, AHEAD),
        (AS_NULL, BILL, {**ROW, "cost": None}, AHEAD),
        (AS_NULL, BILL, ROW, STALE),
        (BILL, AS_TEXT, {**ROW, "cost": "1.5"}, STALE),
        (BILL, AS_TEXT, ROW, AHEAD),
        (BILL, AS_TEXT, {**ROW, "cost": True}, ""),
        (BILL, EITHER, {**ROW, "cost": "1.5"}, STALE),
        (BILL, EITHER, ROW, AHEAD),
        (EITHER, BILL, {**ROW, "cost": 2}, STALE),
        (EITHER, BILL, {**ROW, "cost": "1.5"}, AHEAD),
        (BILL, WITH_VOID, {**ROW, "state": "void"}, STALE),
        (BILL, WITH_VOID, ROW, AHEAD),
        (WITH_VOID, BILL, ROW, STALE),
        (WITH_VOID, BILL, {**ROW, "state": "void"}, AHEAD),
    ],
)
def test_the_answers_tell_which_document_is_right(
    tmp_path: Path, old: str, new: str, row: dict[str, Any], verdict: str
) -> None:
    seen = watched(tmp_path, old, row)

    assert verdicts(tmp_path, old, new, seen) == {verdict}


@pytest.mark.parametrize(("has", "verdict"), [(1.0, AHEAD), (0.5, STALE)])
def test_whether_a_field_may_be_left_out_is_seen_in_how_often_it_is(
    tmp_path: Path, has: float, verdict: str
) -> None:
    optional = DOCUMENT.replace("required: [id], ", "")
    rows = [ROW, ROW if has == 1.0 else {"cost": 1.5}]
    (tmp_path / "new.yaml").write_text(optional.replace("BILL", BILL))

    seen = watched(tmp_path, BILL, *rows)
    found = compare_named(str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")).findings

    assert [verdict_of_document(one, seen) for one in found] == [verdict]


def watched(folder: Path, document: str, *rows: dict[str, Any]) -> Baseline:
    file = folder / "old.yaml"
    file.write_text(DOCUMENT.replace("BILL", document))
    promised = contract("bills", (file,))
    asked = [Golden("bills", lambda: answered(promised, *rows), frozenset({200}))]
    baseline = Baseline("live:bills", salt="salt")
    for _ in range(ARMED):
        learn(baseline, look(asked, baseline, promised))
    return baseline


def verdicts(folder: Path, old: str, new: str, seen: Baseline) -> set[str]:
    for name, bill in (("old", old), ("new", new)):
        (folder / f"{name}.yaml").write_text(DOCUMENT.replace("BILL", bill))
    found = compare_named(str(folder / "old.yaml"), str(folder / "new.yaml")).findings
    return {verdict_of_document(one, seen) for one in found}
