"""Texts of records that follow from the ledger's attributes: one table to show and to filter by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

import numpy as np

from mock_server.ledger.columns import INBOUND, Columns
from mock_server.ledger.field import Field, Indexes
from mock_server.ledger.fields import choice
from mock_server.ledger.product import Direction
from mock_server.ledger.stream import Stream
from mock_server.vendors.telnyx.words import mcc_mnc

Index: TypeAlias = Callable[[Columns], Indexes]
Texts: TypeAlias = Callable[[Stream], Sequence[tuple[str, str]]]
"""By index: the ledger's label of an attribute, and what it is called here."""

# Neighbouring fields with one and the same getter are written as one: each is there only once.
STATE: Index = attrgetter("state")
KIND: Index = attrgetter("kind")
NETWORK: Index = attrgetter("network")
DIRECTION: Index = attrgetter("direction")
PROFILE: Index = attrgetter("profile")
CONNECTION: Index = attrgetter("connection")
TAG: Index = attrgetter("tag")


@dataclass(frozen=True, slots=True)
class Word:
    """A text that follows from one attribute of the ledger.

    Args:
        attribute: one of `mock_server.ledger.attributes.ATTRIBUTES`.
        index: which of the texts a record has.
    """

    attribute: str
    index: Index
    texts: Texts

    def __call__(self, stream: Stream, name: str) -> Field[Columns]:
        return choice(name, tuple(text for _, text in self.texts(stream)), self.index)

    def labels(self, stream: Stream, fits: Callable[[str], bool]) -> frozenset[str]:
        """The ledger's labels whose texts fit."""
        return frozenset(label for label, text in self.texts(stream) if fits(text))


@dataclass(frozen=True, slots=True)
class CountryAt:
    """The country at one end: the customer's in one direction, the account's own in the other.

    Args:
        customers: the direction in which it is the customer's.
    """

    customers: Direction

    def __call__(self, stream: Stream, name: str) -> Field[Columns]:
        texts = tuple(text for _, text in COUNTRY.texts(stream))
        customers_inbound = self.customers == "inbound"

        def index(columns: Columns) -> Indexes:
            is_customers = (columns.direction == INBOUND) == customers_inbound
            return np.where(is_customers, columns.network, len(texts))

        return choice(name, (*texts, home(stream)), index)


def home(stream: Stream) -> str:
    """The account's own country, ISO 3166-1 alpha-2."""
    return stream.world.countries[stream.account.home].code


def _states(name: str, words: Mapping[str, str]) -> Texts:
    def texts(stream: Stream) -> Sequence[tuple[str, str]]:
        labels = [getattr(one, name) for one in stream.product.states]
        return [(label, words.get(label, label)) for label in labels]

    return texts


def _error_texts(stream: Stream) -> Sequence[tuple[str, str]]:
    return [(one.code, one.text) for one in stream.product.states]


def _networks(text: Callable[[str], str]) -> Texts:
    def texts(stream: Stream) -> Sequence[tuple[str, str]]:
        codes = [stream.world.networks[one].code for one in stream.account.networks]
        return [(code, text(code)) for code in codes]

    return texts


def _carriers(stream: Stream) -> Sequence[tuple[str, str]]:
    networks = [stream.world.networks[one] for one in stream.account.networks]
    return [(one.code, one.name) for one in networks]


def _countries(stream: Stream) -> Sequence[tuple[str, str]]:
    codes = [stream.world.countries[one].code for one in stream.country_of_network.tolist()]
    return [(code, code) for code in codes]


def _directions(_: Stream) -> Sequence[tuple[str, str]]:
    return [("outbound", "outbound"), ("inbound", "inbound")]


def status(words: Mapping[str, str]) -> Word:
    """A status, as other words than the ledger's where there are some."""
    return Word("status", STATE, _states("status", words))


def kind(words: Mapping[str, str]) -> Word:
    """A kind of record, as other words than the ledger's where there are some."""

    def texts(stream: Stream) -> Sequence[tuple[str, str]]:
        return [(one.name, words.get(one.name, one.name)) for one in stream.product.kinds]

    return Word("kind", KIND, texts)


ERROR = Word("error", STATE, _states("code", {}))
ERROR_TEXT = Word("error", STATE, _error_texts)
COUNTRY = Word("country", NETWORK, _countries)
MCC = Word("network", NETWORK, _networks(lambda code: mcc_mnc(code)[0]))
MNC = Word("network", NETWORK, _networks(lambda code: mcc_mnc(code)[1]))
CARRIER = Word("network", NETWORK, _carriers)
WAY = Word("direction", DIRECTION, _directions)
PROFILE_ID = Word(
    "profile", PROFILE, lambda stream: [(one.id, one.id) for one in stream.account.profiles]
)
PROFILE_NAME = Word(
    "profile", PROFILE, lambda stream: [(one.id, one.name) for one in stream.account.profiles]
)
CONNECTION_ID = Word(
    "connection",
    CONNECTION,
    lambda stream: [(one.id, str(one.number)) for one in stream.account.connections],
)
CONNECTION_NAME = Word(
    "connection",
    CONNECTION,
    lambda stream: [(one.id, one.name) for one in stream.account.connections],
)
BILLING_GROUP_ID = Word(
    "connection",
    CONNECTION,
    lambda stream: [(one.id, one.id) for one in stream.account.connections],
)
"""Every connection has a billing group of its own, of the connection's name. ASSUMED."""
BILLING_GROUP_NAME = CONNECTION_NAME
TAGS = Word("tag", TAG, lambda stream: [(one.name, one.name) for one in stream.account.tags])
