"""Explanations and tables; `make strangers` judges the servers themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.bench import peers
from tests.strangers.explained import explanation
from tests.strangers.judging import OURS, SERVERS, Judged
from tests.strangers.table import BEGIN, END, UNEXPLAINED, text, unexplained, write

PAGE = Path(__file__).parents[2] / "docs" / "strangers.md"

FINDING = {
    "check": "wrong_is_refused",
    "operation": "GET /v2/reports",
    "status": 200,
    "pointer": "request: the query parameter date_from is not of its schema",
    "keyword": "accepted",
    "expected": "a refusal",
    "actual": "200",
    "curl": "curl 'http://127.0.0.1:4020/v2/reports?status=SUCCESS&date_from='",
}


def judged(*findings: dict[str, Any]) -> Judged:
    operations = {"known": 6, "seen": 5}
    report = {"requests": 9, "laws": [], "coverage": {"totals": {"operations": operations}}}
    return Judged(peers.PRISM, "vonage/reports.yaml", {**report, "findings": list(findings)})


def test_a_finding_is_explained_by_what_was_sent() -> None:
    empty = explanation(peers.PRISM, FINDING)
    full = explanation(peers.PRISM, FINDING | {"curl": "curl http://127.0.0.1/?date_from=never"})

    assert empty is not None
    assert "left out" in empty.because
    assert full is None


def test_what_nobody_explained_is_told_and_stands_out_in_the_table() -> None:
    came = [judged(FINDING, FINDING | {"check": "no_server_error", "status": 500})]

    assert len(unexplained(came)) == 1
    assert UNEXPLAINED in text(came)
    assert "| 9 | 5 of 6 | 2 | 0, 0, 0 |" in text(came)


def test_a_page_keeps_what_stands_around_its_tables(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")

    write(page, "new")

    assert page.read_text() == f"before\n{BEGIN}\nnew\n{END}\nafter\n"


def test_the_page_tells_of_every_server_and_leaves_nothing_unexplained() -> None:
    page = PAGE.read_text()

    assert all(f"### {server}" in page for server in (*SERVERS, OURS))
    assert UNEXPLAINED not in page
