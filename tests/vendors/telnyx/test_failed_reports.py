"""Reports that fail because a rule says so, in the words of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from mock_server.faults.reading import dated
from mock_server.session import Conditions
from tests.vendors.telnyx.asking import Telnyx, fine

MONTH = {"start_time": "2026-10-01T00:00:00Z", "end_time": "2026-10-02T00:00:00Z"}
DAYS = {"start_date": "2026-10-01T00:00:00Z", "end_date": "2026-10-02T00:00:00Z"}
LEGACY = "/legacy/reporting"

ORDERS: dict[str, tuple[str, dict[str, Any], object]] = {
    "messaging usage": (
        "/reports/mdr_usage_reports", {**DAYS, "aggregation_type": "PROFILE"}, "FAILED",
    ),
    "older messaging usage": (
        f"{LEGACY}/usage_reports/messaging", {**MONTH, "aggregation_type": 1}, 3,
    ),
    "older voice usage": (f"{LEGACY}/usage_reports/voice", MONTH, 3),
    "messages": (f"{LEGACY}/batch_detail_records/messaging", MONTH, "FAILED"),
    "calls": (f"{LEGACY}/batch_detail_records/voice", MONTH, 3),
    "speech": (f"{LEGACY}/batch_detail_records/speech_to_text", DAYS, "FAILED"),
    "wireless": ("/wireless/detail_records_reports", MONTH, "failed"),
    "billing groups": ("/ledger_billing_group_reports", {"year": 2026, "month": 9}, "failed"),
    "orders of numbers": ("/sub_number_orders_report", {}, "failed"),
}  # fmt: skip


@pytest.fixture(scope="module")
def failing() -> Iterator[Telnyx]:
    api = Telnyx()
    (rule,) = dated([{"fault": {"kind": "failed_job"}}], api.now)
    api.sessions.default.change(lambda _: Conditions(rules=(rule,)))
    yield api
    api.close()


@pytest.mark.parametrize("kind", ORDERS)
def test_a_report_that_shall_fail_is_pending_and_then_failed(failing: Telnyx, kind: str) -> None:
    path, order, failed = ORDERS[kind]

    answer = failing.post(path, order)
    ordered = fine(answer)["data"]
    failing.pause_s = 60
    failing.get("/billing_groups")
    failing.pause_s = 0.25
    report = failing.data(f"{path}/{ordered['id']}")

    assert "mock-note" not in answer.headers
    assert ordered["status"] in {"PENDING", "pending", 1}
    assert report["status"] == failed
    assert not report.get("report_url")
    assert not report.get("download_link")


def test_where_nothing_is_ordered_that_could_fail_the_note_says_so(failing: Telnyx) -> None:
    refused = failing.post("/wireless/detail_records_reports", {"start_time": 7})

    for answer in (
        failing.get("/balance"),
        failing.post("/billing_groups", {"name": "A"}),
        refused,
    ):
        assert answer.headers["mock-note"] == "fault: nothing was ordered that could fail"
