"""What happened in a period comes to the same, whichever endpoint tells it, for any account.

Nothing is read from the ledger here: the endpoints are held against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vendors.telnyx import recorded, usage_asking
from tests.vendors.telnyx.adding import EACH, Span, added_by, spans
from tests.vendors.telnyx.asking import Telnyx
from tests.vendors.telnyx.batch_dialects import CALLS, MESSAGES, SESSIONS, SPEECH, Dialect, rows

ACCOUNTS = {f"KEYOF{per_day}": per_day for per_day in (700, 1200, 2000)}
HALF_A_DAY, TEN_DAYS, MONTH = timedelta(hours=12), timedelta(days=10), timedelta(days=31)
MDR = "/reports/mdr_usage_reports/sync"
CDR = "/reports/cdr_usage_reports/sync"
SPEECH_USAGE = "/legacy/reporting/usage_reports/speech_to_text"

DELIVERED = ("outbound", "delivered")
MESSAGES_BY = {"NO_AGGREGATION": (), "PROFILE": ("profile_id",), "TAGS": ("tags",)}
CALLS_BY = {
    "NO_AGGREGATION": {},
    "CONNECTION": {"connection": "connection_id"},
    "TAG": {"tags": "tags"},
    "BILLING_GROUP": {"billing_group_id": "billing_group_id"},
}
"""Where a row of a usage report tells what it is by, and where a record does."""

accounts = st.sampled_from(sorted(ACCOUNTS))


@pytest.fixture(scope="module")
def api() -> Iterator[Telnyx]:
    """Its clock goes on quickly enough for no limit to be met."""
    one = Telnyx(accounts=ACCOUNTS, report_speed="instant")
    one.pause_s = 2
    yield one
    one.close()


def records(api: Telnyx, record_type: str, time: str, key: str, span: Span) -> list[dict[str, Any]]:
    """All pages of detail records of a period."""
    return recorded.rows(api, record_type, key, **recorded.made(time, span.texts))


def file(api: Telnyx, dialect: Dialect, key: str, span: Span, **more: Any) -> list[dict[str, str]]:
    """The rows of a batch report."""
    begin, end = span.texts
    return rows(api, dialect, key, begin=begin, end=end, **more)


def usage(
    api: Telnyx, product: str, key: str, span: Span, dimensions: Iterable[str], **more: str
) -> Any:
    """The rows of `/usage_reports`."""
    asked = {"product": product, "dimensions": ",".join(dimensions), **span.exclusive}
    return api.data(usage_asking.PATH, key, **asked, **more, **{"page[size]": "5000"})


@settings(max_examples=8, deadline=None)
@given(key=accounts, span=spans(HALF_A_DAY))
def test_messages_one_by_one_are_those_of_the_file_and_of_every_usage_report(
    api: Telnyx, key: str, span: Span
) -> None:
    labels = ("direction", "message_type", "profile_id", "tags", "status")
    measures = (EACH, "parts", "cost", "carrier_fee")
    names = ("count", "parts", "cost", "customer_carrier_fee")
    told = records(api, "messaging", "created_at", key, span)
    assert told or span.length < HALF_A_DAY / 2

    summed = usage(api, "messaging", key, span, labels, metrics=",".join(names))

    one_by_one = added_by(told, labels, measures)
    assert added_by(file(api, MESSAGES, key, span), labels, measures) == one_by_one
    assert added_by(summed, labels, names) == one_by_one
    arrived = [row for row in told if (row["direction"], row["status"]) == DELIVERED]
    for aggregation, by in MESSAGES_BY.items():
        report = api.data(MDR, key, **span.inclusive, aggregation_type=aggregation)["result"]
        ways = (*labels[:2], *by)
        sent = ("sent+received", "parts", "cost", "carrier_passthrough_fee")
        assert added_by(report, ways, sent) == added_by(told, ways, measures)
        assert sum(int(row["delivered"]) for row in report) == len(arrived)


@settings(max_examples=8, deadline=None)
@given(key=accounts, span=spans(HALF_A_DAY))
def test_calls_one_by_one_are_those_of_the_files_and_of_every_usage_report(
    api: Telnyx, key: str, span: Span
) -> None:
    labels = ("direction", "connection_id", "tags", "billing_group_id")
    measures = (EACH, "call_sec", "billed_sec", "cost")
    names = ("attempted", "call_sec", "billed_sec", "cost")
    told, filed, summed = [], [], []
    for product, source in (("sip-trunking", "calls"), ("call-control", "call-control")):
        told += records(api, product, "started_at", key, span)
        filed += file(api, CALLS, key, span, source=source, include_all_metadata=True)
        summed += usage(api, product, key, span, labels, metrics=",".join((*names, "completed")))
    assert told or span.length < HALF_A_DAY / 2

    one_by_one = added_by(told, labels, measures)
    assert added_by(filed, labels, (EACH, "call_sec", "billable_time", "cost")) == one_by_one
    assert added_by(summed, labels, names) == one_by_one
    answered = sum(row["answered_at"] is not None for row in told)
    assert sum(row["completed"] for row in summed) == answered
    for aggregation, by in CALLS_BY.items():
        asked = {"aggregation_type": aggregation, "product_breakdown": "DID_VS_TOLL_FREE"}
        report = api.data(CDR, key, **span.inclusive, **asked)["result"]["aggregations"]
        ways, told_ways = ("direction", *by), ("direction", *by.values())
        assert added_by(report, ways, names) == added_by(told, told_ways, measures)
        assert sum(int(row["completed"]) for row in report) == answered


@settings(max_examples=8, deadline=None)
@given(key=accounts, span=spans(TEN_DAYS))
def test_data_sessions_one_by_one_are_those_of_both_lists_the_file_and_the_usage_report(
    api: Telnyx, key: str, span: Span
) -> None:
    labels = ("sim_group_id", "mcc", "mnc")
    measures = (EACH, "data_cost", "uplink_data", "downlink_data")
    told = records(api, "wireless", "created_at", key, span)
    assert told or span.length < TEN_DAYS / 2

    listed = api.data("/reports/wdrs", key, **span.exclusive, **{"page[size]": 5000})
    summed = usage(api, "wireless", key, span, labels, metrics=",".join(measures[1:]))

    one_by_one = added_by(told, labels, measures)
    assert added_by(file(api, SESSIONS, key, span), labels, measures) == one_by_one
    assert added_by(summed, labels, measures[1:]) == added_by(told, labels, measures[1:])
    parts = [row | {"data_cost": row["cost"]["amount"]} for row in listed]
    for way in measures[2:]:
        parts = [row | {way: row[way]["amount"]} for row in parts]
    assert added_by(parts, labels, measures) == one_by_one


@settings(max_examples=6, deadline=None)
@given(key=accounts, span=spans(TEN_DAYS))
def test_transcriptions_one_by_one_are_those_of_the_file_and_of_both_usage_reports(
    api: Telnyx, key: str, span: Span
) -> None:
    labels, measures = ("transcription_engine",), (EACH, "call_sec", "billed_sec", "cost")
    told = records(api, "stt", "start_time", key, span)
    assert told or span.length < TEN_DAYS / 2

    first_version = api.data(SPEECH_USAGE, key, **span.exclusive)["aggregations"]
    summed = usage(
        api, "speech-to-text", key, span, labels, metrics="count,call_sec,billed_sec,cost"
    )

    one_by_one = added_by(told, labels, measures)
    assert added_by(file(api, SPEECH, key, span), labels, measures) == one_by_one
    assert added_by(summed, labels, ("count", *measures[1:])) == one_by_one
    names = ("total_transcriptions", "total_sec", "billed_sec", "total_cost")
    assert added_by(first_version, ("type",), names) == one_by_one


@settings(max_examples=25, deadline=None)
@given(
    key=accounts,
    span=spans(MONTH),
    product=st.sampled_from(usage_asking.DOCUMENTED),
    data=st.data(),
)
def test_dimensions_days_and_filters_take_usage_apart_without_a_rest(
    api: Telnyx, key: str, span: Span, product: str, data: st.DataObject
) -> None:
    [offered] = api.data("/usage_reports/options", product=product)
    metrics = offered["product_metrics"]
    dimensions = [one for one in offered["product_dimensions"] if one not in {"date", "date_time"}]
    by = data.draw(st.sampled_from(dimensions))

    def asked(*dimensions: str, **more: str) -> Any:
        return usage(api, product, key, span, dimensions, metrics=",".join(metrics), **more)

    whole, parts, days = asked("user_id"), asked(by), asked("date", by)

    assert added_by(parts, (), metrics) == added_by(whole, (), metrics)
    assert added_by(days, (by,), metrics) == added_by(parts, (by,), metrics)
    for row in parts[:5]:
        assert asked(by, **{f"filter[{by}]": row[by]}) == [row]
