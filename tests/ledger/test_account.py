"""Accounts: everything about one follows from its dataset and its id."""

from __future__ import annotations

import re
from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.errors import ConfigError
from mock_server.ledger.account import Account
from mock_server.ledger.dataset import Dataset, DatasetSettings, Volume
from mock_server.ledger.settings import LEVELS
from tests.ledger.scan import ACCOUNTS

anything = st.text(st.characters(exclude_categories=()))
keys = st.from_regex(r"\A[0-9a-f]{8}\Z")
account_ids = (
    anything | keys | st.uuids(version=4).map(str) | st.from_regex(r"\A[A-Z]{2}[0-9]{6}\Z")
)
MANY = [f"{number * 2_654_435_761 % 2**32:08x}" for number in range(1, 601)]


@pytest.fixture(scope="module")
def default() -> Dataset:
    return Dataset(DatasetSettings(seed=3, realm="acme"))


@pytest.fixture(scope="module")
def many(default: Dataset) -> list[Account]:
    return [default.account(account_id) for account_id in MANY]


@settings(deadline=None)
@given(account_id=account_ids)
def test_an_account_is_the_same_wherever_and_whenever_it_is_asked_for(
    default: Dataset, account_id: str
) -> None:
    again = Dataset(DatasetSettings(seed=3, realm="acme"))

    assert again.account(account_id) == default.account(account_id)
    assert default.account(account_id).id == account_id


@settings(deadline=None)
@given(account_id=account_ids)
def test_whatever_it_is_called_an_account_is_whole(default: Dataset, account_id: str) -> None:
    account = default.account(account_id)
    world = default.world
    reached = {world.networks[one].country for one in account.networks}

    assert account.per_day >= 1
    assert account.home in reached
    assert len(account.networks) == len(set(account.networks)) == len(account.network_weights)
    assert min(account.network_weights) > 0
    assert 2 <= len(account.numbers) == len(set(account.numbers))
    assert all(one.startswith(world.local_heads[account.home]) for one in account.numbers)
    for groups in (account.profiles, account.connections, account.tags):
        assert 2 <= len(groups) <= 8
        assert len({one.id for one in groups}) == len({one.number for one in groups}) == len(groups)
        assert len({one.name for one in groups}) == len(groups)
        assert {UUID(one.id).version for one in groups} == {4}
        assert {len(str(one.number)) for one in groups} == {19}
        assert max(one.number for one in groups) < 2**63


@settings(deadline=None, max_examples=150)
@given(account_id=account_ids)
def test_sub_accounts_are_known_as_such_and_have_none_of_their_own(
    default: Dataset, account_id: str
) -> None:
    account = default.account(account_id)
    subs = [default.account(one) for one in account.sub_accounts]

    assert all(one.is_sub and not one.sub_accounts for one in subs)
    assert len(set(account.sub_accounts)) == len(subs) <= 5
    assert account_id not in account.sub_accounts
    assert not (account.is_sub and subs)


def form(account_id: str) -> str:
    return re.sub(r"[0-9a-f]", "#", account_id)


@settings(deadline=None, max_examples=150)
@given(account_id=keys | st.uuids(version=4).map(str))
def test_sub_accounts_ids_look_like_the_masters(default: Dataset, account_id: str) -> None:
    subs = default.account(account_id).sub_accounts

    assert {form(one) for one in subs} <= {form(account_id)}
    if len(account_id) == 36:
        assert {UUID(one).version for one in subs} <= {4}


def test_a_name_keeps_what_is_no_digit(default: Dataset) -> None:
    for number in range(30):
        name = f"ACME-{number}-0123456789"
        subs = default.account(name).sub_accounts

        assert all(one.startswith("ACME-") and len(one) == len(name) for one in subs)


def test_few_ids_are_those_of_sub_accounts_by_chance(many: list[Account]) -> None:
    # One in 4,096: of 600 ids 0.15 are expected, and Poisson has 4 or more in 1 of 50,000.
    assert sum(one.is_sub for one in many) <= 3


def test_most_accounts_have_sub_accounts_and_up_to_five(many: list[Account]) -> None:
    counts = Counter(len(one.sub_accounts) for one in many)

    # Each of six counts is expected 100 times, with a deviation of 9.
    assert sorted(counts) == [0, 1, 2, 3, 4, 5]
    assert max(abs(count - 100) for count in counts.values()) < 5 * 9


def test_accounts_are_drawn_about_the_level_and_sub_accounts_are_smaller(
    default: Dataset, many: list[Account]
) -> None:
    masters = [one.per_day for one in many if not one.is_sub]
    subs = [default.account(sub).per_day for one in many[:200] for sub in one.sub_accounts]

    assert min(masters) >= 0.7 * LEVELS["medium"]
    assert max(masters) <= 1.3 * LEVELS["medium"]
    # An even spread of 30 % deviates by 17 %: of 500 accounts the mean by 0.8 %.
    assert sum(masters) / len(masters) == pytest.approx(LEVELS["medium"], rel=0.04)
    assert sum(subs) / len(subs) == pytest.approx(LEVELS["medium"] / 4, rel=0.04)


def test_a_level_of_one_account_is_just_that(dataset: Dataset) -> None:
    assert {name: dataset.account(name).per_day for name in ACCOUNTS} == ACCOUNTS


@pytest.mark.parametrize(("level", "per_day"), LEVELS.items())
def test_a_level_goes_by_its_name(level: str, per_day: int) -> None:
    found = Dataset(DatasetSettings(volume=Volume(accounts={"me": level})))

    assert found.account("me").per_day == per_day


@pytest.mark.parametrize("wanted", ["", "huge", "Medium", "-5", "1.5", 0, -1, 1_000_000_001])
@pytest.mark.parametrize("place", ["default", "account"])
def test_an_impossible_volume_stops_the_start(wanted: str | int, place: str) -> None:
    volume = Volume(wanted) if place == "default" else Volume(accounts={"abcd": wanted})

    with pytest.raises(ConfigError) as error:
        Dataset(DatasetSettings(volume=volume))

    assert repr(wanted) in str(error.value)
    assert "hobby, medium, large" in str(error.value)


def test_countries_are_homes_as_often_as_their_weights_say(
    default: Dataset, many: list[Account]
) -> None:
    counts = Counter(one.home for one in many)
    total = sum(country.weight for country in default.world.countries)

    for index, country in enumerate(default.world.countries):
        share = country.weight / total
        deviation = (600 * share * (1 - share)) ** 0.5
        assert abs(counts[index] - 600 * share) < 5 * deviation + 2


def test_half_of_the_weight_is_at_home(default: Dataset, many: list[Account]) -> None:
    for account in many[:200]:
        weights = zip(account.networks, account.network_weights, strict=True)
        home = sum(
            weight
            for network, weight in weights
            if default.world.networks[network].country == account.home
        )

        assert home / sum(account.network_weights) == pytest.approx(0.5, abs=0.01)
