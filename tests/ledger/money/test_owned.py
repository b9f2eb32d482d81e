from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import phonenumbers
import pytest

from mock_server.ledger import money
from mock_server.ledger.money.currency import minor_unit
from mock_server.ledger.money.owned import owned_numbers
from mock_server.ledger.money.rates import FILE, rates
from tests.ledger.money.books import ACCOUNT, dataset

TODAY = date(2026, 3, 5)
FEW, MANY = 40, 2_000_000


@pytest.mark.parametrize("per_day", [1, FEW, MANY])
def test_no_number_is_bought_twice(per_day: int) -> None:
    numbers = [one.number for one in owned_numbers(dataset(per_day=per_day), ACCOUNT)]

    assert len(set(numbers)) == len(numbers)


def test_no_number_is_bought_twice_where_there_are_only_few() -> None:
    data = dataset(per_day=MANY)
    american = next(
        name
        for name in map(str, range(99))
        if data.world.countries[data.account(name).home].code == "US"
    )

    numbers = [one.number for one in owned_numbers(data, american)]

    # Of the numbers for fiction 1,000 are local ones of the USA.
    assert sum(one.startswith("1") for one in numbers) > 500
    assert len(set(numbers)) == len(numbers)


def test_the_numbers_of_the_records_are_owned_from_the_first_day_on() -> None:
    data = dataset()
    account = data.account(ACCOUNT)
    opened = date(2020, 1, 1) + timedelta(days=account.opened_day)

    found = {one.number: one for one in owned_numbers(data, ACCOUNT)}

    assert all(found[number].bought_day == opened for number in account.numbers)
    assert all(found[number].left_day is None for number in account.numbers)


@pytest.mark.parametrize("per_day", [FEW, MANY])
def test_numbers_belong_to_their_country(per_day: int) -> None:
    data = dataset(per_day=per_day)
    calling_codes = {country.code: country.calling_code for country in data.world.countries}

    for one in owned_numbers(data, ACCOUNT):
        parsed = phonenumbers.parse("+" + one.number)
        assert str(parsed.country_code) == calling_codes[one.country]
        assert phonenumbers.is_possible_number(parsed)


def test_toll_free_numbers_are_known_as_such() -> None:
    numbers = owned_numbers(dataset(per_day=MANY), ACCOUNT)

    kinds = {
        one.kind
        for one in numbers
        if phonenumbers.number_type(phonenumbers.parse("+" + one.number))
        == phonenumbers.PhoneNumberType.TOLL_FREE
    }

    assert kinds == {"toll-free"}


def test_purchases_go_on_over_all_the_years() -> None:
    data = dataset(per_day=5000)
    opened = date(2020, 1, 1) + timedelta(days=data.account(ACCOUNT).opened_day)
    days = [one.bought_day for one in owned_numbers(data, ACCOUNT)]

    assert days == sorted(days)
    assert days[0] == opened
    assert {day.year for day in days if day.year > TODAY.year} == set(range(2027, 2044))


def test_busy_accounts_own_more_numbers() -> None:
    counts = [
        sum(one.owned_on(TODAY) for one in owned_numbers(dataset(per_day=per_day), ACCOUNT))
        for per_day in (1, 300, 5000, MANY)
    ]

    assert counts == sorted(counts)
    assert counts[0] >= 2
    assert 100 < counts[-1] < 1000


def test_some_numbers_leave_and_are_not_owned_from_that_day_on() -> None:
    numbers = owned_numbers(dataset(per_day=5000), ACCOUNT)

    assert {one.leaving for one in numbers} == {"", "released", "ported out"}
    for one in numbers:
        assert (one.left_day is None) == (one.leaving == "")
        assert one.owned_on(one.bought_day)
        assert not one.owned_on(one.bought_day - timedelta(days=1))
        if one.left_day:
            assert one.owned_on(one.left_day - timedelta(days=1))
            assert not one.owned_on(one.left_day)


def test_features_come_while_the_number_is_owned_and_where_they_exist() -> None:
    numbers = owned_numbers(dataset(per_day=MANY), ACCOUNT)

    for one in numbers:
        names = [feature.name for feature in one.features]
        assert len(set(names)) == len(names)
        assert all(one.owned_on(feature.from_day) for feature in one.features)
        assert all(rates().features[name].fits(one.kind, one.country) for name in names)
    assert {feature.name for one in numbers for feature in one.features} >= {
        "sms", "emergency", "hd-voice", "call-screening", "voice-channels",
    }  # fmt: skip


@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
def test_every_price_can_be_paid(currency: str) -> None:
    unit = minor_unit(currency)

    prices = [
        price
        for one in owned_numbers(dataset(currency=currency), ACCOUNT)
        for price in (one.mrc, one.otc, *(feature.mrc for feature in one.features))
    ]

    assert min(prices) > 0
    assert all(price % unit == 0 for price in prices)


def test_groups_are_those_of_the_account() -> None:
    data = dataset()
    account = data.account(ACCOUNT)

    for one in owned_numbers(data, ACCOUNT):
        assert one.profile in account.profiles
        assert one.connection in account.connections
        assert one.tag in account.tags


def test_equal_seeds_give_equal_numbers_and_others_do_not() -> None:
    one, same, other = (owned_numbers(dataset(seed=seed), ACCOUNT) for seed in (1, 1, 2))

    assert one == same
    assert one != other


def test_the_price_table_says_that_it_is_assumed() -> None:
    assert "ASSUMED" in FILE.read_text("utf-8")


def test_no_vendor_is_named() -> None:
    folder = Path(money.__file__).parent
    texts = [file.read_text("utf-8").lower() for file in folder.iterdir() if file.is_file()]

    assert not any(name in text for text in texts for name in ("vonage", "nexmo", "telnyx"))
