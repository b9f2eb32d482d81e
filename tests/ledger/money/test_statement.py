from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.dataset import Dataset, DatasetSettings, Volume
from mock_server.ledger.mix import Integers
from mock_server.ledger.money import (
    Balance,
    Month,
    Statement,
    balance,
    charges,
    date_at,
    group_statement,
    invoices,
    movements,
    ms_at,
    statement,
)
from mock_server.ledger.money.currency import UNIT
from tests.ledger.money.books import (
    ACCOUNT,
    DAY_MS,
    NOW_MS,
    months,
    ms,
    records_there,
)

ONE_DAY = timedelta(days=1)
ROOT = Path(__file__).parents[3]
FIRST_MS, LAST_MS = ms(2020, 1, 1), ms(2026, 9, 7)

moments = st.integers(FIRST_MS, LAST_MS)


@pytest.fixture(scope="module")
def statements(data: Dataset, opened: date) -> list[Statement]:
    """Of every month of an account, the first and the open one among them."""
    every = months(Month.of(opened), Month.of(date_at(NOW_MS)))
    found = [statement(data, ACCOUNT, month, NOW_MS) for month in every]
    assert None not in found
    return [one for one in found if one is not None]


def latest_statements(data: Dataset, opened: date, now_ms: int) -> list[Statement]:
    """Up to four, the last of them of the month that it is."""
    every = months(Month.of(opened), Month.of(date_at(now_ms)))[-4:]
    found = [statement(data, ACCOUNT, month, now_ms) for month in every]
    assert None not in found
    return [one for one in found if one is not None]


@pytest.fixture(scope="module")
def costs(data: Dataset, opened: date) -> list[tuple[Integers, Integers]]:
    """When each single record of the account appeared, and what it cost, by product."""
    found = []
    for name, product in data.products.items():
        columns = records_there(data, name, (ms_at(opened), LAST_MS), LAST_MS)
        found.append((columns.made_ms + product.published_after_s * 1000, columns.cost))
    return found


def all_that_moved(
    data: Dataset, opened: date, costs: list[tuple[Integers, Integers]], now_ms: int
) -> int:
    """Everything since the account began."""
    tomorrow = date_at(now_ms) + ONE_DAY
    moved = movements(data, ACCOUNT, date.min, date.max, now_ms)
    charged = charges(data, ACCOUNT, opened, tomorrow)
    used = sum(int(cost[appeared < now_ms].sum()) for appeared, cost in costs)
    return sum(one.amount for one in moved) - sum(one.amount for one in charged) - used


@given(now_ms=moments)
@settings(deadline=None, max_examples=15)
def test_the_balance_is_all_that_ever_moved_it(
    data: Dataset, opened: date, costs: list[tuple[Integers, Integers]], now_ms: int
) -> None:
    expected = all_that_moved(data, opened, costs, now_ms) if date_at(now_ms) >= opened else 0

    assert balance(data, ACCOUNT, now_ms).amount == expected


@given(now_ms=moments)
@settings(deadline=None, max_examples=15)
def test_a_month_begins_with_what_the_one_before_ended_with(
    data: Dataset, opened: date, now_ms: int
) -> None:
    every = latest_statements(data, opened, max(now_ms, ms_at(opened)))

    assert [one.opening for one in every[1:]] == [one.closing for one in every[:-1]]
    assert every[-1].closing == balance(data, ACCOUNT, max(now_ms, ms_at(opened))).amount


def test_the_first_month_begins_with_nothing(data: Dataset, opened: date) -> None:
    first = statement(data, ACCOUNT, Month.of(opened), NOW_MS)

    assert first is not None
    assert first.opening == 0
    assert first.movements[0].description == "Deposit"
    assert first.movements[0].day == opened


def test_sections_add_up_to_what_the_balance_moved(statements: list[Statement]) -> None:
    sections = set()
    for one in statements:
        totals, lines = one.totals(), one.lines()
        sections |= {line.section for line in lines}
        assert one.opening + sum(line.amount for line in lines) == one.closing
        assert all(
            total == sum(line.amount for line in lines if line.section == section)
            for section, total in totals.items()
        )

    assert sections <= set(totals)
    assert sections >= {"usage", "payments", "existing numbers"}


def test_usage_and_charges_take_and_payments_and_credits_give(statements: list[Statement]) -> None:
    gives = {"payments", "credits"}
    either = {"adjustments", "rounding"}

    for one in statements:
        for line in one.lines():
            assert (
                line.section in either
                or (line.amount > 0) == (line.section in gives)
                or (line.section == "usage" and line.amount == 0)
            )


@given(one=moments, other=moments)
@settings(deadline=None, max_examples=15)
def test_a_closed_month_never_changes(data: Dataset, opened: date, one: int, other: int) -> None:
    before, after = sorted((one, other))
    closed = [asked.month for asked in invoices(data, ACCOUNT, before)]

    for month in closed[-3:]:
        found = statement(data, ACCOUNT, month, before)
        assert found is not None
        assert not found.is_open
        assert found == statement(data, ACCOUNT, month, after)


def test_the_credit_limit_comes_on_top_of_the_balance(data: Dataset) -> None:
    found = balance(data, ACCOUNT, NOW_MS)

    assert found.currency == "EUR"
    assert found.credit_limit == data.account(ACCOUNT).credit_limit
    assert found.available == found.amount + found.credit_limit


def test_an_account_can_always_spend_something(data: Dataset, other_data: Dataset) -> None:
    for one in (data, other_data):
        days = range(-300, 300, 25)
        assert min(balance(one, ACCOUNT, NOW_MS + day * DAY_MS).available for day in days) > 0


def test_there_is_no_money_before_the_account(data: Dataset, opened: date) -> None:
    before_ms = ms_at(opened) - 1
    limit = data.account(ACCOUNT).credit_limit

    assert balance(data, ACCOUNT, before_ms) == Balance("EUR", 0, 0, limit)
    assert movements(data, ACCOUNT, date.min, date.max, before_ms) == ()
    assert invoices(data, ACCOUNT, before_ms) == ()


def test_there_is_no_statement_before_the_account_nor_of_the_future(
    data: Dataset, opened: date
) -> None:
    outside = [Month.of(opened).previous, Month(2026, 4), Month(1, 1), Month(9999, 12)]

    assert [statement(data, ACCOUNT, month, NOW_MS) for month in outside] == [None] * 4
    assert group_statement(data, ACCOUNT, Month(2026, 4), NOW_MS) is None


@pytest.mark.parametrize("now_ms", [-(10**30), 0, 10**30])
def test_no_moment_is_too_early_or_too_late_for_a_balance(data: Dataset, now_ms: int) -> None:
    found = balance(data, ACCOUNT, now_ms)

    assert found.pending == 0
    assert abs(found.amount) < 10**7 * UNIT


def test_a_group_is_the_sum_of_its_accounts() -> None:
    volume = Volume(default=4)
    data = Dataset(DatasetSettings(seed=3, realm="test", volume=volume))
    account = next(
        name
        for name in map("{:010x}".format, range(99))
        if len(data.account(name).sub_accounts) == 1
    )
    month = Month(2026, 2)
    ids = (account, *data.account(account).sub_accounts)
    single = [one for each in ids if (one := statement(data, each, month, NOW_MS)) is not None]

    group = group_statement(data, account, month, NOW_MS)

    assert group is not None
    assert group.accounts == ids
    assert group.closing == sum(one.closing for one in single)
    assert group.opening == sum(one.opening for one in single)
    for section, total in group.totals().items():
        assert total == sum(one.totals()[section] for one in single)
    rows = [(row.product, row.group) for row in group.usage]
    assert len(set(rows)) == len(rows)


def test_equal_seeds_give_equal_statements_in_every_process(other_data: Dataset) -> None:
    code = (
        "from tests.ledger.money.books import *\n"
        "from mock_server.ledger.money import Month, statement\n"
        "data = dataset(seed=7, per_day=5)\n"
        "print(statement(data, ACCOUNT, Month(2026, 2), NOW_MS))"
    )

    printed = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONHASHSEED": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
        text=True,
    ).stdout

    assert printed == f"{statement(other_data, ACCOUNT, Month(2026, 2), NOW_MS)}\n"
