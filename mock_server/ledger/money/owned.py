"""The numbers that an account owns: when each was bought, what it costs, when it left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import isqrt
from typing import Literal, TypeAlias

from mock_server.ledger.account import Account, Group
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.mix import below, keys, mixed_one
from mock_server.ledger.money.currency import minor_unit, payable
from mock_server.ledger.money.kept import kept
from mock_server.ledger.money.months import FIRST_DAY, LAST_DAY
from mock_server.ledger.money.rates import rates
from mock_server.ledger.world import World

MOST_AT_FIRST = 200
"""Numbers that the largest accounts buy when they begin. Assumed."""

FIRST_DAYS = 60
"""An account buys its first numbers within so many days. Assumed."""

LATER = 4
"""Over all the years of a timeline an account buys so many times its first numbers. Assumed."""

HOME = 750
"""Numbers of the home country, per mille; the others are of countries it reaches. Assumed."""

RELEASED, PORTED_OUT = 340, 110
"""Numbers that leave one day, per mille. Assumed."""

KEPT_DAYS = (20, 1500)
"""The least and the most days for which a number that leaves is owned. Assumed."""

FEATURE_AT_ONCE = 600
"""Features that come with the number, per mille; the others come within a year. Assumed."""

STEP = 7919
"""A prime: steps of this size meet no place of a pool twice."""

NumberKind: TypeAlias = Literal["local", "toll-free"]
Leaving: TypeAlias = Literal["", "released", "ported out"]
Bought: TypeAlias = tuple[str, str, NumberKind]
"""Number, country and kind."""


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that a number can do, and is paid for.

    Args:
        name: as in `rates.toml`.
        quantity: how many of them.
        mrc: monthly charge of each of them.
        from_day: since when; it ends with the number.
    """

    name: str
    quantity: int
    mrc: int
    from_day: date


@dataclass(frozen=True, slots=True)
class OwnedNumber:
    """A number, from the day it is bought until it leaves.

    Args:
        number: E.164 without the plus; an account never buys one twice.
        country: ISO 3166-1 alpha-2.
        mrc: monthly charge.
        otc: one-time charge.
        left_day: the first day on which it is not owned any more; None if it never leaves.
    """

    number: str
    country: str
    kind: NumberKind
    bought_day: date
    left_day: date | None
    leaving: Leaving
    mrc: int
    otc: int
    features: tuple[Feature, ...]
    profile: Group
    connection: Group
    tag: Group

    def owned_on(self, day: date) -> bool:
        return self.bought_day <= day and (self.left_day is None or day < self.left_day)


@dataclass(frozen=True, slots=True)
class _Chance:
    """Chance for one of an account's numbers: a word for every name of `_DRAWS`, and number."""

    keys: tuple[int, ...]
    place: int

    def below(self, limit: int, what: str, number: int = 0) -> int:
        key = self.keys[_DRAWS.index(what)]
        return below(mixed_one(self.place * _MOST_DRAWS + number, key), limit)


_DRAWS = ("country", "kind", "bought", "leaving", "owned for", "group", "feature", "feature day")
_MOST_DRAWS = 64
"""Of one name, for one number."""


def owned_numbers(dataset: Dataset, account_id: str) -> tuple[OwnedNumber, ...]:
    """All numbers that an account ever owns, in order of the days on which they are bought.

    They do not change when the clock does: one that is bought later is simply not owned yet. The
    numbers of `Account.numbers` are owned from the first day on and never leave.
    """
    memo = kept(dataset, account_id).numbers
    return memo.get("numbers", lambda: tuple(_numbers(dataset, account_id)))


def opened_day(account: Account) -> date:
    """The day on which an account began: there is no money before."""
    return FIRST_DAY + timedelta(days=account.opened_day)


def _numbers(dataset: Dataset, account_id: str) -> list[OwnedNumber]:
    account = dataset.account(account_id)
    words = keys("owned numbers", dataset.fingerprint, account_id)
    pools = _Pools(dataset.world, account)
    home = dataset.world.countries[account.home].code
    own = len(account.numbers)
    first = min(MOST_AT_FIRST, isqrt(account.per_day))
    found = [
        _permanent(account, number, home, _Chance(words, place))
        for place, number in enumerate(account.numbers)
    ]
    for place in range(own, own + first * (1 + LATER)):
        chance = _Chance(words, place)
        days = FIRST_DAYS if place < own + first else (LAST_DAY - opened_day(account)).days
        if (bought := pools.next(chance)) is not None:
            found.append(_passing(account, bought, chance, days))
    return sorted(found, key=lambda one: (one.bought_day, one.number))


class _Pools:
    """The numbers that are for sale to one account; none is sold twice."""

    def __init__(self, world: World, account: Account) -> None:
        self._world, self._home = world, account.home
        reached = {world.networks[network].country for network in account.networks}
        self._abroad = sorted(reached - {account.home})
        self._sold = set(account.numbers)
        self._next: dict[tuple[int, NumberKind], Iterator[str]] = {}

    def next(self, chance: _Chance) -> Bought | None:
        """A number; None when the country that chance wants has no more of the kind."""
        country = self._country(chance)
        kind: NumberKind = "local"
        toll_free = bool(self._world.toll_free_heads[country])
        if toll_free and chance.below(1000, "kind") < rates().kinds["toll-free"].share:
            kind = "toll-free"
        if (country, kind) not in self._next:
            self._next[country, kind] = self._pool(country, kind, chance)
        number = next(self._next[country, kind], None)
        if number is None:
            return None
        return number, self._world.countries[country].code, kind

    def _country(self, chance: _Chance) -> int:
        if not self._abroad or chance.below(1000, "country") < HOME:
            return self._home
        return self._abroad[chance.below(len(self._abroad), "country", 1)]

    def _pool(self, country: int, kind: NumberKind, chance: _Chance) -> Iterator[str]:
        world = self._world
        heads, digits = world.local_heads[country], world.local_digits[country]
        if kind == "toll-free":
            heads, digits = world.toll_free_heads[country], world.toll_free_digits[country]
        size = len(heads) * 10**digits
        begin = chance.below(size, "kind", 1)
        for count in range(size):
            place = (begin + count * STEP) % size
            number = f"{heads[place // 10**digits]}{place % 10**digits:0{digits}d}"
            if number not in self._sold:
                yield number


def _permanent(account: Account, number: str, home: str, chance: _Chance) -> OwnedNumber:
    """A number that the records show from the first to the last: it cannot leave."""
    begin = opened_day(account)
    return _owned(account, (number, home, "local"), chance, (begin, None, ""))


def _passing(account: Account, bought: Bought, chance: _Chance, days: int) -> OwnedNumber:
    """A number that is bought within so many days of the account's first, and may leave."""
    begin = opened_day(account) + timedelta(days=chance.below(days, "bought"))
    leaving = chance.below(1000, "leaving")
    if leaving >= RELEASED + PORTED_OUT:
        return _owned(account, bought, chance, (begin, None, ""))
    least, most = KEPT_DAYS
    end = begin + timedelta(days=least + chance.below(most - least + 1, "owned for"))
    how: Leaving = "released" if leaving < RELEASED else "ported out"
    return _owned(account, bought, chance, (begin, end, how))


def _owned(
    account: Account, bought: Bought, chance: _Chance, time: tuple[date, date | None, Leaving]
) -> OwnedNumber:
    number, country, kind = bought
    rate, unit = rates().kinds[kind], minor_unit(account.currency)
    groups = (account.profiles, account.connections, account.tags)
    profile, connection, tag = (
        of_sort[chance.below(len(of_sort), "group", place)] for place, of_sort in enumerate(groups)
    )
    return OwnedNumber(
        number=number,
        country=country,
        kind=kind,
        bought_day=time[0],
        left_day=time[1],
        leaving=time[2],
        mrc=_price(rate.mrc, country, unit),
        otc=_price(rate.otc, country, unit),
        features=tuple(_features(account, bought, chance, time)),
        profile=profile,
        connection=connection,
        tag=tag,
    )


def _features(
    account: Account, bought: Bought, chance: _Chance, time: tuple[date, date | None, Leaving]
) -> Iterator[Feature]:
    _, country, kind = bought
    begin, end, _ = time
    unit = minor_unit(account.currency)
    for place, (name, rate) in enumerate(rates().features.items()):
        if not rate.fits(kind, country) or chance.below(1000, "feature", 2 * place) >= rate.share:
            continue
        at_once = chance.below(1000, "feature day", 2 * place) < FEATURE_AT_ONCE
        days = 0 if at_once else chance.below(366, "feature day", 2 * place + 1)
        from_day = begin + timedelta(days=days)
        if end is None or from_day < end:
            quantity = 1 + chance.below(rate.max, "feature", 2 * place + 1)
            yield Feature(name, quantity, payable(rate.mrc, unit), from_day)


def _price(rate: int, country: str, unit: int) -> int:
    return payable(rate * rates().factor(country) // 1000, unit)
