"""What usage can be told by: each dimension's value follows from attributes of the ledger.

The words are those of detail records, so that rows can be counted against sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from mock_server.ledger.account import Group
from mock_server.ledger.records.parties import NUMBERS_ONLY
from mock_server.ledger.stream import Stream
from mock_server.vendors.telnyx.people import user_id
from mock_server.vendors.telnyx.traffic import connections
from mock_server.vendors.telnyx.words import (
    MESSAGE_STATUS,
    MESSAGE_STATUS_V2,
    MESSAGE_TYPE,
    MODELS,
    TN_TYPE,
    VERIFY_CHANNEL,
    mcc_mnc,
)

Value: TypeAlias = Callable[..., str]
"""From the texts of the attributes to what Telnyx says."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One thing that usage can be told by.

    Args:
        attributes: of the ledger (`mock_server.ledger.attributes.ATTRIBUTES`); none for what is
            the same for all records of an account.
        value: makes the function that puts the attributes' texts into Telnyx's words.
    """

    attributes: tuple[str, ...]
    value: Callable[[Stream], Value]


def _as_it_is(attribute: str) -> Dimension:
    return Dimension((attribute,), lambda stream: str)


def _worded(attribute: str, words: Mapping[str, str]) -> Dimension:
    """Other words for some of an attribute's texts."""
    return Dimension((attribute,), lambda stream: lambda text: words.get(text, text))


def _always(text: str) -> Dimension:
    return Dimension((), lambda stream: lambda: text)


def _of_group(attribute: str, groups: str, told: Callable[[Group], str]) -> Dimension:
    def value(stream: Stream) -> Value:
        found: Iterable[Group] = getattr(stream.account, groups)
        return {one.id: told(one) for one in found}.__getitem__

    return Dimension((attribute,), value)


def _country_at(customers: str) -> Dimension:
    """The country at one end: the customer's in one direction, the account's own in the other."""

    def value(stream: Stream) -> Value:
        home = stream.world.countries[stream.account.home].code
        return lambda direction, country: country if direction == customers else home

    return Dimension(("direction", "country"), value)


def _sender(name: str, number: str) -> Dimension:
    """Whether messages go out under a name or a number; what comes in comes to a number."""

    def value(stream: Stream) -> Value:
        by_number = {one.code for one in stream.world.countries if one.calling_code == NUMBERS_ONLY}
        return lambda direction, country: (
            number if direction == "inbound" or country in by_number else name
        )

    return Dimension(("direction", "country"), value)


def _carrier() -> Dimension:
    def value(stream: Stream) -> Value:
        networks = [stream.world.networks[one] for one in stream.account.networks]
        return {one.code: one.name for one in networks}.__getitem__

    return Dimension(("network",), value)


def _error_text() -> Dimension:
    def value(stream: Stream) -> Value:
        return {one.code: one.text for one in stream.product.states}.__getitem__

    return Dimension(("error",), value)


def _connection_type() -> Dimension:
    def value(stream: Stream) -> Value:
        sip = {one.id for one in connections(stream.account, "sip")}
        return lambda connection: "sip" if connection in sip else "application"

    return Dimension(("connection",), value)


def _call_type() -> Dimension:
    def value(stream: Stream) -> Value:
        home = stream.world.countries[stream.account.home].code
        return lambda country: "domestic" if country == home else "international"

    return Dimension(("country",), value)


def _model() -> Dimension:
    def value(stream: Stream) -> Value:
        places = {one.id: place for place, one in enumerate(stream.account.profiles)}

        def model(kind: str, profile: str) -> str:
            return MODELS[kind][places[profile] % len(MODELS[kind])]

        return model

    return Dimension(("kind", "profile"), value)


DIRECTION = _as_it_is("direction")
STATUS = _as_it_is("status")
KIND = _as_it_is("kind")
TAGS = _as_it_is("tag")
COUNTRY_ISO = _as_it_is("country")
"""The customer's country, in whichever direction; that this is what Telnyx means is ASSUMED."""
COUNTRY_CODE = _country_at("outbound")
SOURCE_COUNTRY_CODE = _country_at("inbound")
"""Where traffic goes to and where it comes from. Countries go by ISO 3166-1 alpha-2 everywhere, as
in detail records, although an example of the contract has three letters."""
CURRENCY = Dimension((), lambda stream: lambda: stream.account.currency)
USER_ID = Dimension((), lambda stream: lambda: user_id(stream.account.id))

MESSAGE_STATE = _worded("status", MESSAGE_STATUS)
MESSAGE_STATE_V2 = _worded("status", MESSAGE_STATUS_V2)
MESSAGE_KIND = _worded("kind", MESSAGE_TYPE)
PRODUCT_NAME = _sender("alphanumeric_id", "long_code")
"""Source of the words: M2 of specs/telnyx/SOURCE.toml."""
MESSAGE_TN_TYPE = _sender("ALPHANUMERIC", "LC")
"""The same in the words of the older reports, of which only TF (toll-free) is known: ASSUMED."""

CARRIER = _carrier()
MCC = Dimension(("network",), lambda stream: lambda network: mcc_mnc(network)[0])
MNC = Dimension(("network",), lambda stream: lambda network: mcc_mnc(network)[1])

PROFILE_ID = _of_group("profile", "profiles", lambda one: one.id)
PROFILE_NAME = _of_group("profile", "profiles", lambda one: one.name)
CONNECTION_ID = _of_group("connection", "connections", lambda one: str(one.number))
CONNECTION_NAME = _of_group("connection", "connections", lambda one: one.name)
CONNECTION_TYPE = _connection_type()
BILLING_GROUP_ID = _of_group("connection", "connections", lambda one: one.id)
"""Every connection has a billing group of its own. ASSUMED, as in detail records."""

CALL_TN_TYPE = _worded("kind", TN_TYPE)
CALL_TYPE = _call_type()
"""ASSUMED: whether the customer is in the account's own country."""
RESPONSE_CODE = _as_it_is("error")
HANGUP = _error_text()
NO = _always("false")
NOTHING = _always("")

VERIFY_CHANNEL_TYPE = _worded("kind", VERIFY_CHANNEL)
INFERENCE_TYPE = _worded("kind", {"completion": "inference"})
"""The record type: embeddings are one of their own, as in detail records."""

MODEL = _model()
CONFERENCE_TYPE = _worded("kind", {"participant": "conference-participant"})
PREMIUM = _always("PREMIUM")
SOURCE_TN_TYPE = _always("local")
"""All numbers here are local ones (ASSUMED)."""
LOOKUP_TYPE = _worded("kind", {"cnam": "CNAM"})
"""Source of CNAM: S of specs/telnyx/SOURCE.toml."""
