"""Fields of text messages, of messages over other channels, and of the queue before them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field, Indexes, Lookup, Split, Table
from mock_server.ledger.field_tables import hexadecimal
from mock_server.ledger.fields import choice, decimal, flag, uuid
from mock_server.ledger.mix import Integers, bits
from mock_server.ledger.stream import Stream
from mock_server.ledger.texts import MOST_PARTS
from mock_server.vendors.vonage.records.blanks import of_other_kinds, or_empty
from mock_server.vendors.vonage.records.chance import customers, uuids
from mock_server.vendors.vonage.records.shared import (
    LONGEST_MS,
    MOST_PRICE,
    Maker,
    count,
    once_known,
    said,
)
from mock_server.vendors.vonage.records.words import CONNECTION, PROFILE

CONCATENATED = "050003"
"""How the header of a text in several parts begins: 5 octets follow, element 0, 3 octets long.
Source: 3GPP TS 23.040, section 9.2.3.24.1; then a reference, the count of parts and this one's."""

ONE_PART = 256
"""The place of an empty text after all references of one octet."""

DEFAULT_VALIDITY_MS = "259200000"
"""72 hours. Source: S4 of specs/vonage/SOURCE.toml."""

CONVERSATION = {"Marketing": "marketing", "Support": "service"}
"""What WhatsApp conversations are charged as, by the purpose; all else is "utility". ASSUMED; the
three words are of real files (S9 of specs/vonage/SOURCE.toml)."""

WHATSAPP = "whatsapp"


def _is_long(columns: Columns) -> Indexes:
    return columns.units > 1


def _encoding(stream: Stream, name: str) -> Field[Columns]:
    encodings = stream.world.templates.encodings
    return choice(name, ("0", "8"), lambda columns: encodings.take(columns.text[0]) == 8)


def _header(_: Stream, name: str) -> Field[Columns]:
    """The header of the first part."""

    def indexes(columns: Columns) -> tuple[Indexes, ...]:
        parts = np.minimum(columns.units, MOST_PARTS)
        reference = bits(columns.chance("udh"), 0, 8)
        return _is_long(columns), np.where(parts > 1, reference, ONE_PART), parts

    references = np.append(np.char.upper(hexadecimal(2)), b"")
    totals = ("", "", *(f"{total:02X}01" for total in range(2, MOST_PARTS + 1)))
    tables: tuple[Table, ...] = (("", CONCATENATED), references, totals)
    return Field(name, tuple(Lookup(one, Split(indexes, k)) for k, one in enumerate(tables)))


def _address(stream: Stream, name: str) -> Field[Columns]:
    """Where the request came from: an address set aside for documentation (RFC 5737)."""
    groups = stream.account.connections
    return choice(name, tuple(f"192.0.2.{1 + one.number % 254}" for one in groups), CONNECTION)


def _of_whatsapp(maker: Maker) -> Maker:
    return lambda stream, name: or_empty(maker(stream, name), of_other_kinds(stream, (WHATSAPP,)))


def _conversation(stream: Stream, name: str) -> Field[Columns]:
    profiles = stream.account.profiles
    return choice(name, tuple(CONVERSATION.get(one.name, "utility") for one in profiles), PROFILE)


def _days_of_customers(columns: Columns) -> Integers:
    """A number for each customer and day: as long as a conversation lasts."""
    days, _ = columns.day_and_ms
    return customers(columns) << 14 | days


def _session(_: Stream, name: str) -> Field[Columns]:
    return uuid(name, uuids(_days_of_customers, "session"))


def _estimate(stream: Stream, name: str) -> Field[Columns]:
    others = tuple(one.name for one in stream.product.kinds if one.name != WHATSAPP)
    price: Field[Columns] = decimal(name, lambda columns: columns.cost, most=MOST_PRICE)
    return or_empty(price, of_other_kinds(stream, others))


MESSAGES: Mapping[str, Mapping[str, Maker]] = {
    "SMS": {
        "concatenated": lambda _, name: flag(name, _is_long, "TRUE", "FALSE", "text"),
        "currency": said(""),
        "dcs": _encoding,
        "validity_period": said(DEFAULT_VALIDITY_MS),
        "ip_address": _address,
        "udh": _header,
    },
    "SMS-TRAFFIC-CONTROL": {
        "queue_duration": once_known(count(lambda columns: columns.latency_ms, LONGEST_MS)),
    },
    "MESSAGES": {
        "session_type": _of_whatsapp(_conversation),
        "session_id": _of_whatsapp(_session),
        "estimated_price": _estimate,
        "pricing_model": said("single message"),
    },
}
"""By product, what other products do not have or have otherwise."""
