"""Coverage from files: of earlier runs, and of journals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contracts.contract import Contract
from contracts.coverage import Coverage, Gauge, journalled, read_coverage, write_coverage
from contracts.errors import CheckError
from tests.contracts.coverage.things import GET, LIST, POST, fine, points, seen


def test_a_run_adds_to_what_earlier_runs_kept(things: Contract, tmp_path: Path) -> None:
    file = tmp_path / "folder" / "coverage.json"
    first, second = Coverage(), Coverage()
    Gauge("mock").see(seen(things, LIST, fine(), params={"state": "open"}), first)
    Gauge("live").see(seen(things, LIST, fine(), params={"state": "closed"}), second)

    write_coverage(file, first)
    kept = read_coverage(file)
    kept.add(second)
    write_coverage(file, kept)

    first.add(second)
    assert read_coverage(file) == first
    assert [one.name for one in file.parent.iterdir()] == ["coverage.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 2, "hits": {}}', '{"hits": 3, "version": 1}']
)
def test_a_file_of_something_else_is_refused_and_left_alone(text: str, tmp_path: Path) -> None:
    file = tmp_path / "coverage.json"
    file.write_text(text)

    with pytest.raises(CheckError, match="Coverage cannot be kept"):
        read_coverage(file)

    assert file.read_text() == text


def har(*entries: Any) -> str:
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}})


def entry(method: str, url: str, status: int, **more: Any) -> Any:
    return {
        "time": 12.5,
        "request": {"method": method, "url": url, "headers": []},
        "response": {
            "status": status,
            "headers": [{"name": "content-type", "value": "application/json"}],
            "content": {"text": '{"data": [{"id": "1", "note": null}]}'},
        },
        **more,
    }


def test_a_journal_is_read_whatever_stands_before_the_path(
    things: Contract, tmp_path: Path
) -> None:
    file = tmp_path / "calls.har"
    host = "http://127.0.0.1:4010"
    file.write_text(
        har(
            entry("GET", f"{host}/_session/mine/things/v2/things?state=open", 200),
            entry("GET", f"{host}/things/7", 404, _operation="getThing"),
            entry("GET", f"{host}/things", 200, _operation="somebody-elses"),
            entry("GET", f"{host}/elsewhere", 200),
        )
    )
    coverage = Coverage()

    for observed in journalled(file, things):
        Gauge("tests").see(observed, coverage)

    told = {one["operation"]: one["exchanges"] for one in coverage.told(things)["operations"]}
    assert told == {LIST: {"tests": 1}, POST: {}, GET: {"tests": 1}}
    assert "200 /data/*/note null" in points(coverage, "branches", "tests")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"log": {"entries": 3}}',
        har("no entry"),
        har({"request": {}}),
        har(entry("GET", "http://[", 200)),
    ],
)
def test_what_is_no_journal_is_refused_in_words(
    things: Contract, text: str, tmp_path: Path
) -> None:
    file = tmp_path / "calls.har"
    file.write_text(text)

    with pytest.raises(CheckError, match="no archive of a journal"):
        list(journalled(file, things))
