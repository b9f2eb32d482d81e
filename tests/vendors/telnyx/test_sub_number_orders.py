from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.money import owned_numbers
from tests.vendors.telnyx.asking import START, Telnyx, refusal
from tests.vendors.telnyx.money_truth import dataset
from tests.vendors.telnyx.orders import (
    HEADER,
    KEY,
    OTHER,
    PATH,
    Row,
    missing,
    ordered,
    rows_of,
)


@pytest.fixture(scope="module")
def running() -> Iterator[Telnyx]:
    one = Telnyx()
    yield one
    one.close()


@pytest.fixture
def api(running: Telnyx) -> Telnyx:
    """It is shared; only its clock is put back."""
    running.now, running.pause_s = START, 0.25
    return running


def test_a_report_is_pending_then_a_success_and_expires(api: Telnyx) -> None:
    api.pause_s = 0
    filters = {"status": "success", "country_code": "US"}

    report = ordered(api, filters)

    assert report == {
        "id": report["id"],
        "order_type": "sub_number_order",
        "status": "pending",
        "user_id": report["user_id"],
        "filters": filters,
        "created_at": "2026-11-17T09:30:12.345000+00:00",
        "updated_at": "2026-11-17T09:30:12.345000+00:00",
    }
    assert api.data(f"{PATH}/{report['id']}", KEY) == report
    api.now += timedelta(milliseconds=200)
    done = api.data(f"{PATH}/{report['id']}", KEY)
    assert done == report | {"status": "success", "updated_at": done["updated_at"]}
    assert report["updated_at"] < done["updated_at"] <= "2026-11-17T09:30:12.545000+00:00"
    api.now += timedelta(days=30)
    assert api.data(f"{PATH}/{report['id']}", KEY)["status"] == "expired"


def test_a_file_is_there_when_the_report_is_a_success_and_not_before_or_after(
    api: Telnyx,
) -> None:
    api.pause_s = 0
    path = f"{PATH}/{ordered(api)['id']}/download"

    early = api.get(path, KEY)
    api.now += timedelta(seconds=1)
    there = api.get(path, KEY)
    api.now += timedelta(days=30)
    late = api.get(path, KEY)

    assert refusal(early) == (
        422,
        [
            {
                "code": "10027",
                "title": "Unprocessable entity",
                "detail": "The report is not ready for download.",
                "meta": {"url": "https://developers.telnyx.com/docs/overview/errors/10027"},
            }
        ],
    )
    assert there.headers["content-type"].startswith("text/csv")
    assert there.text.splitlines()[0] == HEADER
    assert refusal(late) == (404, [missing()])


@pytest.mark.parametrize("key", [KEY, OTHER])
def test_what_was_ordered_with_success_is_what_the_account_bought(api: Telnyx, key: str) -> None:
    rows = rows_of(api, {"status": "success"}, key)

    found = Counter[tuple[str, str, str]]()
    for row in rows:
        day, kind = row["created_at"][:10], row["phone_number_type"]
        found[day, row["country_code"], kind] += int(row["phone_numbers_count"])
    today = START.date()
    bought = Counter(
        (f"{one.bought_day}", one.country, one.kind.replace("-", "_"))
        for one in owned_numbers(dataset(api), key)
        if one.bought_day < today
    )
    assert bought
    assert found == bought


def test_rows_are_written_as_the_vendor_writes_them(api: Telnyx) -> None:
    rows = rows_of(api)

    users = {ordered(api)["user_id"]}
    assert {row["user_id"] for row in rows} == users
    assert {row["is_block_sub_number_order"] for row in rows} == {"False"}
    assert {(row["status"], row["requirements_met"]) for row in rows} <= {
        ("success", "True"), ("failure", "False"), ("pending", "False")
    }  # fmt: skip
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        created, updated = (
            datetime.strptime(row[name], "%Y-%m-%d %H:%M:%S.%f")  # noqa: DTZ007 - there is none
            for name in ("created_at", "updated_at")
        )
        assert created < updated < created + timedelta(seconds=10)
        assert UUID(row["id"]) != UUID(row["order_request_id"])
        assert row["customer_reference"]


def test_sub_orders_of_one_order_are_of_one_day_and_differ_in_country_or_kind(
    api: Telnyx,
) -> None:
    orders: dict[str, list[Row]] = {}
    for row in rows_of(api, {"status": "success"}):
        orders.setdefault(row["order_request_id"], []).append(row)

    assert any(len(rows) > 1 for rows in orders.values())
    for rows in orders.values():
        assert len({row["created_at"][:10] for row in rows}) == 1
        assert len({(row["country_code"], row["phone_number_type"]) for row in rows}) == len(rows)


def test_an_order_that_failed_was_made_again(api: Telnyx) -> None:
    key = next(key for key in keys() if rows_of(api, {"status": "failure"}, key))

    failures = rows_of(api, {"status": "failure"}, key)
    successes = rows_of(api, {"status": "success"}, key)

    same = ("order_request_id", "country_code", "phone_number_type", "phone_numbers_count")
    for failed in failures:
        [again] = [row for row in successes if all(row[name] == failed[name] for name in same)]

        assert failed["updated_at"] < again["created_at"]


def keys() -> Iterator[str]:
    return (f"KEY{number:04d}" for number in range(40))


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("status", "status"),
        ("country_code", "country_code"),
        ("order_request_id", "order_request_id"),
        ("customer_reference", "customer_reference"),
    ],
)
def test_a_filter_keeps_the_rows_that_have_its_value(api: Telnyx, name: str, column: str) -> None:
    whole = rows_of(api)
    values = {row[column] for row in whole} if name != "order_request_id" else one_order(whole)

    for value in values:
        assert rows_of(api, {name: value}) == [row for row in whole if row[column] == value]


def one_order(rows: list[Row]) -> set[str]:
    return {rows[len(rows) // 2]["order_request_id"]}


@settings(max_examples=15, deadline=None)
@given(place=st.integers(0, 10**6))
def test_before_and_after_a_moment_part_the_orders_without_those_of_the_moment(
    running: Telnyx, place: int
) -> None:
    running.now = START
    whole = rows_of(running)
    at = whole[place % len(whole)]["created_at"]
    moment = f"{at.replace(' ', 'T')}Z"

    before = rows_of(running, {"created_at_lt": moment})
    after = rows_of(running, {"created_at_gt": moment})
    never = rows_of(running, {"created_at_gt": moment, "created_at_lt": moment})

    assert before == [row for row in whole if row["created_at"] < at]
    assert after == [row for row in whole if row["created_at"] > at]
    assert never == []


def test_filters_hold_together(api: Telnyx) -> None:
    whole = rows_of(api)
    one = whole[len(whole) // 2]
    names = ("status", "country_code", "order_request_id", "customer_reference")

    found = rows_of(api, {name: one[name] for name in names})

    assert found == [row for row in whole if all(row[name] == one[name] for name in names)]
    assert one in found


def test_an_order_is_pending_while_it_is_made(api: Telnyx) -> None:
    made = rows_of(api, {"status": "success"})[-1]
    begun = datetime.fromisoformat(f"{made['created_at']}+00:00")
    api.now = begun + timedelta(milliseconds=100)

    report = ordered(api, {"status": "pending"})
    api.now += timedelta(seconds=20)
    [row] = csv.DictReader(StringIO(api.get(f"{PATH}/{report['id']}/download", KEY).text))

    assert row == made | {
        "status": "pending",
        "requirements_met": "False",
        "updated_at": made["created_at"],
    }


def test_the_vendors_client_makes_reads_and_downloads_a_report(api: Telnyx) -> None:
    with api.client(KEY) as client:
        report = client.sub_number_orders_report.create(
            status="success", created_at_gt=datetime.fromisoformat("2022-01-01T00:00:00+00:00")
        ).data
        assert report is not None
        assert report.status == "pending"
        api.now += timedelta(seconds=1)
        done = client.sub_number_orders_report.retrieve(str(report.id)).data
        # Strict, it refuses whatever is not JSON, though it means to hand CSV on as text.
        loose = client.copy(_extra_kwargs={"_strict_response_validation": False})
        text = loose.sub_number_orders_report.download(str(report.id))

    assert done is not None
    assert done.status == "success"
    assert text.splitlines()[0] == HEADER
    assert len(text.splitlines()) > 1
