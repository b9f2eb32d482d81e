"""Every method of the older reporting interface, with made-up arguments; see its sibling."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

import pytest
from telnyx import Telnyx

from tests.journeys.telnyx_client import lacking, telnyx_client
from tests.serving import Server

ID = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"
START, END = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 7, 2, tzinfo=UTC)

Call = Callable[[Telnyx], object]


@pytest.fixture(scope="module")
def client(permissive: Server) -> Iterator[Telnyx]:
    with telnyx_client(permissive, "KEY_TEST") as strict:
        yield strict


CALLS: dict[str, Call] = {
    "messages, create": lambda api: api.legacy.reporting.batch_detail_records.messaging.create(
        start_time=START,
        end_time=END,
        timezone="UTC",
        directions=[1, 2],
        record_types=[1, 3],
        connections=[123, 456],
        include_message_body=True,
        filters=[{"filter_type": "and", "cli": "+1312", "cli_filter": "starts_with"}],
        profiles=[ID],
    ),
    "messages, list": lambda api: api.legacy.reporting.batch_detail_records.messaging.list(),
    "messages, read": lambda api: api.legacy.reporting.batch_detail_records.messaging.retrieve(ID),
    "messages, delete": lambda api: api.legacy.reporting.batch_detail_records.messaging.delete(ID),
    "calls, create": lambda api: api.legacy.reporting.batch_detail_records.voice.create(
        start_time=START,
        end_time=END,
        call_types=[1, 2],
        connections=[123],
        source="call-control",
        fields=["call_leg_id", "start_time"],
    ),
    "calls, list": lambda api: api.legacy.reporting.batch_detail_records.voice.list(),
    "calls, read": lambda api: api.legacy.reporting.batch_detail_records.voice.retrieve(ID),
    "calls, delete": lambda api: api.legacy.reporting.batch_detail_records.voice.delete(ID),
    "calls, fields": lambda api: api.legacy.reporting.batch_detail_records.voice.retrieve_fields(),
    "speech, create": lambda api: api.legacy.reporting.batch_detail_records.speech_to_text.create(
        start_date=START, end_date=END
    ),
    "speech, list": lambda api: api.legacy.reporting.batch_detail_records.speech_to_text.list(),
    "speech, read": lambda api: api.legacy.reporting.batch_detail_records.speech_to_text.retrieve(
        ID
    ),
    "speech, delete": lambda api: api.legacy.reporting.batch_detail_records.speech_to_text.delete(
        ID
    ),
    "message usage, create": lambda api: api.legacy.reporting.usage_reports.messaging.create(
        aggregation_type=1, start_time=START, end_time=END, profiles=[ID]
    ),
    "message usage, list": lambda api: api.legacy.reporting.usage_reports.messaging.list(
        page=1, per_page=5
    ),
    "message usage, read": lambda api: api.legacy.reporting.usage_reports.messaging.retrieve(ID),
    "message usage, delete": lambda api: api.legacy.reporting.usage_reports.messaging.delete(ID),
    "call usage, create": lambda api: api.legacy.reporting.usage_reports.voice.create(
        start_time=START, end_time=END, aggregation_type=1, product_breakdown=2, connections=[7, 8]
    ),
    "call usage, list": lambda api: api.legacy.reporting.usage_reports.voice.list(page=2),
    "call usage, read": lambda api: api.legacy.reporting.usage_reports.voice.retrieve(ID),
    "call usage, delete": lambda api: api.legacy.reporting.usage_reports.voice.delete(ID),
    "lookup usage, create": lambda api: api.legacy.reporting.usage_reports.number_lookup.create(
        start_date=date(2026, 7, 1), end_date=date(2026, 7, 31), aggregation_type="ALL"
    ),
    "lookup usage, list": lambda api: api.legacy.reporting.usage_reports.number_lookup.list(),
    "lookup usage, read": lambda api: api.legacy.reporting.usage_reports.number_lookup.retrieve(ID),
    "speech usage": lambda api: api.legacy.reporting.usage_reports.retrieve_speech_to_text(
        start_date=START, end_date=END
    ),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_the_clients_own_models_accept_the_answer_to(call: Call, client: Telnyx) -> None:
    answer = call(client)

    assert answer
    assert not lacking(answer)


def test_deleting_a_lookup_report_answers_without_a_body(client: Telnyx) -> None:
    answer = client.legacy.reporting.usage_reports.number_lookup.with_raw_response.delete(ID)

    assert (answer.status_code, answer.http_response.content) == (200, b"")
