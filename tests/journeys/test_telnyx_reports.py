"""Every kind of report, from its order to its deletion, with Telnyx's official Python client."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from telnyx import APIStatusError, BadRequestError, NotFoundError, Telnyx

from tests.journeys.telnyx_client import BEGIN, END, finished, rows_of, telnyx_client
from tests.serving import Server


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Telnyx]:
    with telnyx_client(server, "KEY_REPORTS") as strict:
        yield strict


Row = Mapping[str, object]


def rows_told(report: Any) -> list[Row]:
    """The result of a usage report of messages: a list of objects of text."""
    return [one.to_dict() for one in report.result]


def aggregations(report: Any) -> list[Row]:
    """The result of an older usage report: an object that holds such a list."""
    return list(report.result["aggregations"])


def aggregations_of_users(report: Any) -> list[Row]:
    """The result of a report of look-ups: lists by user, with numbers in them."""
    return [
        {"user_id": user.user_id, **{name: str(value) for name, value in row.to_dict().items()}}
        for user in report.result
        for row in user.aggregations
    ]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of report that counts.

    Args:
        words: of its status, under way and complete.
        told: the rows of its result, with all values as text.
        gone: what it is answered with when it is not there.
    """

    resource: Callable[[Telnyx], Any]
    order: Mapping[str, object]
    words: tuple[object, object]
    told: Callable[[Any], list[Row]]
    gone: type[APIStatusError] = NotFoundError


TIMES: dict[str, Any] = {"start_time": BEGIN, "end_time": END}
DATES: dict[str, Any] = {"start_date": BEGIN, "end_date": END}

USAGE: dict[str, Kind] = {
    "messages": Kind(
        lambda api: api.reports.mdr_usage_reports,
        {**DATES, "aggregation_type": "PROFILE"},
        ("PENDING", "COMPLETE"),
        rows_told,
        BadRequestError,
    ),
    "messages, older": Kind(
        lambda api: api.legacy.reporting.usage_reports.messaging,
        {**TIMES, "aggregation_type": 2},
        (1, 2),
        aggregations,
    ),
    "calls, older": Kind(
        lambda api: api.legacy.reporting.usage_reports.voice,
        {**TIMES, "aggregation_type": 1, "product_breakdown": 3},
        (1, 2),
        aggregations,
    ),
    "look-ups, older": Kind(
        lambda api: api.legacy.reporting.usage_reports.number_lookup,
        {"start_date": BEGIN.date(), "end_date": BEGIN.date(), "aggregation_type": "ALL"},
        ("PENDING", "COMPLETE"),
        aggregations_of_users,
    ),
}


def ordered(kind: Kind, client: Telnyx) -> Any:
    """The order as it is answered, in `data` or without an envelope."""
    answer = kind.resource(client).create(**kind.order)
    return getattr(answer, "data", answer)


@pytest.mark.parametrize("kind", USAGE.values(), ids=USAGE.keys())
def test_the_file_of_a_usage_report_is_its_result(kind: Kind, client: Telnyx) -> None:
    order = ordered(kind, client)
    report = finished(kind.resource(client).retrieve, order.id)
    rows = rows_of(report.report_url)

    assert (order.status, report.status) == kind.words
    assert (order.report_url, order.result) == (None, None)
    assert len(rows) > 1
    assert rows == kind.told(report)


@pytest.mark.parametrize("kind", USAGE.values(), ids=USAGE.keys())
def test_a_usage_report_is_listed_until_it_is_deleted(kind: Kind, client: Telnyx) -> None:
    reports = kind.resource(client)
    report = finished(reports.retrieve, ordered(kind, client).id)
    listed = [one.id for one in reports.list()]

    reports.delete(report.id)

    assert listed[0] == report.id
    assert report.id not in [one.id for one in reports.list()]
    for act in (reports.retrieve, reports.delete):
        with pytest.raises(kind.gone):
            act(report.id)
    with pytest.raises(AssertionError, match="10005"):
        rows_of(report.report_url)


@dataclass(frozen=True, slots=True)
class Files:
    """A kind of report that lists records.

    Args:
        time: the column of the moment that a record is found by.
        deleted: the status as the deletion tells it.
    """

    resource: Callable[[Telnyx], Any]
    order: Mapping[str, object]
    words: tuple[object, object]
    time: str
    link: str = "report_url"
    deleted: str | None = None


BATCHES: dict[str, Files] = {
    "messages": Files(
        lambda api: api.legacy.reporting.batch_detail_records.messaging,
        {**TIMES, "directions": [1]},
        ("PENDING", "COMPLETE"),
        "created_at",
    ),
    "calls": Files(
        lambda api: api.legacy.reporting.batch_detail_records.voice,
        {**TIMES, "source": "calls", "timezone": "UTC"},
        (1, 2),
        "start_timestamp_utc",
    ),
    "speech": Files(
        lambda api: api.legacy.reporting.batch_detail_records.speech_to_text,
        DATES,
        ("PENDING", "COMPLETE"),
        "start_time",
        link="download_link",
    ),
    "sessions": Files(
        lambda api: api.wireless.detail_records_reports,
        {name: at.isoformat() for name, at in TIMES.items()},
        ("pending", "complete"),
        "created_at",
        deleted="deleted",
    ),
}


@pytest.mark.parametrize("kind", BATCHES.values(), ids=BATCHES.keys())
def test_a_file_of_records_is_ordered_fetched_and_deleted(kind: Files, client: Telnyx) -> None:
    reports = kind.resource(client)
    order = reports.create(**kind.order).data
    report = finished(reports.retrieve, order.id)
    rows = rows_of(getattr(report, kind.link))
    listed = [one.id for one in reports.list().data]
    deleted = reports.delete(order.id).data

    assert (order.status, report.status) == kind.words
    assert getattr(order, kind.link) is None
    assert len(rows) > 10
    assert all(f"{BEGIN:%Y-%m-%dT%H:%M:%S}" <= row[kind.time] < f"{END:%F}" for row in rows)
    assert order.id in listed
    assert (deleted.id, deleted.status) == (order.id, kind.deleted or report.status)
    for act in (reports.retrieve, reports.delete):
        with pytest.raises(NotFoundError):
            act(order.id)
    assert order.id not in [one.id for one in reports.list().data]


def test_the_columns_of_a_file_of_calls_can_be_chosen(client: Telnyx) -> None:
    files = client.legacy.reporting.batch_detail_records.voice
    groups = files.retrieve_fields()
    chosen = [*(groups.number_information or ()), *(groups.billing or ())]

    order = files.create(**TIMES, fields=chosen).data
    assert order is not None
    assert order.id is not None
    rows = rows_of(finished(files.retrieve, order.id).report_url)

    assert len(chosen) > 5
    assert set(rows[0]) == set(chosen)


def test_the_ledger_of_billing_groups_is_fetched(client: Telnyx) -> None:
    last = BEGIN.replace(day=1) - (END - BEGIN)
    reports = client.ledger_billing_group_reports

    order = reports.create(year=last.year, month=last.month).data
    assert order is not None
    assert order.id is not None
    report = finished(reports.retrieve, order.id)
    rows = rows_of(report.report_url)

    groups = {(group.id, group.name) for group in client.billing_groups.list()}
    named = {(row["billing_group_id"], row["billing_group_name"]) for row in rows}
    assert (order.status, order.report_url, report.status) == ("pending", None, "complete")
    assert groups
    assert named - {("", "")} == groups


def test_the_orders_of_numbers_are_fetched(client: Telnyx) -> None:
    reports = client.sub_number_orders_report

    order = reports.create(status="success", created_at_lt=BEGIN).data
    assert order is not None
    assert order.id is not None
    report = finished(reports.retrieve, order.id)
    lines = reports.download(order.id).splitlines()

    assert (order.status, report.status) == ("pending", "success")
    assert (report.filters.status, report.filters.created_at_lt) == ("success", BEGIN)
    columns = lines[0].split(",")
    assert len(lines) > 1
    assert {line.split(",")[columns.index("status")] for line in lines[1:]} == {"success"}


def test_what_is_made_at_once_tells_the_same_as_what_is_ordered(client: Telnyx) -> None:
    usage = client.legacy.reporting.usage_reports
    kind = Kind(lambda _: usage.messaging, {**TIMES, "aggregation_type": 1}, (1, 2), aggregations)
    calls = Kind(
        lambda _: usage.voice,
        {**TIMES, "aggregation_type": 1, "product_breakdown": 2},
        (1, 2),
        aggregations,
    )

    messages = client.reports.mdr_usage_reports.fetch_sync(**DATES, aggregation_type="PROFILE").data
    by_country = client.reports.cdr_usage_reports.fetch_sync(
        **DATES, aggregation_type="CONNECTION", product_breakdown="COUNTRY"
    ).data

    assert messages is not None
    assert by_country is not None
    assert (messages.status, by_country.status) == ("COMPLETE", "COMPLETE")
    for one, older in ((rows_told(messages), kind), (aggregations(by_country), calls)):
        report = finished(older.resource(client).retrieve, ordered(older, client).id)
        assert one == older.told(report)
