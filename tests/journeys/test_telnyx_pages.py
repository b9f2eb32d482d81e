"""Auto-paging: Telnyx's official Python client meets every row once, whatever the dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from telnyx import Telnyx

from tests.journeys.telnyx_client import BEGIN, END, telnyx_client
from tests.serving import Server


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[Telnyx]:
    with telnyx_client(server, "KEY_PAGES") as strict:
        yield strict


@pytest.fixture
def targets(client: Telnyx) -> Iterator[list[httpx.URL]]:
    """What the client asks for in a test, in order."""
    asked: list[httpx.URL] = []
    hooks = client._client.event_hooks
    client._client.event_hooks = {"request": [lambda request: asked.append(request.url)]}
    yield asked
    client._client.event_hooks = hooks


def span(hours: float) -> dict[str, str]:
    """The first hours of the day."""
    return {"gte": BEGIN.isoformat(), "lt": (BEGIN + timedelta(hours=hours)).isoformat()}


def test_a_loop_over_detail_records_meets_every_message_of_some_hours(
    client: Telnyx, targets: list[httpx.URL]
) -> None:
    wanted: Any = {"record_type": "messaging", "created_at": span(3)}
    first: Any = client.detail_records.list(filter=wanted, page_size=250)

    records = list(first)

    assert first.meta.page_size == 50
    assert first.meta.total_results == len(records) == len({one.uuid for one in records}) > 50
    assert len(targets) == first.meta.total_pages
    times = [one.created_at for one in records]
    assert times == sorted(times, reverse=True)
    assert all(BEGIN <= at < BEGIN + timedelta(hours=3) for at in times)


def test_an_empty_list_ends_at_once(client: Telnyx, targets: list[httpx.URL]) -> None:
    nobody: Any = {"record_type": "messaging", "cld": "+19999999999"}

    found: Any = client.detail_records.list(filter=nobody)

    assert list(found) == []
    assert (found.meta.total_pages, found.meta.total_results) == (0, 0)
    assert len(targets) == 1


def test_a_loop_over_usage_by_day_comes_to_the_usage_of_the_whole(client: Telnyx) -> None:
    window: dict[str, Any] = {
        "start_date": f"{BEGIN - timedelta(days=20):%Y-%m-%dT%H:%M:%SZ}",
        "end_date": f"{END:%Y-%m-%dT%H:%M:%SZ}",
    }
    by_day: list[Any] = list(
        client.usage_reports.list(
            product="messaging", dimensions=["date"], metrics=["count"], page_size=7, **window
        )
    )

    whole: list[Any] = list(
        client.usage_reports.list(
            product="messaging", dimensions=["currency"], metrics=["count"], **window
        )
    )

    assert len({row["date"] for row in by_day}) == len(by_day) == 21
    assert sum(row["count"] for row in by_day) == sum(row["count"] for row in whole) > 0


def test_a_loop_over_sessions_meets_every_one(client: Telnyx, targets: list[httpx.URL]) -> None:
    day: dict[str, Any] = {"start_date": BEGIN.isoformat(), "end_date": END.isoformat()}

    sessions = list(client.reports.list_wdrs(**day, page_size=20, sort=["created_at"]))

    times = [one.created_at for one in sessions if one.created_at]
    assert times == sorted(times)
    assert len({one.id for one in sessions}) == len(sessions) > 20
    assert len(targets) == -(-len(sessions) // 20)


@pytest.mark.parametrize("sort", ["period_start", "-period_start"])
def test_the_invoices_tile_the_calendar(
    sort: Any, client: Telnyx, targets: list[httpx.URL]
) -> None:
    invoices = list(client.invoices.list(sort=sort, page_size=5))

    periods = [(one.period_start, one.period_end) for one in invoices]
    in_order = periods if sort == "period_start" else periods[::-1]
    assert len(targets) == -(-len(invoices) // 5)
    assert all(start and start.day == 1 for start, _ in in_order)
    assert [start for start, _ in in_order[1:]] == [
        end + timedelta(days=1) for _, end in in_order[:-1] if end
    ]


def test_a_loop_over_billing_groups_meets_the_new_ones_too(client: Telnyx) -> None:
    made = [client.billing_groups.create(name=f"Page {n}").data for n in range(3)]

    groups = list(client.billing_groups.list(page_size=2))

    ids = [group.id for group in groups]
    assert len(set(ids)) == len(ids) > 3
    assert ids[-3:] == [group.id for group in made if group]


Order = Callable[[Any], Any]

REPORTS: dict[str, tuple[Callable[[Telnyx], Any], Order, dict[str, int]]] = {
    "mdr usage reports": (
        lambda api: api.reports.mdr_usage_reports,
        lambda reports: (
            reports.create(start_date=BEGIN, end_date=END, aggregation_type="TAGS").data.id
        ),
        {"page_size": 2},
    ),
    "message usage": (
        lambda api: api.legacy.reporting.usage_reports.messaging,
        lambda reports: reports.create(start_time=BEGIN, end_time=END, aggregation_type=0).data.id,
        {"per_page": 2},
    ),
    "call usage": (
        lambda api: api.legacy.reporting.usage_reports.voice,
        lambda reports: reports.create(start_time=BEGIN, end_time=END).data.id,
        {"per_page": 2},
    ),
    "look-up usage": (
        lambda api: api.legacy.reporting.usage_reports.number_lookup,
        lambda reports: reports.create(start_date=BEGIN.date(), end_date=BEGIN.date()).data.id,
        {"per_page": 2},
    ),
}


@pytest.mark.parametrize(("resource", "order", "size"), REPORTS.values(), ids=REPORTS.keys())
def test_a_loop_over_reports_meets_the_newest_first(
    resource: Callable[[Telnyx], Any],
    order: Order,
    size: dict[str, int],
    client: Telnyx,
    targets: list[httpx.URL],
) -> None:
    reports = resource(client)
    ordered = [order(reports) for _ in range(5)]
    targets.clear()

    listed = [one.id for one in reports.list(**size)]

    assert listed == ordered[::-1]
    assert len(targets) == 3


def test_sessions_files_are_paged_by_names_with_brackets(client: Telnyx) -> None:
    files = client.wireless.detail_records_reports
    times: dict[str, Any] = {"start_time": BEGIN.isoformat(), "end_time": END.isoformat()}
    ordered = [one.id for one in (files.create(**times).data for _ in range(3)) if one]

    pages = [files.list(page_number=n, page_size=2).data for n in (1, 2, 3)]

    assert [[one.id for one in page or ()] for page in pages] == [
        [ordered[2], ordered[1]],
        [ordered[0]],
        [],
    ]
