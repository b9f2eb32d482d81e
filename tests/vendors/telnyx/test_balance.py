from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.columns import Columns
from mock_server.vendors.telnyx.services import PRODUCTS
from tests.vendors.telnyx.asking import START, Telnyx, refusal
from tests.vendors.telnyx.money_truth import UNIT, added, dataset, now_ms, opened_late

KEYS = ("KEY0001", "KEY0002")
BUSY = "KEY0003"
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
ONE_DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def api() -> Iterator[Telnyx]:
    one = Telnyx(accounts=dict.fromkeys(KEYS, 30) | {BUSY: 3000})
    yield one
    one.close()


@pytest.mark.parametrize("key", KEYS)
@settings(max_examples=7, deadline=None)
@given(
    begin=st.integers(0, 600 * 86_400).map(lambda after: FIRST + timedelta(seconds=after)),
    took=st.timedeltas(timedelta(seconds=1), timedelta(days=70)),
)
def test_a_balance_is_an_earlier_one_less_usage_and_charges_with_what_was_paid(
    api: Telnyx, key: str, begin: datetime, took: timedelta
) -> None:
    end = begin + took

    before, shown_before = balance_at(api, key, begin), invoice_ids(api, key)
    after, shown_after = balance_at(api, key, end), invoice_ids(api, key)

    used = cost_seen(api, key, end) - cost_seen(api, key, begin)
    charged, paid = moved(api, key, begin.date() + ONE_DAY, end.date() + ONE_DAY)
    rounded = sum(rounding(api, key, one) for one in shown_after - shown_before)
    assert after == before - used - charged + paid - rounded


def balance_at(api: Telnyx, key: str, now: datetime) -> Decimal:
    api.now = now
    return Decimal(api.data("/balance", key)["balance"])


def invoice_ids(api: Telnyx, key: str) -> set[str]:
    told = api.data("/invoices", key, **{"page[size]": 250})
    return {one["invoice_id"] for one in told}


def cost_seen(api: Telnyx, key: str, now: datetime) -> Decimal:
    """What all records cost that had appeared by then, since a moment before all of these tests."""
    total, data = 0, dataset(api)
    for product in PRODUCTS:
        stream = data.stream(key, product)
        epoch, there = (stream.visible(int(at.timestamp() * 1000)) for at in (FIRST, now))
        total += int(Columns(stream, np.arange(epoch, there)).cost.sum())
    return Decimal(total) / UNIT


def moved(api: Telnyx, key: str, begin: date, end: date) -> tuple[Decimal, Decimal]:
    """What was charged, number by number, and what was paid, credited and adjusted."""
    charged = paid = Decimal()
    while begin < end:
        part = min(end, begin + 31 * ONE_DAY)
        asked = {"start_date": f"{begin}", "end_date": f"{part}"}
        for result in api.data("/charges_breakdown", key, **asked)["results"]:
            charged += added(each["cost"] for each in result["services"])
        total = api.data("/charges_summary", key, **asked)["total"]
        paid -= added((total["credits"], total["ledger_adjustments"]))
        begin = part
    return charged, paid


def rounding(api: Telnyx, key: str, invoice_id: str) -> Decimal:
    """What an invoice asks for beyond what was used and charged: less than a cent."""
    told = api.data(f"/invoices/{invoice_id}", key, action="link")
    rows = csv.DictReader(StringIO(api.ask("GET", told["download_url"]).text))
    return added(row["amount"] for row in rows if row["section"] == "rounding")


def test_what_can_be_spent_is_the_balance_and_the_credit_limit(api: Telnyx) -> None:
    api.now = START
    limit = dataset(api).account(KEYS[0]).credit_limit

    told = api.data("/balance", KEYS[0])

    assert told.keys() == {
        *("record_type", "pending", "balance", "credit_limit", "available_credit", "currency")
    }
    assert (told["record_type"], told["currency"]) == ("balance", "USD")
    assert Decimal(told["credit_limit"]) * UNIT == limit
    assert Decimal(told["available_credit"]) == added((told["balance"], told["credit_limit"]))


def test_what_is_pending_is_the_cost_of_records_that_were_made_and_have_not_appeared(
    api: Telnyx,
) -> None:
    api.now = START
    at_ms, coming = now_ms(api), 0
    for product in PRODUCTS:
        stream = dataset(api).stream(BUSY, product)
        there, tomorrow = stream.visible(at_ms), stream.timeline.index_at(at_ms + 86_400_000)
        next_ones = Columns(stream, np.arange(there, tomorrow))
        coming += int(next_ones.cost[next_ones.made_ms < at_ms].sum())

    told = api.data("/balance", BUSY)

    assert coming > 0
    assert Decimal(told["pending"]) * UNIT == coming


def test_amounts_have_two_decimal_places_or_more_and_no_exponent(api: Telnyx) -> None:
    api.now = START
    told = api.data("/balance", KEYS[0])

    for name in ("pending", "balance", "credit_limit", "available_credit"):
        whole, places = told[name].lstrip("-").split(".")

        assert (whole + places).isdecimal()
        assert 2 <= len(places) <= 8


def test_an_account_that_is_still_to_be_opened_has_no_balance() -> None:
    api = Telnyx()
    key, opened = opened_late(api)
    midnight = datetime(opened.year, opened.month, opened.day, tzinfo=UTC)

    api.now = midnight - timedelta(seconds=1)
    before = api.get("/balance", key)
    api.now = midnight
    after = api.get("/balance", key)
    api.close()

    assert refusal(before) == (
        422,
        [
            {
                "code": "10027",
                "title": "Unprocessable entity",
                "detail": "Account information is missing or invalid.",
                "meta": {"url": "https://developers.telnyx.com/docs/overview/errors/10027"},
            }
        ],
    )
    assert after.json()["data"]["balance"] > "0"


def test_the_vendors_client_reads_the_balance(api: Telnyx) -> None:
    api.now = START
    with api.client(KEYS[0]) as client:
        found = client.balance.retrieve().data

    assert found is not None
    assert found.record_type == "balance"
    assert found.available_credit is not None
