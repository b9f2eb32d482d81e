"""Records of REPORTS-USAGE against the document, by another validator."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mock_server.vendors.vonage.records import PRODUCTS, UsageRecord
from tests.documents.library import content
from tests.vendors.vonage_records.expected import USAGE

moments = st.integers(1_600_000_000_000, 2_000_000_000_000).map(
    lambda ms: datetime.fromtimestamp(ms / 1000, UTC)
)
ids = st.uuids(version=4).map(str)

records = st.builds(
    UsageRecord,
    id=ids,
    key=st.just("abcd1234"),
    account_id=st.just("cafe0001"),
    main_account_id=st.just("abcd1234"),
    product=st.sampled_from(sorted(PRODUCTS)),
    parameters=st.dictionaries(st.sampled_from(["product", "direction"]), st.text(max_size=9)),
    job=st.sampled_from(["SYNC_JOB_FROM_ID", "SYNC_JOB_FROM_DATES", "ASYNC_JOB"]),
    status=st.sampled_from(["SUCCESS", "PENDING", "TRUNCATED", "FAILED"]),
    received_at=moments,
    started_at=st.none() | moments,
    finished_at=st.none() | moments,
    items=st.integers(0, 10**7),
)


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    components = content("vonage/reports.yaml")["components"]
    schema = {"$ref": "#/components/schemas/ReportsUsageRecord", "components": components}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@settings(deadline=None, max_examples=100)
@given(record=records)
def test_records_are_what_the_document_says(
    validator: Draft202012Validator, record: UsageRecord
) -> None:
    wire = record.to_wire()

    assert [error.message for error in validator.iter_errors(wire)] == []
    assert list(wire) == USAGE.split(", ")
    assert tuple(wire) == PRODUCTS["REPORTS-USAGE"].fields_of("outbound")
    assert len(record.to_cells()) == len(wire)


@settings(deadline=None, max_examples=100)
@given(record=records)
def test_every_record_handed_out_costs_but_those_of_requests(record: UsageRecord) -> None:
    wire = record.to_wire()

    free = record.product == "REPORTS-USAGE"
    assert (wire["is_charged"] == "FALSE") == free
    expected = 0 if free else Decimal(4) * record.items / 10_000
    assert Decimal(wire["total_price"]) == expected
    assert "E" not in wire["total_price"]


def test_a_record_reads_as_the_vendors_do() -> None:
    at = datetime(2026, 3, 5, 12, 34, 56, 789, UTC)
    record = UsageRecord(
        id="aaaaaaaa-bbbb-4ccc-9ddd-0123456789ab",
        key="abcd1234",
        account_id="abcd1234",
        main_account_id="abcd1234",
        product="SMS",
        parameters={"product": "SMS", "direction": "outbound"},
        job="ASYNC_JOB",
        status="SUCCESS",
        received_at=at,
        started_at=at + timedelta(seconds=1),
        finished_at=at + timedelta(seconds=90),
        items=10_000,
    )

    assert record.to_wire() == {
        "acc": "abcd1234",
        "product_type": "reports",
        "date_received": "2026-03-05T12:34:56+00:00",
        "date_started": "2026-03-05T12:34:57+00:00",
        "date_finished": "2026-03-05T12:36:26+00:00",
        "status": "SUCCESS",
        "account_id": "abcd1234",
        "master_account_id": "abcd1234",
        "request_product": "SMS",
        "request_params": {"product": "SMS", "direction": "outbound"},
        "items_written": "10000",
        "job_type": "ASYNC_JOB",
        "is_charged": "TRUE",
        "price": "0.0004",
        "total_price": "4",
        "currency": "EUR",
        "tier_volume": None,
        "id": "aaaaaaaa-bbbb-4ccc-9ddd-0123456789ab",
    }
    assert record.to_cells()[3:5] == ["2026-03-05T12:34:57+00:00", "2026-03-05T12:36:26+00:00"]
    assert record.to_cells()[9] == '{"product":"SMS","direction":"outbound"}'
    assert record.to_cells()[16] == ""
