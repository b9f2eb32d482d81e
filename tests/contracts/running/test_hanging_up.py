"""A server that hangs up at some requests: a crash behind a proxy looks so from outside."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from contracts.report.report import Report
from contracts.running.budget import Budget
from contracts.running.order import Order
from contracts.running.run import run
from contracts.targets.target import Wanted
from tests.contracts.running.serving import answering, whole

LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 0}}
WORD = {"name": "word", "in": "query", "schema": {"type": "string"}}
JSON = {"application/json": {"schema": {"type": "array"}}}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Things", "version": "1"},
    "paths": {
        "/things": {
            "get": {
                "parameters": [LIMIT, WORD],
                "responses": {
                    "200": {"description": "Some.", "content": JSON},
                    "400": {"description": "No.", "content": JSON},
                },
            }
        }
    },
}


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(DOCUMENT))
    return path


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()
    handler.close_connection = True


def answer(handler: BaseHTTPRequestHandler) -> None:
    said = parse_qs(urlsplit(handler.path).query).get("limit", ["0"])
    status = 200 if all(one.isdigit() for one in said) else 400
    whole(handler, status, b"[]", Content_Type="application/json")


def judge(url: str, document: Path) -> Report:
    return run(Wanted(url, (document,)), Order(Budget(150), phases=("listed", "fuzzing")))


def test_an_operation_that_hangs_up_at_some_requests_has_a_finding(document: Path) -> None:
    def crash_at_zero(handler: BaseHTTPRequestHandler) -> None:
        said = parse_qs(urlsplit(handler.path).query)
        (hang_up if said.get("limit") == ["0"] else answer)(handler)

    with answering(crash_at_zero) as url:
        report = judge(url, document)

    found = [one for one in report.findings if one.keyword == "hung-up"]
    assert [(one.check, one.operation, one.status) for one in found] == [
        ("no_server_error", "GET /things", 0)
    ]
    assert found[0].curl.endswith("/things?limit=0'")
    assert found[0].answer == ""
    assert report.verdict == "violation"


def test_a_connection_that_is_lost_once_is_no_finding(document: Path) -> None:
    count = 0

    def lose_some(handler: BaseHTTPRequestHandler) -> None:
        nonlocal count
        count += 1
        (hang_up if count % 7 == 0 else answer)(handler)

    with answering(lose_some) as url:
        report = judge(url, document)

    assert not [one for one in report.findings if one.keyword == "hung-up"]


def test_a_server_that_hangs_up_from_some_moment_on_has_died(document: Path) -> None:
    count = 0

    def die(handler: BaseHTTPRequestHandler) -> None:
        nonlocal count
        count += 1
        (hang_up if count > 40 else answer)(handler)

    with answering(die) as url:
        report = judge(url, document)

    assert not [one for one in report.findings if one.keyword == "hung-up"]
    assert any("without an answer" in note for note in report.notes)
