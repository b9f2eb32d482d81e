from __future__ import annotations

import pytest

from mock_server.ledger.dataset import Dataset
from mock_server.ledger.money import usage
from mock_server.ledger.money.usage import LATEST_MS, coming_cost, cost
from mock_server.ledger.product import products
from tests.ledger.money.books import ACCOUNT, NOW_MS, cost_looked_at, dataset, ms, usage_looked_at

HOUR_MS = 3_600_000
WINDOWS = {
    "a closed month": (ms(2026, 1, 1), ms(2026, 2, 1)),
    "the open month": (ms(2026, 3, 1), ms(2026, 4, 1)),
    "some hours of today": (NOW_MS - 3 * HOUR_MS, NOW_MS + HOUR_MS),
    "nothing": (NOW_MS, NOW_MS),
    "the future": (ms(2027, 1, 1), ms(2027, 2, 1)),
}

every_window = pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS.keys())


@every_window
def test_usage_is_the_sum_of_the_records(data: Dataset, window: tuple[int, int]) -> None:
    expected = usage_looked_at(data, window, NOW_MS)

    found = {
        (row.product, row.group[0]): (row.records, row.units, row.billed, row.cost)
        for row in usage(data, ACCOUNT, window, NOW_MS)
    }

    assert found == expected


@every_window
def test_the_cost_is_that_of_the_records(data: Dataset, window: tuple[int, int]) -> None:
    expected = cost_looked_at(data, window, NOW_MS)

    assert cost(data, ACCOUNT, window, NOW_MS) == expected


def test_a_large_account_costs_what_its_usage_says() -> None:
    data = dataset(per_day=1_500_000)
    window = (ms(2026, 3, 4), ms(2026, 3, 6))

    rows = usage(data, ACCOUNT, window, NOW_MS, ())

    assert max(row.records for row in rows) > 1_000_000
    assert cost(data, ACCOUNT, window, NOW_MS) == sum(row.cost for row in rows)


def test_what_was_asked_too_early_is_not_kept(data: Dataset) -> None:
    days = [(ms(2025, 11, day), ms(2025, 11, day + 1)) for day in range(1, 21)]
    early = [cost(data, ACCOUNT, window, window[1] + HOUR_MS) for window in days]

    late = [cost(data, ACCOUNT, window, NOW_MS) for window in days]

    assert late == [cost_looked_at(data, window, NOW_MS) for window in days]
    assert late != early


def test_what_is_under_way_costs_what_it_adds_later() -> None:
    data = dataset(per_day=4000)
    window = (NOW_MS - LATEST_MS, NOW_MS)

    added = cost(data, ACCOUNT, window, NOW_MS + LATEST_MS) - cost(data, ACCOUNT, window, NOW_MS)

    assert coming_cost(data, ACCOUNT, NOW_MS) == added > 0


def test_usage_can_be_grouped_by_any_attributes(data: Dataset) -> None:
    window = WINDOWS["a closed month"]
    whole = usage(data, ACCOUNT, window, NOW_MS, ())

    parts = usage(data, ACCOUNT, window, NOW_MS, ("direction", "kind"))

    for row in whole:
        alike = [one for one in parts if one.product == row.product]
        assert sum(one.cost for one in alike) == row.cost
        assert sum(one.records for one in alike) == row.records
        assert {one.group[0] for one in alike} <= {"outbound", "inbound"}


def test_no_record_appears_later_than_usage_is_taken_for_final() -> None:
    assert max(one.published_after_s for one in products().values()) * 1000 <= LATEST_MS
