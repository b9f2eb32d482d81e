from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.dataset import Dataset
from mock_server.ledger.money import Charge, OwnedNumber, charges, comparison, decimal
from mock_server.ledger.money.months import FIRST_DAY
from mock_server.ledger.money.owned import owned_numbers
from mock_server.ledger.money.rates import rates
from tests.ledger.money.books import ACCOUNT, dataset

ONE_DAY = timedelta(days=1)
BEGIN, END = date(2020, 1, 1), date(2030, 1, 1)

windows = st.lists(st.dates(BEGIN, END), min_size=0, max_size=8)


@pytest.fixture(scope="module")
def data() -> Dataset:
    return dataset(per_day=400)


@pytest.fixture(scope="module")
def every(data: Dataset) -> tuple[Charge, ...]:
    return charges(data, ACCOUNT, BEGIN, END)


Expected = tuple[date, str, str, str, Decimal]
"""Day, number, name, kind and amount."""


def day_by_day(number: OwnedNumber) -> Iterator[Expected]:
    """A number's charges, worked out with Decimal, looking at every day from 2020 to 2029."""
    parts: list[tuple[str, int, date]] = [(number.kind, number.mrc, number.bought_day)]
    parts += [(one.name, one.mrc * one.quantity, one.from_day) for one in number.features]
    day = BEGIN
    while day < END:
        if day == number.bought_day:
            yield day, number.number, number.kind, "OTC", decimal(number.otc)
        for name, mrc, since in parts:
            if number.owned_on(day) and (day == since or (day.day == 1 and day > since)):
                days = monthrange(day.year, day.month)[1]
                rest = decimal(mrc) * (days - day.day + 1) / days
                kind = "MRC" if day.day == 1 else "partial MRC"
                yield day, number.number, name, kind, rest.quantize(Decimal("0.01"), ROUND_HALF_UP)
        if day == number.left_day and number.leaving == "ported out":
            yield day, number.number, "port-out", "OTC", decimal(rates().port_out)
        day += ONE_DAY


def test_charges_are_those_of_a_walk_over_all_days(
    data: Dataset, every: tuple[Charge, ...]
) -> None:
    expected = Counter(line for one in owned_numbers(data, ACCOUNT) for line in day_by_day(one))

    found = Counter(
        (one.day, one.number.number, one.name, one.kind, decimal(one.amount)) for one in every
    )

    assert found == expected
    assert {one.kind for one in every} == {"MRC", "partial MRC", "OTC"}
    assert any(one.subject == "port-out" for one in every)


@given(windows)
@settings(deadline=None, max_examples=30)
def test_the_charges_of_any_parts_are_those_of_the_whole(
    data: Dataset, every: tuple[Charge, ...], days: list[date]
) -> None:
    edges = [BEGIN, *sorted(days), END]

    parts = [
        charge for begin, end in pairwise(edges) for charge in charges(data, ACCOUNT, begin, end)
    ]

    assert parts == list(every)


def test_whole_charges_are_quantity_times_unit_cost(every: tuple[Charge, ...]) -> None:
    for one in every:
        whole = one.quantity * one.unit_cost
        assert one.amount <= whole if one.kind == "partial MRC" else one.amount == whole


def test_nothing_is_charged_on_a_window_without_days_or_before_the_account(
    data: Dataset,
) -> None:
    opened = FIRST_DAY + timedelta(days=data.account(ACCOUNT).opened_day)

    assert charges(data, ACCOUNT, date(2026, 3, 1), date(2026, 3, 1)) == ()
    assert charges(data, ACCOUNT, date(2026, 3, 1), date(2026, 2, 1)) == ()
    assert charges(data, ACCOUNT, date.min, opened) == ()


def test_the_longest_of_all_windows_ends_with_the_timelines(data: Dataset) -> None:
    days = [charge.day for charge in charges(data, ACCOUNT, date.min, date.max)]

    assert (days[-1].year, days[-1].month) == (2043, 12)


def test_a_comparison_adds_up_to_its_charges(data: Dataset, every: tuple[Charge, ...]) -> None:
    first = date(2024, 5, 1)
    month = [one for one in every if first <= one.day < date(2024, 6, 1)]

    rows = comparison(month, first)

    total = sum(row.new.mrc + row.new.otc + row.existing.mrc for row in rows)
    assert total == sum(one.amount for one in month if one.subject != "port-out")
    assert {row.existing.otc for row in rows} == {0}
    assert [row.subject for row in rows] == sorted((row.subject for row in rows), reverse=True)


def test_a_comparison_counts_numbers_by_when_they_were_bought(data: Dataset) -> None:
    opened = min(one.bought_day for one in owned_numbers(data, ACCOUNT))
    first = (opened.replace(day=1) + timedelta(days=32)).replace(day=1)
    end = (first + timedelta(days=32)).replace(day=1)
    numbers = [one for one in owned_numbers(data, ACCOUNT) if one.kind == "local"]

    row = next(
        row for row in comparison(charges(data, ACCOUNT, first, end), first) if row.name == "local"
    )

    assert row.new.quantity == sum(first <= one.bought_day < end for one in numbers) > 0
    assert row.existing.quantity == sum(
        one.owned_on(first) for one in numbers if one.bought_day < first
    )
