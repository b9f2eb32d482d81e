"""Texts that follow from the ledger's attributes: how records show them, and how filters mean them.

One table serves both, so that a filter finds just the records that show its value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TypeAlias

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field, Indexes
from mock_server.ledger.fields import choice
from mock_server.ledger.stream import Stream
from mock_server.ledger.world import Country
from mock_server.vendors.vonage.records.blanks import of_other_kinds, or_empty
from mock_server.vendors.vonage.records.product import Word

Equal: TypeAlias = Mapping[str, frozenset[str]]
Index: TypeAlias = Callable[[Columns], Indexes]

# Neighbouring fields with one and the same getter are written as one: each is there only once.
STATE: Index = attrgetter("state")
KIND: Index = attrgetter("kind")
NETWORK: Index = attrgetter("network")
DIRECTION: Index = attrgetter("direction")
TAG: Index = attrgetter("tag")
CONNECTION: Index = attrgetter("connection")
PROFILE: Index = attrgetter("profile")


def word_field(stream: Stream, name: str, word: Word) -> Field[Columns]:
    """The field of a word."""
    texts, index = SOURCES[word.of]
    labels = tuple(word.says(label) for label in texts(stream))
    field = choice(name, labels, index)
    return or_empty(field, of_other_kinds(stream, word.kinds)) if word.kinds else field


def meaning(stream: Stream, word: Word, text: str) -> Equal:
    """What a record must be for its word to be this text."""
    if word.kinds and not text:
        names = {kind.name for kind in stream.product.kinds}
        return {"kind": frozenset(names.difference(word.kinds))}
    equal = {word.of: frozenset(_labels(stream, word, text))}
    if word.of == "locale":
        equal = {"country": equal["locale"]}
    return {"kind": frozenset(word.kinds), **equal} if word.kinds else equal


def locale(country: Country) -> str:
    """The language of a country's messages, and the country."""
    return f"{country.language}-{country.code.lower()}"


def _labels(stream: Stream, word: Word, text: str) -> list[str]:
    """The ledger's labels that are called so, of those that the account's records have."""
    if word.of == "locale":
        return [one.code for one in countries(stream) if word.says(locale(one)) == text]
    texts, _ = SOURCES[word.of]
    return [label for label in texts(stream) if word.says(label) == text]


def _states(name: str) -> Callable[[Stream], list[str]]:
    return lambda stream: [getattr(one, name) for one in stream.product.states]


def _networks(name: str) -> Callable[[Stream], list[str]]:
    world_of = attrgetter(name)
    return lambda stream: [world_of(stream.world.networks[one]) for one in stream.account.networks]


def countries(stream: Stream) -> list[Country]:
    """The country of each of the account's networks."""
    return [stream.world.countries[one] for one in stream.country_of_network.tolist()]


SOURCES: Mapping[str, tuple[Callable[[Stream], list[str]], Index]] = {
    "status": (_states("status"), STATE),
    "error": (_states("code"), STATE),
    "text": (_states("text"), STATE),
    "kind": (lambda stream: [one.name for one in stream.product.kinds], KIND),
    "network": (_networks("code"), NETWORK),
    "network_name": (_networks("name"), NETWORK),
    "country": (lambda stream: [one.code for one in countries(stream)], NETWORK),
    "country_name": (lambda stream: [one.name for one in countries(stream)], NETWORK),
    "locale": (lambda stream: [locale(one) for one in countries(stream)], NETWORK),
    "direction": (lambda _: ["outbound", "inbound"], DIRECTION),
    "tag": (lambda stream: [one.name for one in stream.account.tags], TAG),
    "connection": (lambda stream: [one.id for one in stream.account.connections], CONNECTION),
}
"""For each attribute its texts, and which of them a record has. The names of networks and
countries, and the texts of outcomes, are only shown; all others can be filtered by."""
