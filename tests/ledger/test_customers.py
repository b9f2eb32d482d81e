"""Customers: one number each, one sender, and few of them make most of the traffic."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.columns import Columns
from mock_server.ledger.customers import Customer
from mock_server.ledger.dataset import Dataset, DatasetSettings
from mock_server.ledger.mix import Integers
from mock_server.ledger.stream import Stream
from tests.ledger.scan import NOW, numbers

accounts = pytest.mark.parametrize(
    "account", ["three-a-day", "hobby", "medium", "large", "gigantic"]
)


@pytest.fixture(scope="module", params=["fictional", "plan"])
def either(request: pytest.FixtureRequest, dataset: Dataset) -> Dataset:
    if request.param == "fictional":
        return dataset
    old = dataset.settings
    return Dataset(
        DatasetSettings(seed=old.seed, realm=old.realm, volume=old.volume, numbers="plan")
    )


def latest(stream: Stream, count: int) -> Columns:
    there = stream.visible(NOW)
    return Columns(stream, np.arange(max(0, there - count), there), NOW)


def customers(found: Columns) -> list[tuple[int, int, int]]:
    columns = (found.network.tolist(), found.profile.tolist(), found.rank.tolist())
    return list(zip(*columns, strict=True))


@accounts
def test_a_number_leads_back_to_its_customer(either: Dataset, account: str) -> None:
    found = latest(either.stream(account, "message"), 3000)
    known = found.stream.customers

    for number, customer in zip(numbers(found), customers(found), strict=True):
        assert known.of_number(number) == known.of_number(f"+{number}") == Customer(*customer)


@accounts
def test_a_customer_leads_back_to_its_number(either: Dataset, account: str) -> None:
    stream = either.stream(account, "message")
    networks = np.arange(len(stream.account.networks))
    profiles = networks % len(stream.account.profiles)

    for rank in (0, 1, 2, 5):
        heads, tails, digits = stream.customers.numbers(networks, profiles, networks * 0 + rank)
        for place, head in enumerate(heads.tolist()):
            number = f"{either.world.heads[head]}{int(tails[place]):0{int(digits[place])}d}"
            owner = stream.customers.of_number(number)
            assert owner in {Customer(place, int(profiles[place]), rank), None}


@accounts
def test_no_two_customers_share_a_number(either: Dataset, account: str) -> None:
    found = latest(either.stream(account, "message"), 60_000)

    pairs = set(zip(customers(found), numbers(found), strict=True))

    assert len(pairs) == len({customer for customer, _ in pairs})
    assert len(pairs) == len({number for _, number in pairs})


@accounts
def test_a_customer_always_hears_from_the_same_sender_and_number(
    dataset: Dataset, account: str
) -> None:
    found = latest(dataset.stream(account, "message"), 60_000)
    own = zip(customers(found), found.sender.tolist(), found.own_number.tolist(), strict=True)

    pairs = {(customer, (sender, number)) for customer, sender, number in own}

    assert len(pairs) == len({customer for customer, _ in pairs})
    assert (found.sender // 8 == found.profile).all()


@settings(deadline=None, max_examples=300)
@given(number=st.text() | st.from_regex(r"\A\+?[0-9]{0,18}\Z"))
def test_a_number_that_is_nobodys_finds_nobody_or_leads_back(dataset: Dataset, number: str) -> None:
    stream = dataset.stream("medium", "message")

    owner = stream.customers.of_number(number)

    if owner:
        one = (np.array([each]) for each in (owner.network, owner.profile, owner.rank))
        head, tail, digits = (int(each[0]) for each in stream.customers.numbers(*one))
        assert number.removeprefix("+") == f"{dataset.world.heads[head]}{tail:0{digits}d}"


def octaves(stream: Stream, network: int) -> int:
    """Doublings of the rank: by the account's volume, as far as the network has numbers.

    From the docstring of the module: "each doubling of the rank gets an equal share".
    """
    heads = stream.world.heads_of(stream.account.networks[network])
    country = stream.world.networks[stream.account.networks[network]].country
    room = len(set(heads)) * 10 ** stream.world.tail_digits[country] // 8
    return min(max(6, stream.account.per_day.bit_length()), int(log2(room + 1)))


def draws(stream: Stream, network: int, count: int) -> Integers:
    words = np.random.default_rng(4).integers(0, 1 << 64, count, np.uint64, endpoint=False)
    return stream.customers.ranks(np.full(count, network), words)


@accounts
def test_few_customers_make_most_of_the_traffic(either: Dataset, account: str) -> None:
    stream = either.stream(account, "message")
    count = 200_000

    for network in range(0, len(stream.account.networks), 9):
        doublings = octaves(stream, network)
        ranks = draws(stream, network, count)
        most = 2**doublings - 1
        first = max(1, round(most / 100))

        # Doubling number j has 2**j ranks and 1 / doublings of the traffic, evenly.
        whole = int(log2(first + 1))
        share = (whole + (first + 1 - 2**whole) / 2**whole) / doublings
        found = float((ranks < first).mean())
        deviation = (share * (1 - share) / count) ** 0.5
        assert ranks.max() < most
        assert abs(found - share) < 5 * deviation + 1 / 65_536


def test_the_first_customers_of_a_large_account_are_a_stated_part(dataset: Dataset) -> None:
    stream = dataset.stream("gigantic", "message")
    network = max(range(len(stream.account.networks)), key=lambda one: octaves(stream, one))
    doublings = octaves(stream, network)
    ranks = draws(stream, network, 200_000)

    # 1 % of 2**n - 1 ranks are the first n - 6.64 doublings: of 16 doublings that is 58 %.
    share = (doublings - log2(100)) / doublings
    assert float((ranks < 2**doublings // 100).mean()) == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize("style", ["fictional", "plan"])
def test_every_network_has_room_for_customers(dataset: Dataset, style: str) -> None:
    stream = dataset.stream("hobby", "message") if style == "fictional" else None
    world = (stream or Dataset(DatasetSettings(numbers="plan")).stream("x", "message")).world

    for network in range(len(world.networks)):
        size = (
            len(set(world.heads_of(network)))
            * 10 ** world.tail_digits[world.networks[network].country]
        )
        # Eight profiles need a number each, even for a single rank; products stay below 2**63.
        assert 16 <= size <= 3_200_000_000
