"""Telnyx's official Node client, as published, against the server over a socket."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from mock_server.web.clock import system_clock
from tests.journeys.telnyx_client import BEGIN, END, TODAY, UNDER_WAY, rows_of
from tests.journeys.telnyx_node import TelnyxNode, telnyx_node
from tests.serving import Server

FROM, TO = (f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (BEGIN, END))
TIMES = {"start_time": FROM, "end_time": TO}
DATES = {"start_date": FROM, "end_date": TO}

FIRST = TODAY.replace(day=1).date()
MONTH = {"start_date": f"{(FIRST - timedelta(days=1)).replace(day=1)}", "end_date": f"{FIRST}"}

UNKNOWN = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"


@pytest.fixture(scope="module")
def node(server: Server) -> Iterator[TelnyxNode]:
    with telnyx_node(server, "KEY_NODE") as one:
        yield one


def finished(node: TelnyxNode, resource: str, report_id: str) -> Any:
    """The report when it has ended, which takes a few hundredths of a second."""
    for _ in range(200):
        report = node.value(f"{resource}.retrieve", report_id)["data"]
        if report["status"] not in UNDER_WAY:
            return report
        time.sleep(0.05)
    raise AssertionError(f"{report_id} does not end")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report.

    Args:
        words: of its status: under way, complete, and as the deletion tells it.
        type: what its order says of its body, by the document.
        gone: the status when it is not there.
    """

    order: Mapping[str, object]
    words: tuple[object, object, object]
    type: str = "*/*"
    link: str = "report_url"
    gone: int = 404


WORDS = ("PENDING", "COMPLETE", "COMPLETE")
NUMBERS = (1, 2, 2)

KINDS: dict[str, Kind] = {
    "reports.mdrUsageReports": Kind({**DATES, "aggregation_type": "PROFILE"}, WORDS, gone=400),
    "legacy.reporting.usageReports.messaging": Kind({**TIMES, "aggregation_type": 1}, NUMBERS),
    "legacy.reporting.usageReports.voice": Kind(
        {**TIMES, "aggregation_type": 1, "product_breakdown": 2}, NUMBERS
    ),
    "legacy.reporting.batchDetailRecords.messaging": Kind(TIMES, WORDS, "application/json"),
    "legacy.reporting.batchDetailRecords.voice": Kind(TIMES, NUMBERS, "application/json"),
    "legacy.reporting.batchDetailRecords.speechToText": Kind(
        DATES, WORDS, "application/json", link="download_link"
    ),
    "wireless.detailRecordsReports": Kind(
        TIMES, ("pending", "complete", "deleted"), "application/json"
    ),
}


@pytest.mark.parametrize(("resource", "kind"), KINDS.items(), ids=KINDS.keys())
def test_a_report_is_ordered_fetched_listed_and_deleted(
    resource: str, kind: Kind, node: TelnyxNode
) -> None:
    asked = node.outcome(f"{resource}.create", kind.order)
    order = asked.value["data"]
    report = finished(node, resource, order["id"])
    rows = rows_of(report[kind.link])
    listed = node.value(f"{resource}.list")["data"]
    deleted = node.value(f"{resource}.delete", order["id"])["data"]
    again = [node.outcome(f"{resource}.{act}", order["id"]) for act in ("retrieve", "delete")]

    assert [one["type"] for one in asked.sent] == [kind.type]
    assert (order["status"], report["status"], deleted["status"]) == kind.words
    assert len(rows) > 1
    assert listed[0]["id"] == deleted["id"] == order["id"]
    assert [one.error["status"] for one in again] == [kind.gone] * 2


def test_usage_of_messages_is_the_same_at_once_by_order_and_as_a_file(node: TelnyxNode) -> None:
    asked = {**DATES, "aggregation_type": "PROFILE"}

    at_once = node.value("reports.mdrUsageReports.fetchSync", asked)["data"]
    order = node.value("reports.mdrUsageReports.create", asked)["data"]
    report = finished(node, "reports.mdrUsageReports", order["id"])

    assert at_once["status"] == "COMPLETE"
    assert at_once["result"] == report["result"] == rows_of(report["report_url"])


def test_lookup_usage_is_ordered_in_camel_case_and_deleted_without_a_word(node: TelnyxNode) -> None:
    resource = "legacy.reporting.usageReports.numberLookup"
    days = {"startDate": f"{BEGIN:%F}", "endDate": f"{BEGIN:%F}", "aggregationType": "ALL"}

    asked = node.outcome(f"{resource}.create", days)
    report = finished(node, resource, asked.value["data"]["id"])
    rows = rows_of(report["report_url"])
    deleted = node.outcome(f"{resource}.delete", report["id"])

    told = [row for user in report["result"] for row in user["aggregations"]]
    assert asked.sent[0]["type"] == "*/*"
    assert [int(row["total_dips"]) for row in rows] == [row["total_dips"] for row in told]
    assert (deleted.error, [one["status"] for one in deleted.sent]) == (None, [200])
    assert node.outcome(f"{resource}.retrieve", report["id"]).error["status"] == 404


def test_the_ledger_of_billing_groups_is_fetched(node: TelnyxNode) -> None:
    last = FIRST - timedelta(days=1)

    order = node.value("ledgerBillingGroupReports.create", {"year": last.year, "month": last.month})
    report = finished(node, "ledgerBillingGroupReports", order["data"]["id"])

    assert (order["data"]["report_url"], report["status"]) == (None, "complete")
    assert rows_of(report["report_url"])


def test_the_orders_of_numbers_are_fetched_as_text(node: TelnyxNode) -> None:
    order = node.value("subNumberOrdersReport.create", {"status": "success"})["data"]
    report = finished(node, "subNumberOrdersReport", order["id"])
    text = node.value("subNumberOrdersReport.download", order["id"])

    assert (order["status"], report["status"]) == ("pending", "success")
    assert text.startswith("id,order_request_id,is_block_sub_number_order,status,")
    assert len(text.splitlines()) > 1


def test_a_loop_over_usage_by_day_comes_to_the_usage_of_the_whole(node: TelnyxNode) -> None:
    asked = {
        "product": "messaging",
        "metrics": ["count", "parts"],
        "start_date": f"{BEGIN - timedelta(days=20):%Y-%m-%dT%H:%M:%SZ}",
        "end_date": TO,
    }

    by_day = node.outcome(
        "usageReports.list", {**asked, "dimensions": ["date", "direction"], "page[size]": 15},
        every=True,
    )  # fmt: skip
    whole = node.value("usageReports.list", {**asked, "dimensions": ["direction"]}, every=True)

    assert len(by_day.value) == 42
    assert len({one["url"] for one in by_day.sent if one["status"] == 200}) == 3
    for row in whole:
        same = [one for one in by_day.value if one["direction"] == row["direction"]]
        assert [sum(one[metric] for one in same) for metric in asked["metrics"]] == [
            row[metric] for metric in asked["metrics"]
        ]


def test_a_loop_over_detail_records_meets_every_message_of_some_hours(node: TelnyxNode) -> None:
    until = f"{BEGIN + timedelta(hours=3):%Y-%m-%dT%H:%M:%SZ}"
    wanted = {"record_type": "messaging", "created_at": {"gte": FROM, "lt": until}}

    found = node.outcome(
        "detailRecords.list", {"filter": wanted, "page[size]": 50, "sort": ["created_at"]},
        every=True,
    )  # fmt: skip

    times = [one["created_at"] for one in found.value]
    assert found.error is None
    assert len({one["uuid"] for one in found.value}) == len(times) > 50
    assert times == sorted(times)
    assert FROM <= times[0] <= times[-1] < until
    assert len(found.sent) == -(-len(times) // 50)


def test_the_charges_of_a_month_come_to_their_total_and_their_breakdown(node: TelnyxNode) -> None:
    total = node.value("chargesSummary.retrieve", MONTH)["data"]["total"]
    results = node.value("chargesBreakdown.retrieve", MONTH)["data"]["results"]
    text = node.value("chargesBreakdown.retrieve", {**MONTH, "format": "csv"})

    amounts = {name: Decimal(amount) for name, amount in total.items()}
    costs = [Decimal(each["cost"]) for number in results for each in number["services"]]
    assert sum(costs) == amounts["new_mrc"] + amounts["new_otc"] + amounts["existing_mrc"] > 0
    assert amounts.pop("grand_total") == sum(amounts.values())
    assert len(text.splitlines()) == len(costs) + 1


def test_what_is_available_is_the_balance_and_the_credit(node: TelnyxNode) -> None:
    balance = node.value("balance.retrieve")["data"]

    own, limit, both = (
        Decimal(balance[name]) for name in ("balance", "credit_limit", "available_credit")
    )
    assert own + limit == both


def test_the_invoices_are_met_once_and_one_is_fetched(node: TelnyxNode) -> None:
    invoices = node.outcome("invoices.list", {"page[size]": 7, "sort": "period_start"}, every=True)
    newest = invoices.value[-1]
    linked = node.value("invoices.retrieve", newest["invoice_id"], {"action": "link"})["data"]

    assert len({one["invoice_id"] for one in invoices.value}) == len(invoices.value)
    assert len(invoices.sent) == -(-len(invoices.value) // 7)
    assert max(one["period_end"] for one in invoices.value) == newest["period_end"] < f"{FIRST}"
    assert rows_of(linked.pop("download_url"))
    assert linked == newest


def test_a_billing_group_is_made_renamed_and_deleted(node: TelnyxNode) -> None:
    made = node.value("billingGroups.create", {"name": "North"})["data"]
    renamed = node.value("billingGroups.update", made["id"], {"name": "South"})["data"]
    read = node.value("billingGroups.retrieve", made["id"])["data"]
    groups = node.value("billingGroups.list", {"page[size]": 2}, every=True)
    deleted = node.value("billingGroups.delete", made["id"])["data"]

    assert (made["name"], read["name"], read) == ("North", "South", renamed)
    assert len(groups) > 2
    assert groups[-1] == read
    assert (made["deleted_at"], deleted["deleted_at"] is None) == (None, False)
    assert node.outcome("billingGroups.retrieve", made["id"]).error["status"] == 404


REFUSALS: dict[str, tuple[str, list[Any], tuple[str, int, list[object]]]] = {
    "records of no type": (
        "detailRecords.list", [{}], ("BadRequestError", 400, ["10011"]),
    ),
    "neither dimensions nor metrics": (
        "usageReports.list",
        [{"product": "messaging", "dimensions": [], "metrics": []}],
        ("BadRequestError", 400, ["10003", "10003"]),
    ),
    "charges of 32 days": (
        "chargesSummary.retrieve",
        [{"start_date": "2026-01-01", "end_date": "2026-02-02"}],
        ("BadRequestError", 400, ["10015"]),
    ),
    "an invoice of nobody": (
        "invoices.retrieve", [UNKNOWN], ("NotFoundError", 404, ["10005"]),
    ),
    "a group without a name": (
        "billingGroups.create", [{"name": ""}], ("UnprocessableEntityError", 422, [10027]),
    ),
    "no key": (
        "balance.retrieve",
        [{"headers": {"Authorization": None}}],
        ("AuthenticationError", 401, ["10009"]),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("method", "args", "no"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_no_is_thrown_as_the_clients_own_error(
    method: str, args: list[Any], no: tuple[str, int, list[object]], node: TelnyxNode
) -> None:
    outcome = node.outcome(method, *args)

    codes = [one["code"] for one in outcome.error["body"]["errors"]]
    assert (outcome.error["name"], outcome.error["status"], codes) == no
    assert len(outcome.sent) == 1


def test_a_burst_over_the_limit_is_waited_out(node: TelnyxNode) -> None:
    asked = {"product": "messaging", "dimensions": ["direction"], "metrics": ["count"]}
    time.sleep(1 - system_clock().microsecond / 1_000_000)  # until a window begins

    burst = node.outcome("usageReports.list", {**asked, "date_range": "yesterday"}, times=9)

    statuses = [one["status"] for one in burst.sent]
    assert burst.error is None
    assert len(burst.value) == statuses.count(200) == 9
    assert len(statuses) - 9 == statuses.count(429) > 0
    assert all(page["data"] == burst.value[0]["data"] for page in burst.value)


def test_a_failure_is_asked_about_three_times(node: TelnyxNode) -> None:
    outcome = node.outcome("balance.retrieve", {"headers": {"Prefer": "code=503"}})

    assert outcome.error["name"] == "InternalServerError"
    assert [(one["status"], one["retry"]) for one in outcome.sent] == [
        (503, "0"),
        (503, "1"),
        (503, "2"),
    ]
