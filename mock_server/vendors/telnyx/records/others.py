"""Fields of data sessions, faxes, stored media, speech and language models.

Those that the contract has no schema for (faxes, speech, models) are ASSUMED, like those of calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from operator import attrgetter

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field, Lookup
from mock_server.ledger.fields import Column, choice, decimal, digits, integer, joined, uuid
from mock_server.ledger.mix import Integers, bits
from mock_server.ledger.stream import Stream
from mock_server.vendors.telnyx.people import organization_id
from mock_server.vendors.telnyx.records import attributes as word
from mock_server.vendors.telnyx.records.calls import CALL_IDS, ENDS, GROUPS
from mock_server.vendors.telnyx.records.ends import NUMBER
from mock_server.vendors.telnyx.records.money import MOST_PRICE, Money
from mock_server.vendors.telnyx.records.shared import (
    AT_MADE,
    COST,
    FINAL,
    RATE,
    UNITS,
    Halves,
    Maker,
    as_uuid,
    at,
    count,
    currency,
    drawn_id,
    of_customers,
    record_id,
    said,
    user,
)
from mock_server.vendors.telnyx.words import MODELS, UPLINK_EIGHTHS

UNIT = 10**8
MOST_KILOBYTES = 99_999


def duration_s(columns: Columns) -> Integers:
    """How long a data session was: up to 12 hours."""
    steps = bits(columns.chance("session"), 52, 12)
    return columns.stream.world.quantiles["session"].take(steps).astype(np.int64)


def closed_ms(columns: Columns) -> Integers:
    return columns.made_ms + duration_s(columns) * 1000


def uplink(columns: Columns) -> Integers:
    """Kilobytes that went up, times 10**8: eighths of a kilobyte are exact."""
    return columns.units * (UPLINK_EIGHTHS * UNIT // 8)


def downlink(columns: Columns) -> Integers:
    """Kilobytes that came down, times 10**8."""
    return columns.units * UNIT - uplink(columns)


def kilobyte_rate(columns: Columns) -> Integers:
    """Of a kilobyte; the ledger's is for so many that every cost is exact."""
    return columns.rate // columns.stream.product.units.per


def _amount(column: Column[Columns]) -> Maker:
    return lambda _, name: decimal(name, column, json="raw", most=MOST_KILOBYTES)


def imsi(stream: Stream, name: str) -> Field[Columns]:
    """The subscriber's identity: 15 digits, beginning with the network's code."""
    codes = [stream.world.networks[one].code for one in stream.account.networks]
    padded = tuple(code.ljust(6, "0") for code in codes)
    tail: Field[Columns] = digits(name, _nine_digits, 9)
    return joined(name, Lookup(padded, word.NETWORK), tail)


def _nine_digits(columns: Columns) -> Integers:
    return bits(of_customers(columns, "imsi"), 0, 30) * 10**9 >> 30


def sim_card_id(_: Stream, name: str) -> Field[Columns]:
    """A UUID; every customer has one SIM card."""

    def halves(columns: Columns) -> Halves:
        return as_uuid(of_customers(columns, "sim high"), of_customers(columns, "sim low"))

    return uuid(name, halves)


def _address(_: Stream, name: str) -> Field[Columns]:
    """Of those that operators share out behind their own. Source: RFC 6598, 100.64.0.0/10."""
    high: Field[Columns] = integer(name, lambda one: bits(one.chance("ip"), 0, 8), most=255)
    low: Field[Columns] = integer(name, lambda one: bits(one.chance("ip"), 8, 8), most=255)
    return joined(name, "100.64.", high, ".", low)


SESSION: Mapping[str, Maker] = {
    "id": record_id,
    "record_type": said("sim_card_usage"),
    "data_cost": lambda _, name: decimal(name, attrgetter("cost"), json="raw", most=MOST_PRICE),
    "data_rate": Money(kilobyte_rate),
    "data_unit": said("KB"),
    "downlink_data": _amount(downlink),
    "imsi": imsi,
    "ip_address": _address,
    "mcc": word.MCC,
    "mnc": word.MNC,
    "phone_number": NUMBER,
    "sim_card_id": sim_card_id,
    "sim_card_tags": word.TAGS,
    "sim_group_id": word.PROFILE_ID,
    "sim_group_name": word.PROFILE_NAME,
    "uplink_data": _amount(uplink),
    "currency": currency,
    "created_at": AT_MADE,
    "closed_at": at(closed_ms),
}
"""Amounts are in kilobytes, which the contract allows, since they are exact there. A group of SIM
cards is one of the account's profiles (ASSUMED)."""


def _of_currency(column: Column[Columns]) -> Maker:
    """An object of an amount and its currency."""

    def field(stream: Stream, name: str) -> Field[Columns]:
        amount: Field[Columns] = decimal(name, column, most=MOST_PRICE)
        end = f'","currency":"{stream.account.currency}"}}'
        return replace(joined(name, '{"amount":"', amount, end), json="raw")

    return field


def _kilobytes(column: Column[Columns]) -> Maker:
    """An object of an amount and its unit."""

    def field(_: Stream, name: str) -> Field[Columns]:
        amount: Field[Columns] = decimal(name, column, most=MOST_KILOBYTES)
        return replace(joined(name, '{"amount":', amount, ',"unit":"KB"}'), json="raw")

    return field


WDR: Mapping[str, Maker] = {
    "id": record_id,
    "created_at": AT_MADE,
    "cost": _of_currency(attrgetter("cost")),
    "mcc": word.MCC,
    "mnc": word.MNC,
    "downlink_data": _kilobytes(downlink),
    "duration_seconds": count(duration_s),
    "imsi": imsi,
    "rate": _of_currency(kilobyte_rate),
    "sim_group_name": word.PROFILE_NAME,
    "sim_group_id": word.PROFILE_ID,
    "sim_card_id": sim_card_id,
    "phone_number": NUMBER,
    "uplink_data": _kilobytes(uplink),
    "record_type": said("wdr"),
}
"""A data session as the older reports show it; the rate is for a kilobyte."""

MEDIA: Mapping[str, Maker] = {
    "id": record_id,
    "record_type": said("media_storage"),
    "status": word.status({}),
    "user_id": user,
    "action_type": word.kind({}),
    "asset_id": drawn_id,
    "link_channel_id": drawn_id,
    "link_channel_type": said("message"),
    "org_id": lambda stream, name: said(organization_id(stream.account.id))(stream, name),
    "webhook_id": drawn_id,
    "rate": RATE,
    "rate_measured_in": said("events"),
    "cost": COST,
    "currency": currency,
    "created_at": AT_MADE,
}


def _price(measured_in: str) -> Mapping[str, Maker]:
    return {
        "rate": RATE,
        "rate_measured_in": said(measured_in),
        "cost": COST,
        "currency": currency,
    }


FAX: Mapping[str, Maker] = {
    "id": record_id,
    "record_type": said("fax"),
    "user_id": user,
    "created_at": AT_MADE,
    "completed_at": at(FINAL),
    **ENDS,
    "status": word.status({}),
    "pages": count(UNITS),
    **_price("pages"),
    **GROUPS,
}

SPEECH: Mapping[str, Maker] = {
    "id": record_id,
    "record_type": said("text-to-speech"),
    "user_id": user,
    "created_at": AT_MADE,
    "voice_type": word.kind({}),
    "status": word.status({}),
    "characters": count(UNITS),
    **CALL_IDS,
    **_price("characters"),
    **GROUPS,
}


def _model(models: tuple[str, ...]) -> Maker:
    return lambda _, name: choice(name, models, lambda columns: columns.profile % len(models))


def inference(record_type: str, kind: str) -> Mapping[str, Maker]:
    """The fields of one use of a language model.

    Args:
        kind: the ledger's.
    """
    return {
        "id": record_id,
        "record_type": said(record_type),
        "user_id": user,
        "created_at": AT_MADE,
        "model": _model(MODELS[kind]),
        "status": word.status({}),
        "tokens": count(UNITS),
        **_price("1000 tokens"),
    }
