"""Sums of usage are what every record comes to, looked at one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.columns import Columns
from mock_server.ledger.dataset import Dataset, DatasetSettings, Volume
from mock_server.vendors.telnyx.services import SERVICES
from mock_server.vendors.telnyx.usage.products import USAGE
from mock_server.vendors.telnyx.usage.sums import Ask, Row, usage_rows
from tests.vendors.telnyx.looking import Seen, fee, seen

SMALL, LARGE = "KEYSMALL", "KEYLARGE"
FIRST = datetime(2026, 11, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 16, 13, 7, 11, tzinfo=UTC)
HOURS = 7 * 24
SERVICE_NAMES = sorted(SERVICES)

Told = Callable[[Seen], str]
MESSAGE_WORDS: Mapping[str, Told] = {
    "direction": lambda one: one.direction,
    "message_type": lambda one: one.kind.upper(),
    "country_iso": lambda one: one.country,
    "profile_id": lambda one: one.profile_id,
    "profile_name": lambda one: one.profile_name,
    "tags": lambda one: one.tag,
    "status_v2": lambda one: {
        "delivered": "delivered",
        "received": "delivered",
        "failed": "delivery_failed",
        "deleted": "delivery_failed",
        "rejected": "delivery_failed",
    }.get(one.status, "delivery_unconfirmed"),
    "currency": lambda one: "USD",
}
CALL_WORDS: Mapping[str, Told] = {
    "direction": lambda one: one.direction,
    "tn_type": lambda one: one.kind.replace("-", "_"),
    "country_iso": lambda one: one.country,
    "outbound_profile_id": lambda one: one.profile_id,
    "connection_id": lambda one: str(one.connection),
    "billing_group_id": lambda one: one.connection_id,
    "tags": lambda one: one.tag,
}
"""What each dimension says of a record, in the test's own words."""

subsets = st.lists(st.sampled_from(sorted(MESSAGE_WORDS)), max_size=4, unique=True)
call_subsets = st.lists(st.sampled_from(sorted(CALL_WORDS)), max_size=4, unique=True)
cuts = st.lists(st.integers(0, HOURS * 60), min_size=2, max_size=5, unique=True).map(sorted)


@cache
def dataset() -> Dataset:
    volume = Volume(accounts={SMALL: 2_000, LARGE: 120_000})
    return Dataset(DatasetSettings(seed=11, realm="telnyx", currency="USD", volume=volume))


def ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def rows(ask: Ask, key: str = SMALL, now: datetime = NOW) -> list[Row]:
    return usage_rows(dataset(), key, ask, ms(now))


def summed(found: Iterable[Row]) -> tuple[int, ...]:
    table = [(r.records, r.units, r.billed, r.cost, r.fee, r.completed) for r in found]
    return tuple(map(sum, zip(*table, strict=True))) if table else (0,) * 6


def whole(service: str) -> Ask:
    return Ask(service, (ms(FIRST), ms(FIRST + timedelta(hours=HOURS + 12))))


def of_records(
    products: tuple[str, ...], span: tuple[datetime, datetime], told: Iterable[Told]
) -> dict[tuple[str, ...], tuple[int, ...]]:
    found: dict[tuple[str, ...], tuple[int, ...]] = {}
    functions = tuple(told)
    for product in products:
        for one in seen(dataset(), product, span, NOW, SMALL):
            taken = fee(one) if product == "message" else 0
            answered = 0 if product == "failed-call" else 1
            values = (1, one.units, one.billed, one.cost - taken, taken, answered)
            key = tuple(function(one) for function in functions)
            before = found.get(key, (0,) * 6)
            found[key] = tuple(a + b for a, b in zip(before, values, strict=True))
    return found


def by_labels(found: Iterable[Row], window: int) -> dict[tuple[str, ...], tuple[int, ...]]:
    return {row.labels: summed([row]) for row in found if row.window == window}


@settings(max_examples=25, deadline=None)
@given(names=subsets, minutes=cuts)
def test_messages_come_to_what_looking_at_each_of_them_says(
    names: list[str], minutes: list[int]
) -> None:
    edges = [FIRST + timedelta(minutes=one) for one in minutes]

    found = rows(Ask("messaging", tuple(map(ms, edges)), tuple(names)))

    for window, span in enumerate(pairwise(edges)):
        expected = of_records(("message",), span, [MESSAGE_WORDS[name] for name in names])
        assert by_labels(found, window) == expected


@settings(max_examples=15, deadline=None)
@given(names=call_subsets, minutes=cuts)
def test_calls_by_sip_and_by_call_control_are_all_calls_answered_or_not(
    names: list[str], minutes: list[int]
) -> None:
    edges = [FIRST + timedelta(minutes=one) for one in minutes]
    by_connection = ("connection_id", *names)

    asks = [
        Ask(service, tuple(map(ms, edges)), by_connection)
        for service in ("sip-trunking", "call-control")
    ]
    found = [row for ask in asks for row in rows(ask)]

    told = [CALL_WORDS[name] for name in by_connection]
    for window, span in enumerate(pairwise(edges)):
        assert by_labels(found, window) == of_records(("call", "failed-call"), span, told)


def test_messages_whose_end_is_not_known_are_unconfirmed_until_it_is() -> None:
    span = (NOW - timedelta(hours=2), NOW)
    ask = Ask("messaging", (ms(span[0]), ms(span[1])), ("status",))

    before, after = rows(ask), rows(ask, now=NOW + timedelta(days=4))

    pending = [one for one in seen(dataset(), "message", span, NOW, SMALL)
               if one.status in {"submitted", "accepted", "buffered"}]  # fmt: skip
    unconfirmed = {row.labels: row.records for row in before}[("dlr_unconfirmed",)]
    assert unconfirmed == len(pending) > 0
    assert summed(before) == summed(after)
    assert before != after


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_each_dimension_of_a_service_divides_all_of_it(service: str) -> None:
    total = summed(rows(whole(service)))

    for name in USAGE[service].dimensions:
        found = rows(Ask(service, whole(service).edges_ms, (name,)))

        assert summed(found) == total, name
        assert len({row.labels for row in found}) == len(found)


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_filters_by_each_value_take_it_apart_into_the_rows_that_it_has(service: str) -> None:
    edges = whole(service).edges_ms
    for name in USAGE[service].dimensions:
        told = rows(Ask(service, edges, (name,)))

        for row in told[:3]:
            wanted = {name: frozenset(row.labels)}
            assert rows(Ask(service, edges, (name,), wanted)) == [row]
            assert summed(rows(Ask(service, edges, (), wanted))) == summed([row])
        everything = frozenset(label for row in told for label in row.labels)
        assert rows(Ask(service, edges, (name,), {name: everything})) == told
        assert rows(Ask(service, edges, (name,), {name: frozenset({"no such value"})})) == []


@given(
    filters=st.lists(
        st.sampled_from(["direction", "status_v2", "product_name", "message_type", "country_code"]),
        min_size=2, max_size=3, unique=True,
    )
)  # fmt: skip
@settings(max_examples=20, deadline=None)
def test_several_filters_must_all_be_met(filters: list[str]) -> None:
    edges = whole("messaging").edges_ms
    told = rows(Ask("messaging", edges, tuple(filters)))
    wanted = {
        name: frozenset({label}) for name, label in zip(filters, told[-1].labels, strict=True)
    }

    assert rows(Ask("messaging", edges, tuple(filters), wanted)) == [told[-1]]


@pytest.mark.parametrize("service", ["messaging", "sip-trunking", "wireless", "conference"])
@pytest.mark.parametrize("key", [SMALL, LARGE])
def test_days_and_hours_add_up_to_the_whole(service: str, key: str) -> None:
    begin, end = whole(service).edges_ms
    name = next(iter(USAGE[service].dimensions))

    total = rows(Ask(service, (begin, end), (name,)), key)

    for step in (86_400_000, 3_600_000):
        edges = (*range(begin, end, step), end)
        pieces = rows(Ask(service, edges, (name,)), key)
        for row in total:
            assert summed(one for one in pieces if one.labels == row.labels) == summed([row])
        assert summed(pieces) == summed(total)


def test_sums_of_a_large_account_are_those_of_its_records() -> None:
    begin, end, now = ms(FIRST + timedelta(hours=7)), ms(FIRST + timedelta(hours=38)), ms(NOW)
    stream = dataset().stream(LARGE, "message")
    columns = Columns(stream, np.arange(*stream.window(begin, end, now)), now)

    found = rows(Ask("messaging", (begin, end), ("profile_id",)), LARGE)

    countries = np.array([one.code for one in stream.world.countries])
    taken = np.isin(countries[columns.country], ["US", "CA"])
    fees = np.where(taken, columns.cost * 3 // 10, 0)
    for row in found:
        its = columns.profile == [one.id for one in stream.account.profiles].index(row.labels[0])
        assert row.records == its.sum()
        assert row.units == columns.units[its].sum()
        assert (row.cost, row.fee) == ((columns.cost - fees)[its].sum(), fees[its].sum())
    assert sum(row.records for row in found) == len(columns) > 50_000
