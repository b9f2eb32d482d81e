"""Laws of all usage reports: however an account's traffic is cut, it comes to the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.state.store import open_store
from mock_server.vendors.telnyx.people import user_id
from tests.vendors.telnyx.asking import KEY, START, Telnyx, fine
from tests.vendors.telnyx.test_cdr_usage_reports import figures as of_calls
from tests.vendors.telnyx.test_mdr_usage_reports import figures as of_messages

MDR = "/reports/mdr_usage_reports"
CDR = "/reports/cdr_usage_reports"
LEGACY = "/legacy/reporting/usage_reports"
ONE_SECOND = timedelta(seconds=1)
MONTH = {"start_date": "2026-10-01T00:00:00Z", "end_date": "2026-10-31T23:59:59Z"}


@pytest.fixture(scope="module")
def everybody() -> Iterator[Telnyx]:
    """Accounts of all sizes, whoever asks."""
    api = Telnyx()
    yield api
    api.close()


accounts = st.from_regex(r"KEY[0-9A-F]{10}", fullmatch=True)
moments = st.integers(0, 300 * 86_400).map(
    lambda second: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
)
cuts = st.lists(moments, min_size=3, max_size=3, unique=True).map(sorted)


@settings(max_examples=5, deadline=None)
@given(key=accounts, cut=cuts)
def test_two_halves_are_the_whole_in_every_aggregation_of_messages(
    everybody: Telnyx, key: str, cut: list[datetime]
) -> None:
    first, middle, end = cut

    def rows(begin: datetime, end: datetime, aggregation: str) -> Any:
        bounds = {"start_date": begin.isoformat(), "end_date": (end - ONE_SECOND).isoformat()}
        path = f"{MDR}/sync"
        return everybody.data(path, key, **bounds, aggregation_type=aggregation)["result"]

    whole = of_messages(rows(first, end, "NO_AGGREGATION"))
    for aggregation in ("NO_AGGREGATION", "PROFILE", "TAGS"):
        halves = rows(first, middle, aggregation) + rows(middle, end, aggregation)
        assert of_messages(halves) == whole


@settings(max_examples=5, deadline=None)
@given(key=accounts, cut=cuts, breakdown=st.sampled_from(["COUNTRY", "DID_VS_TOLL_FREE"]))
def test_two_halves_are_the_whole_in_every_aggregation_of_calls(
    everybody: Telnyx, key: str, cut: list[datetime], breakdown: str
) -> None:
    first, middle, end = cut

    def rows(begin: datetime, end: datetime, *how: str) -> Any:
        bounds = {"start_date": begin.isoformat(), "end_date": (end - ONE_SECOND).isoformat()}
        asked = {**bounds, "aggregation_type": how[0], "product_breakdown": how[1]}
        return everybody.data(f"{CDR}/sync", key, **asked)["result"]["aggregations"]

    whole = of_calls(rows(first, end, "NO_AGGREGATION", "NO_BREAKDOWN"))
    for aggregation in ("CONNECTION", "TAG", "BILLING_GROUP"):
        halves = rows(first, middle, aggregation, breakdown) + rows(
            middle, end, aggregation, "NO_BREAKDOWN"
        )
        assert of_calls(halves) == whole


def test_messages_come_to_what_usage_of_the_product_says(telnyx: Telnyx) -> None:
    rows = telnyx.data(f"{MDR}/sync", **MONTH, aggregation_type="PROFILE")["result"]
    usage = telnyx.data(
        "/usage_reports",
        product="messaging",
        dimensions="direction",
        metrics="cost,parts,count,customer_carrier_fee",
        start_date="2026-10-01T00:00:00Z",
        end_date="2026-11-01T00:00:00Z",
    )

    told = of_messages(rows)
    assert total(usage, "count") == told["sent"] + told["received"]
    assert total(usage, "parts") == told["parts"]
    assert total(usage, "cost") == told["cost"]
    assert total(usage, "customer_carrier_fee") == told["carrier_passthrough_fee"]


def test_calls_come_to_what_usage_of_both_products_says(telnyx: Telnyx) -> None:
    asked = {**MONTH, "aggregation_type": "TAG", "product_breakdown": "NO_BREAKDOWN"}
    rows = telnyx.data(f"{CDR}/sync", **asked)["result"]["aggregations"]
    usage = [
        row
        for product in ("sip-trunking", "call-control")
        for row in telnyx.data(
            "/usage_reports",
            product=product,
            dimensions="direction",
            metrics="cost,attempted,completed,call_sec,billed_sec",
            start_date="2026-10-01T00:00:00Z",
            end_date="2026-11-01T00:00:00Z",
        )
    ]

    names = ("cost", "attempted", "completed", "call_sec", "billed_sec")
    assert {name: total(usage, name) for name in names} == of_calls(rows)


def total(rows: Sequence[dict[str, Any]], name: str) -> Decimal:
    return sum((Decimal(str(row[name])) for row in rows), Decimal(0))


Order = tuple[str, dict[str, Any]]
ORDERS: dict[str, Order] = {
    "messages": (MDR, {**MONTH, "aggregation_type": "PROFILE", "profiles": "Default"}),
    "messages, first version": (
        f"{LEGACY}/messaging",
        {"start_time": "2026-10-01T00:00:00Z", "end_time": START.isoformat(),
         "aggregation_type": 2, "select_all_managed_accounts": True},
    ),
    "calls, first version": (
        f"{LEGACY}/voice",
        {"start_time": "2026-10-01T00:00:00Z", "end_time": START.isoformat(),
         "aggregation_type": 1, "product_breakdown": 3},
    ),
    "look-ups": (
        f"{LEGACY}/number_lookup",
        {"aggregationType": "BY_ORGANIZATION_MEMBER", "managedAccounts": [user_id("nobody")]},
    ),
}  # fmt: skip


@contextmanager
def served(folder: Path, accounts: Mapping[str, int] | None = None) -> Iterator[Telnyx]:
    """A server that remembers in a folder."""
    store = open_store(f"sqlite:///{folder / 'state.db'}")
    api = Telnyx(store=store, accounts=accounts)
    yield api
    api.close()
    store.close()


every = pytest.mark.parametrize("order", ORDERS)


@every
def test_a_report_outlives_the_server(tmp_path: Path, order: str) -> None:
    path, body = ORDERS[order]
    with served(tmp_path) as api:
        report = fine(api.post(path, body))["data"]
        api.now += timedelta(hours=1)
        before = api.data(f"{path}/{report['id']}")

    with served(tmp_path) as api:
        api.now += timedelta(hours=1)
        after = api.data(f"{path}/{report['id']}")

    assert after == before
    assert before["result"]


FAILED: Mapping[str, str] = {"messages": "FAILED", "look-ups": "FAILED"}
"""The first version has a number for it."""


@every
def test_a_report_fails_when_its_records_cannot_be_made_again(tmp_path: Path, order: str) -> None:
    path, body = ORDERS[order]
    with served(tmp_path) as api:
        ordered = fine(api.post(path, body))["data"]

    with served(tmp_path, accounts={KEY: 77}) as api:
        api.now += timedelta(hours=1)
        report = api.data(f"{path}/{ordered['id']}")
        listed = api.data(path)

    assert report["status"] == FAILED.get(order, 3)
    assert listed == [report]
    assert not {"result", "report_url"} & set(report)
