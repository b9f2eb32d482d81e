"""`GET /usage_reports` and its options, as a caller meets them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from telnyx import BadRequestError

from mock_server.vendors.telnyx.people import user_id
from tests.vendors.telnyx.asking import Telnyx, fine
from tests.vendors.telnyx.looking import dataset_of, fee, seen
from tests.vendors.telnyx.usage_asking import PATH, of_metric, rows

TODAY = datetime(2026, 11, 17, tzinfo=UTC)


def test_a_report_is_what_looking_at_every_message_says(telnyx: Telnyx) -> None:
    span = (TODAY - timedelta(days=3), TODAY)

    found = rows(
        telnyx,
        "product=messaging&dimensions=direction,message_type,currency"
        "&metrics=cost,parts,count,customer_carrier_fee&date_range=last_3_days",
    )

    expected: dict[tuple[str, str], list[Any]] = {}
    for one in seen(dataset_of(telnyx), "message", span, telnyx.now):
        expected.setdefault((one.direction, one.kind.upper()), []).append(one)
    assert found == [
        {
            "direction": direction,
            "message_type": kind,
            "currency": "USD",
            "product": "messaging",
            "cost": sum(one.cost - fee(one) for one in its) / 10**8,
            "parts": sum(one.units for one in its),
            "count": len(its),
            "customer_carrier_fee": sum(map(fee, its)) / 10**8,
        }
        for (direction, kind), its in sorted(expected.items())
    ]


def test_calls_are_attempted_and_some_are_completed(telnyx: Telnyx) -> None:
    span = (TODAY - timedelta(days=1), TODAY)
    metrics = "connected,cost,completed,call_sec,attempted,billed_sec"

    found = [
        *rows(telnyx, f"product=sip-trunking&dimensions=connection_id&metrics={metrics}"
                      "&date_range=yesterday"),
        *rows(telnyx, f"product=call-control&dimensions=connection_id&metrics={metrics}"
                      "&date_range=yesterday"),
    ]  # fmt: skip

    answered = list(seen(dataset_of(telnyx), "call", span, telnyx.now))
    failed = list(seen(dataset_of(telnyx), "failed-call", span, telnyx.now))
    assert of_metric(found, "attempted") == len(answered) + len(failed)
    assert of_metric(found, "completed") == of_metric(found, "connected") == len(answered)
    assert of_metric(found, "call_sec") == sum(one.units for one in answered)
    assert of_metric(found, "billed_sec") == sum(one.billed for one in answered)
    assert of_metric(found, "cost") * 10**8 == sum(one.cost for one in answered)
    assert {row["connection_id"] for row in found} == {str(one.connection) for one in answered}


@pytest.mark.parametrize(
    "query",
    [
        "dimensions=direction,status_v2&metrics=count,cost",
        "dimensions=direction&dimensions=status_v2&metrics=count&metrics=cost",
        "dimensions=direction%2Cstatus_v2&metrics=count%2Ccost",
        "dimensions=direction,status_v2,direction&metrics=count,cost,count",
    ],
    ids=["joined", "repeated", "joined and escaped", "twice the same"],
)
def test_lists_come_joined_with_commas_or_repeated(telnyx: Telnyx, query: str) -> None:
    found = rows(telnyx, f"product=messaging&date_range=yesterday&{query}")

    assert {tuple(row) for row in found} == {("direction", "status_v2", "product", "count", "cost")}


def test_repeated_filters_of_a_dimension_are_alternatives(telnyx: Telnyx) -> None:
    asked = "product=messaging&dimensions=direction,status_v2&metrics=count&date_range=last_week"
    failed, fine_ = "filter[status_v2]=delivery_failed", "filter[status_v2]=delivered"

    everything = rows(telnyx, asked)
    either = rows(telnyx, f"{asked}&{fine_}&{failed}")
    both = rows(telnyx, f"{asked}&{fine_}&filter[direction]=inbound")

    assert either == [row for row in everything if row["status_v2"] != "delivery_unconfirmed"]
    assert both == [row for row in everything if row["direction"] == "inbound"]
    assert len(both) == 1
    assert rows(telnyx, f"{asked}&filter[status_v2]=no such status".replace(" ", "%20")) == []


@pytest.mark.parametrize(
    "text",
    [
        "filter[direction]=inbound",
        "[direction]=inbound",
        "filter[direction]=inbound&filter[currency]=USD",
    ],
)
def test_a_filter_may_come_as_the_text_of_one_parameter(telnyx: Telnyx, text: str) -> None:
    asked = "product=messaging&dimensions=direction,currency&metrics=count&date_range=last_week"

    found = rows(telnyx, f"{asked}&filter={quote(text)}")

    assert found == rows(telnyx, f"{asked}&filter[direction]=inbound")
    assert len(found) == 1


def test_days_can_be_filtered_too(telnyx: Telnyx) -> None:
    asked = "product=messaging&dimensions=date,direction&metrics=count&date_range=last_week"

    found = rows(telnyx, f"{asked}&filter[date]=2026-11-10&filter[date]=2026-11-12")

    assert {row["date"] for row in found} == {"2026-11-10", "2026-11-12"}
    assert found == [row for row in rows(telnyx, asked) if row["date"][-2:] in {"10", "12"}]


@pytest.mark.parametrize("sign", ["", "-"])
def test_rows_are_sorted_by_dimensions_and_metrics(telnyx: Telnyx, sign: str) -> None:
    asked = "product=messaging&dimensions=date,country_iso&metrics=count,cost&date_range=last_week"

    by_count = rows(telnyx, f"{asked}&sort={sign}count,country_iso,-date")
    by_time = rows(telnyx, f"{asked}&sort={sign}created_at")

    turn = -1 if sign else 1
    counts = [
        (turn * row["count"], row["country_iso"], _backwards(row["date"])) for row in by_count
    ]
    assert counts == sorted(counts)
    days = [row["date"] for row in by_time]
    assert days == sorted(days, reverse=bool(sign))
    assert sorted(map(str, by_count)) == sorted(map(str, by_time))


def _backwards(day: str) -> int:
    return -int(day.replace("-", ""))


def test_pages_come_together_to_the_whole(telnyx: Telnyx) -> None:
    asked = "product=messaging&dimensions=date_time,country_iso&metrics=count&date_range=last_week"
    everything = rows(telnyx, asked)

    first = fine(telnyx.ask("GET", f"{PATH}?{asked}&page[size]=700"))
    total = first["meta"]["total_results"]
    pages = [
        fine(telnyx.ask("GET", f"{PATH}?{asked}&page[size]=700&page[number]={number}"))["data"]
        for number in range(1, first["meta"]["total_pages"] + 2)
    ]

    assert first["meta"] == {
        "total_pages": -(-total // 700),
        "total_results": total,
        "page_number": 1,
        "page_size": 700,
    }
    assert [row for page in pages for row in page][: len(everything)] == everything
    assert pages[-1] == []
    assert total > 1400
    assert len(fine(telnyx.ask("GET", f"{PATH}?{asked}"))["data"]) == 20


def test_csv_tells_the_same_with_six_places(telnyx: Telnyx) -> None:
    asked = "product=forking&dimensions=user_id,direction&metrics=cost,billed_sec"
    asked += "&date_range=last_week"

    answer = telnyx.ask("GET", f"{PATH}?{asked}&format=csv")

    assert answer.headers["content-type"].partition(";")[0] == "text/csv"
    assert answer.text.splitlines()[0] == "user_id,direction,product,cost,billed_sec"
    told = list(csv.DictReader(answer.text.splitlines()))
    assert told == [
        {
            **row,
            "cost": f"{row['cost']:.6f}",
            "billed_sec": f"{row['billed_sec']:.6f}",
        }
        for row in rows(telnyx, asked)
    ]
    assert len(told) == 2


def test_csv_has_all_rows_unless_a_page_is_asked_for(telnyx: Telnyx) -> None:
    asked = "product=messaging&dimensions=date,country_iso&metrics=count&date_range=last_week"

    whole = telnyx.ask("GET", f"{PATH}?{asked}&format=csv").text.splitlines()
    page = telnyx.ask("GET", f"{PATH}?{asked}&format=csv&page[number]=2&page[size]=5").text

    assert len(whole) - 1 == len(rows(telnyx, asked)) > 20
    assert page.splitlines() == [whole[0], *whole[6:11]]


def key_with_subs(telnyx: Telnyx) -> str:
    """An account that has others."""
    keys = (f"KEY0190A1B2C3{number:04x}" for number in range(1000))
    dataset = dataset_of(telnyx)
    return next(key for key in keys if len(dataset.account(key).sub_accounts) >= 2)


def test_managed_accounts_are_added_and_told_apart_by_their_users(telnyx: Telnyx) -> None:
    key = key_with_subs(telnyx)
    subs = dataset_of(telnyx).account(key).sub_accounts
    asked = "product=messaging&metrics=count,cost&date_range=yesterday"

    own = rows(telnyx, f"{asked}&dimensions=user_id", key)
    each = rows(telnyx, f"{asked}&dimensions=user_id&managed_accounts=true", key)
    together = rows(telnyx, f"{asked}&dimensions=currency&managed_accounts=true", key)

    assert [row["user_id"] for row in own] == [user_id(key)]
    assert {row["user_id"] for row in each} == {user_id(one) for one in (key, *subs)}
    assert sorted(map(str, each)) == sorted(
        str(row) for one in (key, *subs) for row in rows(telnyx, f"{asked}&dimensions=user_id", one)
    )
    assert together[0]["count"] == of_metric(each, "count")
    assert len(together) == 1


def test_the_vendors_client_walks_through_all_pages(telnyx: Telnyx) -> None:
    asked = (
        "product=wireless&dimensions=mcc,date&metrics=uplink_data,data_cost&date_range=yesterday"
    )
    expected = rows(telnyx, asked)

    with telnyx.client() as client:
        found = client.usage_reports.list(
            product="wireless",
            dimensions=["mcc", "date"],
            metrics=["uplink_data", "data_cost"],
            date_range="yesterday",
            page_size=5,
        )
        pages = list(_pages(found))
        options = client.usage_reports.get_options(product="wireless")

    assert [row for page in pages for row in page] == expected
    assert len(pages) > 1
    assert options.data is not None
    assert options.data[0].product == "wireless"


def _pages(first: Any) -> Iterator[list[dict[str, Any]]]:
    for page in first.iter_pages():
        yield [dict(row) for row in page.data]


def test_the_vendors_client_sends_its_filter_as_text(telnyx: Telnyx) -> None:
    with telnyx.client() as client:
        found = client.usage_reports.list(
            product="messaging",
            dimensions=["direction"],
            metrics=["count"],
            date_range="last_week",
            filter="filter[direction]=inbound",
            sort=["-count"],
            managed_accounts=True,
            authorization_bearer="Bearer",
        )

    assert [row["direction"] for row in found.data or []] == ["inbound"]


def test_the_vendors_client_raises_what_it_is_told(telnyx: Telnyx) -> None:
    with telnyx.client() as client, pytest.raises(BadRequestError) as caught:
        client.usage_reports.list(product="messaging", dimensions=["fog"], metrics=["count"])

    assert isinstance(caught.value.body, dict)
    assert caught.value.body["errors"][0]["title"] == "Dimensions invalid values"
