"""Whatever moved an account's balance is told by other endpoints too, to the last digit.

Nothing is read from the ledger here: the endpoints are held against each other.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.vendors.telnyx.asking import START, Telnyx, fine
from tests.vendors.telnyx.charging import breakdown, summary
from tests.vendors.telnyx.money_truth import added
from tests.vendors.telnyx.test_balance import balance_at, invoice_ids, moved, rounding
from tests.vendors.telnyx.usage_asking import DOCUMENTED

KEYS = ("KEY0001", "KEY0002")
LOOKUPS = "/legacy/reporting/usage_reports/number_lookup"
LEDGER = "/ledger_billing_group_reports"
ONE_DAY, ONE_SECOND = timedelta(days=1), timedelta(seconds=1)
FIRST = datetime(2025, 7, 1, tzinfo=UTC)
CHARGES = ("new numbers", "existing numbers", "new features", "existing features", "port-outs")
COSTS = {"messaging": "cost,customer_carrier_fee", "wireless": "data_cost"}
"""Metrics of the products whose costs are not called `cost`, or are in two parts."""

Row = Mapping[str, str]
months = st.dates(date(2025, 1, 1), date(2026, 9, 30)).map(lambda day: day.replace(day=1))


@pytest.fixture(scope="module")
def api() -> Iterator[Telnyx]:
    one = Telnyx(accounts=dict.fromkeys(KEYS, 40), report_speed="instant")
    yield one
    one.close()


@settings(max_examples=5, deadline=None)
@given(
    key=st.sampled_from(KEYS),
    begin=st.integers(0, 420 * 86_400).map(lambda after: FIRST + timedelta(seconds=after)),
    took=st.timedeltas(timedelta(minutes=1), timedelta(days=45)),
)
def test_a_balance_is_an_earlier_one_less_what_usage_and_charges_tell_with_what_was_paid(
    api: Telnyx, key: str, begin: datetime, took: timedelta
) -> None:
    end = begin + took
    since = begin.date().replace(day=1)

    before, used_before, shown_before = seen_at(api, key, begin, since)
    after, used_after, shown_after = seen_at(api, key, end, since)

    charged, paid = moved(api, key, begin.date() + ONE_DAY, end.date() + ONE_DAY)
    rounded = sum(rounding(api, key, one) for one in shown_after - shown_before)
    assert after == before - (used_after - used_before) - charged + paid - rounded


def seen_at(api: Telnyx, key: str, now: datetime, since: date) -> tuple[Decimal, Decimal, set[str]]:
    """The balance at a moment, usage since the first of a month as known then, and invoices."""
    balance, shown = balance_at(api, key, now), invoice_ids(api, key)
    used = Decimal()
    for month in months_until(since, now.date()):
        used += used_in(api, key, month)
    again = Decimal(api.data("/balance", key)["balance"])
    assume(balance == again)  # nothing happened while all that was asked for
    return balance, used + looked_up(api, key, now, since), shown


def months_until(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first = next_month(first)


def next_month(first: date) -> date:
    return (first + 31 * ONE_DAY).replace(day=1)


def used_in(api: Telnyx, key: str, month: date) -> Decimal:
    """What `/usage_reports` says that all products cost in a month, as far as it is known."""
    return sum((used_of(api, key, product, month) for product in DOCUMENTED), Decimal())


def used_of(api: Telnyx, key: str, product: str, month: date) -> Decimal:
    metrics = COSTS.get(product, "cost")
    period = {"start_date": f"{month}T00:00:00Z", "end_date": f"{next_month(month)}T00:00:00Z"}
    asked = {"product": product, "dimensions": "currency", "metrics": metrics, **period}
    rows = api.data("/usage_reports", key, **asked)
    return added(f"{row[name]:.8f}" for row in rows for name in metrics.split(","))


def looked_up(api: Telnyx, key: str, now: datetime, since: date) -> Decimal:
    """What number look-ups cost since then: each month is asked for when it ends."""
    total = Decimal()
    for month in months_until(since, now.date()):
        over = datetime.combine(next_month(month), time(), UTC)
        api.now = min(now, over)
        last = min(now, over - ONE_SECOND).date()
        order = {"startDate": f"{month}", "endDate": f"{last}"}
        result = fine(api.post(LOOKUPS, order, key))["data"]["result"]
        total += added(
            f"{each['total_cost']:.8f}" for one in result for each in one["aggregations"]
        )
    return total


@settings(max_examples=6, deadline=None)
@given(key=st.sampled_from(KEYS), month=months)
def test_a_month_that_is_over_is_the_same_in_ledger_invoice_charges_and_usage(
    api: Telnyx, key: str, month: date
) -> None:
    end = next_month(month)
    api.now = START

    by_groups = by_kind(ledger_rows(api, key, month), "transaction_type")
    invoiced = by_kind(invoice_rows(api, key, month), "section")
    totals = summary(api, key, (month, end))["total"]
    services = breakdown(api, key, (month, end))["results"]

    paid = by_groups.pop("payments", Decimal())
    assert {kind: -amount for kind, amount in by_groups.items()} == invoiced
    charged = sum((invoiced.get(kind, Decimal()) for kind in CHARGES), Decimal())
    assert charged == added(each["cost"] for one in services for each in one["services"])
    assert charged == added(
        totals[name] for name in ("new_mrc", "new_otc", "existing_mrc", "other")
    )
    assert invoiced.get("adjustments", 0) == Decimal(totals["ledger_adjustments"])
    assert invoiced.get("credits", 0) - paid == Decimal(totals["credits"])
    at_its_end = datetime.combine(end, time(), UTC)
    used = used_in(api, key, month) + looked_up(api, key, at_its_end - ONE_SECOND, month)
    assert invoiced["usage"] == used > 0


def ledger_rows(api: Telnyx, key: str, month: date) -> list[Row]:
    report = fine(api.post(LEDGER, {"year": month.year, "month": month.month}, key))["data"]
    return csv_rows(api, report["report_url"])


def invoice_rows(api: Telnyx, key: str, month: date) -> list[Row]:
    listed = api.data("/invoices", key, **{"page[size]": 250})
    [found] = [one["invoice_id"] for one in listed if one["period_start"] == f"{month}"]
    return csv_rows(api, api.data(f"/invoices/{found}", key, action="link")["download_url"])


def csv_rows(api: Telnyx, url: str) -> list[Row]:
    return list(csv.DictReader(StringIO(api.ask("GET", url).text)))


def by_kind(rows: Iterable[Row], column: str) -> dict[str, Decimal]:
    """What rows come to by what they are about."""
    found: dict[str, Decimal] = {}
    for row in rows:
        found[row[column]] = found.get(row[column], Decimal()) + Decimal(row["amount"])
    return found
