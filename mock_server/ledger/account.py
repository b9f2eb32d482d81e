"""Who the records belong to: an account is a pure function of its dataset and its id."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mock_server.ledger.mix import below, keys, mixed_one
from mock_server.ledger.world import World

GROUPS = 8
"""The most profiles, connections, tags and senders of a profile that an account has."""

OWN_NUMBERS = 16
"""The most numbers of its own that an account sends from and is called at."""

COUNTRIES = 24
MARK_DIGITS = 3
"""Hexadecimal digits at the end of an id that tell sub-accounts from others: one in 4,096 of the
ids that people make up counts as a sub-account by chance."""

NAMES = ("Default", "Alerts", "One-time codes", "Marketing", "Support", "Logistics", "Billing",
         "Staging")  # fmt: skip
SENDERS = ("ACME", "MyClinic", "Parcels", "OTPCode", "GreenBank", "CityBus", "NewsDaily",
           "Shop24", "Bistro", "FitClub", "HomeNet", "Skyline", "Library", "Voltage", "Museum",
           "Taxi7")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """A profile, a connection or a tag: what records of one purpose have in common.

    Args:
        id: a UUID.
        number: a whole number of 19 digits, for APIs whose ids are numbers.
        weight: of its traffic, relative to its like.
    """

    id: str
    number: int
    name: str
    weight: int


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of an account, without looking at any record.

    Args:
        is_sub: it belongs to another account and reads only itself.
        sub_accounts: ids of the accounts that belong to it.
        per_day: records of all products together on an ordinary day.
        credit_limit: in hundred-millionths of the currency.
        home: where it is at home, as an index of the world's countries.
        networks: those it reaches, as indexes of the world's networks, at most 255.
        network_weights: of its traffic, for each of them.
        senders: names that it sends from, GROUPS for each profile.
        numbers: its own, in E.164 without the plus; all of its home country.
        opened_day: the day of its first record, in days since the epoch of the timelines; within
            four years of it (assumed).
    """

    id: str
    is_sub: bool
    sub_accounts: tuple[str, ...]
    per_day: int
    currency: str
    credit_limit: int
    home: int
    networks: tuple[int, ...]
    network_weights: tuple[int, ...]
    profiles: tuple[Group, ...]
    connections: tuple[Group, ...]
    tags: tuple[Group, ...]
    senders: tuple[str, ...]
    numbers: tuple[str, ...]
    opened_day: int


@dataclass(frozen=True, slots=True)
class Draws:
    """Chance for one account: a word for each name and number."""

    names: tuple[object, ...]

    def word(self, what: str, number: int = 0) -> int:
        return mixed_one(number, keys(*self.names, what, count=1)[0])

    def below(self, limit: int, what: str, number: int = 0) -> int:
        return below(self.word(what, number), limit)

    def uuid(self, what: str, number: int) -> str:
        bits = self.word(what, 2 * number) << 64 | self.word(what, 2 * number + 1)
        text = f"{bits:032x}"
        return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"


@dataclass(frozen=True, slots=True)
class AccountPlan:
    """What an account is drawn from.

    Args:
        names: what tells this dataset from others.
        per_day: the records of an ordinary day; drawn about this unless `exact`.
        exact: `per_day` was set for this very account.
    """

    world: World
    names: tuple[object, ...]
    currency: str
    per_day: int
    exact: bool

    def account(self, account_id: str) -> Account:
        """The account of this id."""
        draws = Draws((*self.names, "account", account_id))
        is_sub = marked(account_id, self.names)
        home = _drawn_country(self.world, draws.word("home"))
        networks, weights = _networks(self.world, home, draws)
        per_day = self.per_day if self.exact else self.per_day * (700 + draws.below(600, "level"))
        return Account(
            id=account_id,
            is_sub=is_sub,
            sub_accounts=() if is_sub else self._subs(account_id, draws),
            per_day=max(1, per_day if self.exact else per_day // 1000 // (4 if is_sub else 1)),
            currency=self.currency,
            credit_limit=(1 + draws.below(10, "credit")) * 100 * 10**8,
            home=home,
            networks=networks,
            network_weights=weights,
            profiles=_groups(draws, "profile", 3 + draws.below(4, "profiles")),
            connections=_groups(draws, "connection", 2 + draws.below(4, "connections")),
            tags=_groups(draws, "tag", 2 + draws.below(5, "tags")),
            senders=tuple(
                SENDERS[draws.below(len(SENDERS), "sender", number)]
                for number in range(GROUPS * GROUPS)
            ),
            numbers=own_numbers(self.world, home, draws),
            opened_day=draws.below(4 * 365, "opened"),
        )

    def _subs(self, account_id: str, draws: Draws) -> tuple[str, ...]:
        """Up to five; fewer when the id has too few digits to differ in."""
        likes = (_like(account_id, draws, number) for number in range(draws.below(6, "subs")))
        found = dict.fromkeys(with_mark(like, self.names) for like in likes)
        return tuple(one for one in found if marked(one, self.names))


def marked(account_id: str, names: tuple[object, ...]) -> bool:
    """Whether an id is one of a sub-account."""
    return len(account_id) > MARK_DIGITS and account_id == with_mark(account_id, names)


def with_mark(account_id: str, names: tuple[object, ...]) -> str:
    """The id with its last digits made those of a sub-account."""
    body = account_id[:-MARK_DIGITS]
    return body + f"{keys(*names, 'sub', body, count=1)[0] & 0xFFF:03x}"


def _like(account_id: str, draws: Draws, number: int) -> str:
    """Another id of the same form: every hexadecimal digit drawn anew, the rest as it is."""
    digits = iter(draws.uuid("sub", number).replace("-", "") * (1 + len(account_id) // 32))
    return re.sub(r"[0-9a-f]", lambda _: next(digits), account_id)


def _drawn_country(world: World, word: int) -> int:
    weights = [country.weight for country in world.countries]
    left = below(word, sum(weights))
    for index, weight in enumerate(weights):
        left -= weight
        if left < 0:
            return index
    return 0  # pragma: no cover


def _networks(world: World, home: int, draws: Draws) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Half of the traffic at home, the rest spread over a few countries with a long tail."""
    others = [
        (country.weight * (1 + draws.below(1000, "country", index)), index)
        for index, country in enumerate(world.countries)
        if index != home
    ]
    chosen = sorted(others, reverse=True)[: 3 + draws.below(COUNTRIES - 3, "countries")]
    total = sum(weight for weight, _ in chosen)
    shares = {home: 500_000} | {index: 500_000 * weight // total for weight, index in chosen}
    of_country = {
        index: sum(network.weight for network in world.networks if network.country == index)
        for index in shares
    }
    found = [
        (number, max(1, shares[network.country] * network.weight // of_country[network.country]))
        for number, network in enumerate(world.networks)
        if network.country in shares
    ][:255]
    return tuple(number for number, _ in found), tuple(weight for _, weight in found)


def _groups(draws: Draws, what: str, count: int) -> tuple[Group, ...]:
    return tuple(
        Group(
            id=draws.uuid(what, number),
            number=10**18 + draws.below(2**31, what, -1 - number) * 10**9 + number,
            name=NAMES[number] if what != "tag" else NAMES[number].lower().replace(" ", "-"),
            weight=1000 // (number + 1),
        )
        for number in range(count)
    )


def own_numbers(world: World, home: int, draws: Draws) -> tuple[str, ...]:
    """Numbers of the account's home country, none of them twice."""
    heads, digits = world.local_heads[home], world.local_digits[home]
    size = len(heads) * 10**digits
    count = min(OWN_NUMBERS, 2 + draws.below(OWN_NUMBERS - 1, "numbers"), size)
    begin, step = draws.below(size, "number"), 7919  # a prime: the steps meet nothing twice
    places = ((begin + step * number) % size for number in range(count))
    return tuple(f"{heads[place // 10**digits]}{place % 10**digits:0{digits}d}" for place in places)
