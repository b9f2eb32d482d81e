from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.dataset import Dataset
from mock_server.ledger.money import (
    Month,
    charges,
    date_at,
    invoice_total,
    invoices,
    movements,
    ms_at,
    statement,
)
from mock_server.ledger.money.currency import minor_unit
from mock_server.ledger.money.usage import LATEST_MS
from tests.ledger.money.books import (
    ACCOUNT,
    NOW_MS,
    cost_looked_at,
    dataset,
    months,
    ms,
)

ONE_DAY = timedelta(days=1)
FIRST_MS, LAST_MS = ms(2020, 1, 1), ms(2026, 9, 7)

moments = st.integers(FIRST_MS, LAST_MS)


@given(one=moments, other=moments)
@settings(deadline=None, max_examples=15)
def test_what_has_happened_stays(data: Dataset, one: int, other: int) -> None:
    before, after = sorted((one, other))

    earlier, later = (movements(data, ACCOUNT, date.min, date.max, now) for now in (before, after))

    assert set(earlier) <= set(later)
    assert all(movement.day <= date_at(after) for movement in later)
    assert invoices(data, ACCOUNT, after)[: len(invoices(data, ACCOUNT, before))] == invoices(
        data, ACCOUNT, before
    )


def test_the_movements_of_any_parts_are_those_of_the_whole(data: Dataset) -> None:
    edges = [date.min, date(2025, 3, 17), date(2025, 7, 1), date(2026, 1, 25), date.max]

    parts = [
        movement
        for begin, end in pairwise(edges)
        for movement in movements(data, ACCOUNT, begin, end, LAST_MS)
    ]

    assert tuple(parts) == movements(data, ACCOUNT, date.min, date.max, LAST_MS)
    assert {one.kind for one in parts} == {"payment", "credit", "adjustment", "rounding"}


def test_every_closed_month_has_one_invoice(data: Dataset, opened: date) -> None:
    found = invoices(data, ACCOUNT, NOW_MS)

    assert [one.month for one in found] == months(Month.of(opened), found[-1].month)
    assert found[-1].month in {Month(2026, 1), Month(2026, 2)}
    assert len({one.id for one in found} | {one.number for one in found}) == 2 * len(found)
    assert {UUID(one.id).version for one in found} == {4}
    for one in found:
        assert one.period_first.day == 1
        assert one.period_last + ONE_DAY == one.month.next.first
        assert one.issued_day < one.paid_day < one.month.next.next.first
        assert one.is_paid(NOW_MS) == (one.paid_day <= date_at(NOW_MS))


def test_an_invoice_is_made_later_than_the_last_record_of_its_month_appears(
    data: Dataset, opened: date
) -> None:
    for one in invoices(data, ACCOUNT, LAST_MS)[::5]:
        assert ms_at(one.issued_day) >= ms_at(one.month.end) + LATEST_MS
        assert not statement(data, ACCOUNT, one.month, ms_at(one.issued_day)).is_open  # type: ignore[union-attr]
        assert statement(data, ACCOUNT, one.month, ms_at(one.issued_day) - 1).is_open  # type: ignore[union-attr]


@pytest.mark.parametrize("currency", ["EUR", "JPY"])
def test_an_invoice_is_the_nearest_that_can_be_paid_to_all_of_its_month(currency: str) -> None:
    data = dataset(currency=currency)
    unit = minor_unit(currency)

    for one in invoices(data, ACCOUNT, NOW_MS)[-6:]:
        window = ms_at(one.period_first), ms_at(one.month.end)
        given = movements(data, ACCOUNT, one.period_first, one.month.end, NOW_MS)
        exact = cost_looked_at(data, window, NOW_MS)
        exact += sum(line.amount for line in charges(data, ACCOUNT, one.month.first, one.month.end))
        exact -= sum(move.amount for move in given if move.kind in {"credit", "adjustment"})
        total = invoice_total(data, ACCOUNT, one.month)
        assert total % unit == 0
        assert -unit < 2 * (total - exact) <= unit
        assert exact - total == sum(move.amount for move in given if move.kind == "rounding")


def test_every_invoice_is_paid_to_the_last_digit(data: Dataset) -> None:
    paid = {
        one.reference: (one.day, one.amount)
        for one in movements(data, ACCOUNT, date.min, date.max, LAST_MS)
        if one.kind == "payment" and one.reference
    }

    expected = {
        one.id: (one.paid_day, invoice_total(data, ACCOUNT, one.month))
        for one in invoices(data, ACCOUNT, LAST_MS)
        if one.is_paid(LAST_MS)
    }

    assert paid == expected


def test_credits_and_adjustments_never_make_an_invoice_fall_below_zero(
    data: Dataset, other_data: Dataset
) -> None:
    for one in (data, other_data):
        made = invoices(one, ACCOUNT, NOW_MS)[::6]
        assert min(invoice_total(one, ACCOUNT, each.month) for each in made) > 0


def test_other_seeds_give_other_movements(data: Dataset, other_data: Dataset) -> None:
    one, other = (
        movements(each, ACCOUNT, date.min, date.max, NOW_MS) for each in (data, other_data)
    )

    assert one != other
