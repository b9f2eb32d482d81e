"""The vendor's own client, strict about what it is told, through all methods of batch reports."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telnyx import BadRequestError, NotFoundError, UnprocessableEntityError

from tests.vendors.telnyx.asking import Telnyx

BEGIN, END = (datetime(2026, 11, day, tzinfo=UTC) for day in (15, 16))


def walk(telnyx: Telnyx, resource: Any, created: Any) -> tuple[list[Any], Any]:
    """The statuses of a report from its creation to its deletion, and the report when complete."""
    report_id = created.data.id
    telnyx.now += timedelta(minutes=5)
    complete = resource.retrieve(report_id).data
    listed = [one.id for one in resource.list().data]
    deleted = resource.delete(report_id).data
    assert listed == [report_id]
    assert deleted.id == report_id
    assert not resource.list().data
    with pytest.raises(NotFoundError):
        resource.retrieve(report_id)
    return [created.data.status, complete.status, deleted.status], complete


def test_message_files_go_through_the_strict_client(telnyx: Telnyx) -> None:
    with telnyx.client() as client:
        resource = client.legacy.reporting.batch_detail_records.messaging
        created = resource.create(
            start_time=BEGIN,
            end_time=END,
            connections=[123],
            directions=[1, 2],
            filters=[{"filter_type": "and", "cli": "+1", "cli_filter": "starts_with"}],
            include_message_body=True,
            managed_accounts=["f47ac10b-58cc-4372-a567-0e02b2c3d479"],
            profiles=["3fa85f64-5717-4562-b3fc-2c963f66afa6"],
            record_types=[1, 2],
            report_name="My MDR Report",
            select_all_managed_accounts=False,
            timezone="UTC",
        )
        statuses, complete = walk(telnyx, resource, created)
        with pytest.raises(BadRequestError) as refused:
            resource.create(start_time=END, end_time=BEGIN)

    assert statuses == ["PENDING", "COMPLETE", "COMPLETE"]
    assert (complete.start_date, complete.end_date) == (BEGIN, END)
    assert complete.directions == ["INBOUND", "OUTBOUND"]
    assert complete.filters[0].cli_filter == "starts_with"
    assert refused.value.response.content == b""


def test_call_files_and_their_columns_go_through_the_strict_client(telnyx: Telnyx) -> None:
    with telnyx.client() as client:
        resource = client.legacy.reporting.batch_detail_records.voice
        fields = resource.retrieve_fields()
        created = resource.create(
            start_time=BEGIN,
            end_time=END,
            call_types=[1, 2],
            fields=[*(fields.interaction_data or ()), *(fields.billing or ())],
            include_all_metadata=False,
            record_types=[1, 2, 3],
            source="call-control",
            timezone="Europe/Madrid",
        )
        statuses, complete = walk(telnyx, resource, created)

    assert statuses == [1, 2, 2]
    assert fields.number_information
    assert "mos" in (fields.telephony_data or ())
    assert (complete.retry, complete.source) == (0, "call-control")
    assert complete.report_url.endswith(".csv")


def test_files_of_speech_go_through_the_strict_client(telnyx: Telnyx) -> None:
    with telnyx.client() as client:
        resource = client.legacy.reporting.batch_detail_records.speech_to_text
        created = resource.create(start_date=BEGIN, end_date=END)
        statuses, complete = walk(telnyx, resource, created)

    assert statuses == ["PENDING", "COMPLETE", "COMPLETE"]
    assert complete.download_link.endswith(".csv")


def test_files_of_sessions_go_through_the_strict_client(telnyx: Telnyx) -> None:
    with telnyx.client() as client:
        resource = client.wireless.detail_records_reports
        created = resource.create(start_time="2026-11-15T00:00:00Z", end_time=END.isoformat())
        page = resource.list(page_number=1, page_size=1)
        statuses, complete = walk(telnyx, resource, created)
        with pytest.raises(UnprocessableEntityError):
            resource.create(start_time="yesterday", end_time="today")

    assert page.data is not None
    assert len(page.data) == 1
    assert statuses == ["pending", "complete", "deleted"]
    assert complete.report_url.endswith(".csv")
