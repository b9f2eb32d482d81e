"""The people behind the numbers: a customer has one number, one network, one profile, one sender.

Per network and profile customers are ranked; the first ones come up far more often than the last
(each doubling of the rank gets an equal share: a long tail like Zipf's law). A customer's number
leads back to the customer, so that looking for a number needs no search for who has it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mock_server.ledger.account import GROUPS, Account
from mock_server.ledger.mix import Integers, Words, bits, keys
from mock_server.ledger.world import HEADS, World

STEP = 2_654_435_761
"""A prime that divides no count of numbers (those are made of 2, 3, 5, 7 ... up to HEADS)."""


@dataclass(frozen=True, slots=True)
class Customer:
    """Who a number belongs to: index of the account's networks, profile and rank."""

    network: int
    profile: int
    rank: int


class Customers:
    """The customers of one account's stream."""

    def __init__(self, world: World, account: Account, names: tuple[object, ...]) -> None:
        self._world, self._account = world, account
        self._shift = keys("customers", *names, count=1)[0] >> 34
        self._numbers = np.array(account.networks, np.int64)
        countries = [world.networks[one].country for one in account.networks]
        self._digits = np.array([world.tail_digits[one] for one in countries], np.int64)
        distinct = [len(set(world.heads_of(one))) for one in account.networks]
        self._sizes = np.array(distinct, np.int64) * 10**self._digits
        self._shifts = self._shift % self._sizes
        wanted = max(6, account.per_day.bit_length())
        self._octaves = np.array(
            [min(wanted, (size // GROUPS + 1).bit_length() - 1) for size in self._sizes.tolist()]
        )

    def ranks(self, networks: Integers, words: Words) -> Integers:
        """Draw customers' ranks from words of chance: from each doubling equally often."""
        octaves = self._octaves.take(networks) * bits(words, 0, 16) >> 16
        return (1 << octaves) - 1 + (bits(words, 16, 24) & ((1 << octaves) - 1))

    def numbers(
        self, networks: Integers, profiles: Integers, ranks: Integers
    ) -> tuple[Integers, Integers, Integers]:
        """Each customer's number: its head among all the world's, its tail, the tail's digits."""
        sizes = self._sizes.take(networks)
        places = (ranks * GROUPS + profiles) * STEP + self._shifts.take(networks)
        places %= sizes
        digits = self._digits.take(networks)
        tens = TENS.take(digits)
        heads = places // tens
        return self._numbers.take(networks) * HEADS + heads, places - heads * tens, digits

    def of_number(self, number: str) -> Customer | None:
        """Who has this number (E.164, with or without the plus); None when nobody could."""
        digits = number.removeprefix("+")
        if not digits.isascii() or not digits.isdigit():
            return None
        for place, network in enumerate(self._account.networks):
            width = int(self._digits[place])
            heads = self._world.heads_of(network)
            if digits[:-width] in heads:
                head = heads.index(digits[:-width])
                return self._owner(place, head * 10**width + int(digits[-width:]))
        return None

    def _owner(self, network: int, place: int) -> Customer | None:
        size = int(self._sizes[network])
        found = (place - self._shift) * pow(STEP, -1, size) % size
        rank, profile = divmod(found, GROUPS)
        known = rank < (1 << int(self._octaves[network])) - 1
        known = known and profile < len(self._account.profiles)
        return Customer(network, profile, rank) if known else None


TENS = 10 ** np.arange(10, dtype=np.int64)


def senders(profiles: Integers, ranks: Integers) -> Integers:
    """Which of the account's senders a customer hears from; always the same one."""
    return profiles * GROUPS + ((ranks * 0x9E3779B1 >> 16) & (GROUPS - 1))
