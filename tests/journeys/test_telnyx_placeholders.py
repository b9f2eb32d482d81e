"""What the test suites of generated clients send: words for dates, pages that are none, any id."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from telnyx import Telnyx

from tests.journeys.telnyx_client import BEGIN, END, lacking, telnyx_client
from tests.serving import Server

ID = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"
AT = datetime(2019, 12, 27, 18, 11, 19, 117_000, tzinfo=UTC)

Call = Callable[[Telnyx], Any]


@pytest.fixture(scope="module")
def client(permissive: Server) -> Iterator[Telnyx]:
    with telnyx_client(permissive, "My API Key") as strict:
        yield strict


PLACEHOLDERS: dict[str, Call] = {
    "mdr usage report, sync": lambda api: api.reports.mdr_usage_reports.fetch_sync(
        aggregation_type="NO_AGGREGATION", start_date=AT, end_date=AT, profiles=["string"]
    ),
    "mdr usage report": lambda api: api.reports.mdr_usage_reports.create(
        aggregation_type="NO_AGGREGATION", start_date=AT, end_date=AT, profiles="profiles"
    ),
    "cdr usage report, sync": lambda api: api.reports.cdr_usage_reports.fetch_sync(
        aggregation_type="NO_AGGREGATION",
        product_breakdown="NO_BREAKDOWN",
        connections=[0],
        start_date=AT,
        end_date=AT,
    ),
    "mdrs": lambda api: api.reports.list_mdrs(
        id="id",
        cld="cld",
        cli="cli",
        profile="profile",
        start_date="start_date",
        end_date="end_date",
    ),
    "wdrs": lambda api: api.reports.list_wdrs(
        id="id",
        mcc="mcc",
        mnc="mnc",
        imsi="imsi",
        sim_card_id="sim_card_id",
        sim_group_id="sim_group_id",
        sim_group_name="sim_group_name",
        phone_number="phone_number",
        start_date="start_date",
        end_date="end_date",
        page_number=0,
        page_size=0,
        sort=["created_at"],
    ),
    "usage reports": lambda api: api.usage_reports.list(
        product="product",
        dimensions=["string"],
        metrics=["string"],
        date_range="date_range",
        start_date="start_date",
        end_date="end_date",
        filter="filter",
        format="csv",
        managed_accounts=True,
        page_number=0,
        page_size=0,
        sort=["string"],
        authorization_bearer="authorization_bearer",
    ),
    "options of usage reports": lambda api: api.usage_reports.get_options(product="product"),
    "detail records": lambda api: api.detail_records.list(
        filter={"record_type": "ai-voice-assistant", "date_range": "yesterday"},
        page_number=0,
        page_size=0,
        sort=["created_at"],
    ),
    "charges summary": lambda api: api.charges_summary.retrieve(
        start_date="start_date", end_date="end_date"
    ),
    "charges breakdown": lambda api: api.charges_breakdown.retrieve(
        start_date="start_date", end_date="end_date"
    ),
    "ledger report": lambda api: api.ledger_billing_group_reports.create(year=0, month=0),
    "wireless report": lambda api: api.wireless.detail_records_reports.create(
        start_time="start_time", end_time="end_time"
    ),
    "sub-number orders": lambda api: api.sub_number_orders_report.create(
        country_code="country_code",
        created_at_gt=AT,
        created_at_lt=AT,
        customer_reference="customer_reference",
        order_request_id=ID,
        status="pending",
    ),
    "a file of messages": lambda api: api.legacy.reporting.batch_detail_records.messaging.create(
        start_time=AT, end_time=AT, connections=[0], directions=[0], record_types=[0]
    ),
    "a file of calls": lambda api: api.legacy.reporting.batch_detail_records.voice.create(
        start_time=AT, end_time=AT, call_types=[0], fields=["string"], source="source"
    ),
    "a file of speech": lambda api: api.legacy.reporting.batch_detail_records.speech_to_text.create(
        start_date=AT, end_date=AT
    ),
    "message usage": lambda api: api.legacy.reporting.usage_reports.messaging.create(
        aggregation_type=0, start_time=AT, end_time=AT, profiles=[ID]
    ),
    "call usage": lambda api: api.legacy.reporting.usage_reports.voice.create(
        start_time=AT, end_time=AT, aggregation_type=0, connections=[0], product_breakdown=0
    ),
    "lookup usage": lambda api: api.legacy.reporting.usage_reports.number_lookup.create(
        aggregation_type="ALL", start_date="startDate", end_date="endDate"
    ),
    "a lookup report of a name": lambda api: (
        api.legacy.reporting.usage_reports.number_lookup.retrieve("id")
    ),
    "speech usage": lambda api: api.legacy.reporting.usage_reports.retrieve_speech_to_text(
        start_date=AT, end_date=AT
    ),
    "page 0 of mdr usage reports": lambda api: api.reports.mdr_usage_reports.list(
        page_number=0, page_size=0
    ),
    "page 0 of invoices": lambda api: api.invoices.list(page_number=0, page_size=0),
    "page 0 of billing groups": lambda api: api.billing_groups.list(page_number=0, page_size=0),
    "page 0 of wireless reports": lambda api: api.wireless.detail_records_reports.list(
        page_number=0, page_size=0
    ),
    "page 0 of message usage": lambda api: api.legacy.reporting.usage_reports.messaging.list(
        page=0, per_page=0
    ),
    "page 0 of call usage": lambda api: api.legacy.reporting.usage_reports.voice.list(
        page=0, per_page=0
    ),
    "page 0 of lookup usage": lambda api: api.legacy.reporting.usage_reports.number_lookup.list(
        page=0, per_page=0
    ),
}


@pytest.mark.parametrize("call", PLACEHOLDERS.values(), ids=PLACEHOLDERS.keys())
def test_placeholders_get_a_full_answer_to(call: Call, client: Telnyx) -> None:
    answer = call(client)

    assert answer.data
    assert not lacking(answer)


RESOURCES: dict[str, Callable[[Telnyx], Any]] = {
    "mdr usage reports": lambda api: api.reports.mdr_usage_reports,
    "billing groups": lambda api: api.billing_groups,
    "wireless reports": lambda api: api.wireless.detail_records_reports,
    "files of messages": lambda api: api.legacy.reporting.batch_detail_records.messaging,
    "files of calls": lambda api: api.legacy.reporting.batch_detail_records.voice,
    "files of speech": lambda api: api.legacy.reporting.batch_detail_records.speech_to_text,
    "message usage reports": lambda api: api.legacy.reporting.usage_reports.messaging,
    "call usage reports": lambda api: api.legacy.reporting.usage_reports.voice,
}


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=RESOURCES.keys())
def test_any_id_is_there_and_stays_there_however_often_it_is_deleted(
    resource: Callable[[Telnyx], Any], client: Telnyx
) -> None:
    things = resource(client)

    told = [act(ID).data for act in (things.retrieve, things.delete, things.delete)]

    assert [one.id for one in (*told, things.retrieve(ID).data)] == [ID] * 4
    assert all(one.record_type for one in told)


def test_what_was_really_ordered_is_there_after_its_deletion_too(client: Telnyx) -> None:
    reports = client.reports.mdr_usage_reports
    ordered = reports.create(aggregation_type="PROFILE", start_date=BEGIN, end_date=END).data
    assert ordered is not None
    assert ordered.id is not None

    deleted = [reports.delete(ordered.id).data for _ in range(3)]

    assert [one and one.id for one in deleted] == [ordered.id] * 3


def test_lookup_reports_are_deleted_again_and_again_without_a_body(client: Telnyx) -> None:
    reports = client.legacy.reporting.usage_reports.number_lookup.with_raw_response

    answers = [reports.delete(ID) for _ in range(2)]

    assert [(each.status_code, each.http_response.content) for each in answers] == [(200, b"")] * 2
