"""Sums: what is counted without looking is what one counts by looking."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.attributes import ATTRIBUTES
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.product import products
from mock_server.ledger.selection import Filter
from mock_server.ledger.stream import Stream
from mock_server.ledger.sums import MEASURES, Sums, added, sums
from tests.ledger.scan import DAY_MS, HOUR_MS, NOW, Table, columns, ms, numbers, table

SPANS = {
    "three-a-day": 400 * DAY_MS,
    "hobby": 20 * DAY_MS,
    "medium": 3 * DAY_MS,
    "busy": 8 * HOUR_MS,
    "large": 20 * 60_000,
    "largest": 4 * 60_000,
}
"""About 2,000 to 50,000 records of messages each."""


def rows(found: Sums) -> Table:
    return {
        (window, group): (one["records"], one["units"], one["billed"], one["cost"])
        for window, group, one in found.rows()
    }


@st.composite
def questions(
    draw: st.DrawFn, stream: Stream, end_ms: int
) -> tuple[list[int], tuple[str, ...], Filter]:
    span = SPANS[stream.account.id]
    inner = draw(st.lists(st.integers(0, span), min_size=1, max_size=6))
    edges = [end_ms - span + one for one in sorted([0, span, *inner])]
    by = tuple(draw(st.lists(st.sampled_from(list(ATTRIBUTES)), max_size=4, unique=True)))
    names = draw(st.lists(st.sampled_from(list(ATTRIBUTES)), max_size=2, unique=True))
    equal = {
        name: draw(st.frozensets(st.sampled_from(ATTRIBUTES[name](stream).labels)))
        for name in names
    }
    sender = draw(st.none() | st.none() | st.sampled_from(stream.account.senders))
    return edges, by, Filter(equal, sender=sender)


@settings(deadline=None, max_examples=50)
@given(
    account=st.sampled_from(list(SPANS)),
    product=st.sampled_from(["message", "call", "chat", "conference", "lookup", "verification"]),
    later_ms=st.sampled_from([0, -HOUR_MS, 5 * 60_000, DAY_MS, 60 * DAY_MS]),
    data=st.data(),
)
def test_sums_are_those_of_the_records(
    dataset: Dataset, account: str, product: str, later_ms: int, data: st.DataObject
) -> None:
    stream = dataset.stream(account, product)
    edges, by, wanted = data.draw(questions(stream, NOW))
    now = NOW + later_ms

    found = sums(stream, edges, now, by, wanted)

    looked_at = columns(stream, edges[0], edges[-1], now)
    assert rows(found) == table(looked_at, edges, by, wanted)


@pytest.mark.parametrize("product", products())
def test_every_product_adds_up_until_this_moment(dataset: Dataset, product: str) -> None:
    stream = dataset.stream("busy", product)
    edges = [NOW - SPANS["busy"] * share // 4 for share in (4, 3, 2, 1, 0)]
    by = ("direction", "status", "error", "kind")

    found = sums(stream, edges, NOW, by)

    assert rows(found) == table(columns(stream, edges[0], edges[-1], NOW), edges, by, Filter())


def test_one_customers_sums_are_those_of_its_records(dataset: Dataset) -> None:
    stream = dataset.stream("busy", "message")
    edges = [NOW - SPANS["busy"], NOW - HOUR_MS, NOW]
    looked_at = columns(stream, edges[0], edges[-1], NOW)

    for number in numbers(looked_at)[:: len(looked_at) // 8]:
        wanted = Filter(number=number)
        found = sums(stream, edges, NOW, ("status",), wanted)

        assert rows(found) == table(looked_at, edges, ("status",), wanted)


accounts = st.sampled_from([*SPANS, "gigantic"])
moments = st.integers(ms("2019-12-01"), ms("2044-02-01"))


@settings(deadline=None, max_examples=20)
@given(account=accounts, cuts=st.tuples(moments, moments, moments), now=moments)
def test_two_windows_side_by_side_are_the_window_of_both(
    dataset: Dataset, account: str, cuts: tuple[int, int, int], now: int
) -> None:
    stream = dataset.stream(account, "message")
    first, between, last = sorted(cuts)
    first = max(first, last - (1 if account == "gigantic" else 10) * DAY_MS)
    between = max(first, between)
    # Late outcomes are looked up one by one: of 330 million records a day there are too many here.
    now = now if account != "gigantic" else last + 4 * DAY_MS

    by = ("direction", "status", "country")
    whole = sums(stream, [first, last], now, by)
    one, other = (sums(stream, edges, now, by) for edges in ([first, between], [between, last]))
    both = sums(stream, [first, between, last], now, by)

    assert whole.groups == one.groups == other.groups == both.groups
    assert (whole.measures == one.measures + other.measures).all()
    assert (both.measures.sum(axis=0) == whole.measures[0]).all()


@pytest.mark.parametrize("account", [*SPANS, "gigantic"])
def test_a_month_counts_as_many_records_as_it_has_indexes(dataset: Dataset, account: str) -> None:
    stream = dataset.stream(account, "message")
    begin, end = ms("2026-02-01"), ms("2026-03-01")
    first, last = stream.window(begin, end, NOW)

    found = sums(stream, [begin, end], NOW)

    assert found.total() == last - first


@pytest.mark.parametrize("account", SPANS)
def test_groups_and_filters_share_out_the_whole(dataset: Dataset, account: str) -> None:
    stream = dataset.stream(account, "message")
    edges = [NOW - 2 * SPANS[account], NOW]
    whole = sums(stream, edges, NOW).measures.sum(axis=(0, 1)).tolist()

    for attribute in ATTRIBUTES:
        grouped = sums(stream, edges, NOW, (attribute,))
        values = [values for _, (_,), values in grouped.rows()]
        assert [sum(one[name] for one in values) for name in MEASURES] == whole
        for _, (label,), measures in list(grouped.rows())[:2]:
            wanted = Filter({attribute: frozenset({label})})
            alone = sums(stream, edges, NOW, (), wanted).measures[0, 0].tolist()
            assert alone == list(measures.values())


def test_what_is_not_there_counts_for_nothing(dataset: Dataset) -> None:
    stream = dataset.stream("large", "message")
    edges = [ms("2019-01-01"), ms("2020-01-01"), ms("2020-01-01")]

    for measures in (
        sums(stream, edges, NOW, ("status",)),
        sums(stream, [NOW, NOW + DAY_MS], NOW - 1),
        sums(stream, [NOW, NOW], NOW),
        sums(stream, [NOW - DAY_MS, NOW], NOW, (), Filter({"kind": frozenset({"no such"})})),
        sums(stream, [NOW - DAY_MS, NOW], NOW, (), Filter({"kind": frozenset()})),
    ):
        assert not measures.measures.any()
        assert list(measures.rows()) == []


@settings(deadline=None)
@given(
    values=st.lists(st.tuples(st.integers(0, 4), st.integers(-(2**55), 2**55)), max_size=100),
    repeats=st.integers(1, 2),
)
def test_sums_are_exact_where_floats_are_not(values: list[tuple[int, int]], repeats: int) -> None:
    places = np.array([place for place, _ in values] * repeats, np.int64)
    weights = np.array([weight for _, weight in values] * repeats, np.int64)

    found = added(places, weights, 5)

    expected = [repeats * sum(one for at, one in values if at == place) for place in range(5)]
    assert found.dtype == np.int64
    assert found.tolist() == expected


def test_a_quarter_of_a_million_large_costs_are_added_to_the_last_digit() -> None:
    weights = np.arange(2**18, dtype=np.int64) * 7 + 2**43 + 1
    places = np.arange(2**18, dtype=np.int64) % 3

    found = added(places, weights, 3).tolist()

    assert sum(found) == sum(weights.tolist()) > 2**60
    assert found == [sum(weights[place::3].tolist()) for place in range(3)]
    assert float(Fraction(found[0])) != found[0]  # no float holds it


def test_counting_is_adding_ones() -> None:
    assert added(np.array([2, 0, 2]), None, 4).tolist() == [1, 0, 2, 0]
