"""Fields of messages and of verifications."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field
from mock_server.ledger.fields import choice
from mock_server.ledger.mix import Integers
from mock_server.ledger.stream import Stream
from mock_server.vendors.telnyx.records import attributes as word
from mock_server.vendors.telnyx.records.ends import CLD, CLI, NUMBER
from mock_server.vendors.telnyx.records.money import Money
from mock_server.vendors.telnyx.records.shared import (
    AT_MADE,
    RATE,
    UNITS,
    Maker,
    at,
    count,
    currency,
    drawn_id,
    record_id,
    said,
    user,
)
from mock_server.vendors.telnyx.words import (
    FEE_COUNTRIES,
    FEE_TENTHS,
    MESSAGE_STATUS,
    MESSAGE_TYPE,
    VERIFY_CHANNEL,
)

MOST_PARTS = 99

HOOK = "https://api.example.com/sms/telnyx/inbound"
"""Where webhooks go. Source: the contract's example."""

ERRORS: Mapping[str, str] = {
    "failed": '["40008"]',
    "deleted": '["40008"]',
    "expired": '["40005"]',
    "unknown": '["40006"]',
    "rejected": '["40001"]',
}
"""`errors`, by the ledger's status. Source of 40001: the contract's example; the others, and which
is which, are ASSUMED: undeliverable, expired before it was sent, recipient's server unavailable."""

DELIVERY: Mapping[str, str] = {"in progress": "pending", "rejected": "failed"}
"""`delivery_status` of a verification; all other ones were delivered. Source of "pending": the
contract's example; the others are ASSUMED."""

VERIFICATION_STATUS: Mapping[str, str] = {
    "in progress": "pending",
    "completed": "accepted",
    "failed": "invalid",
    "expired": "expired",
    "user_rejected": "invalid",
    "cancelled": "expired",
    "rejected": "error",
}
"""`verification_status`, by the ledger's status. Source of "pending": the contract's example; the
others are ASSUMED."""


def fee_column(columns: Columns, amounts: Integers) -> Integers:
    """The carriers' share of amounts, as `words.fee` has it for single ones."""
    countries = columns.stream.world.countries
    takes = np.array([one.code in FEE_COUNTRIES for one in countries])
    return np.where(takes.take(columns.country), amounts * FEE_TENTHS // 10, 0)


def _fee(columns: Columns) -> Integers:
    return fee_column(columns, columns.cost)


def _cost(columns: Columns) -> Integers:
    return columns.cost - _fee(columns)


def _rate(columns: Columns) -> Integers:
    """For a part; what is not billed has no price, so that the cost is always rate times parts."""
    rates = np.where(columns.billed == 0, 0, columns.rate)
    return rates - fee_column(columns, rates)


def _known_ms(columns: Columns) -> Integers:
    """When its last status was known: while that of the end is not, the one it was made with."""
    return np.where(columns.pending, columns.made_ms, columns.final_ms)


def _errors(stream: Stream, name: str) -> Field[Columns]:
    texts = tuple(ERRORS.get(one.status, "[]") for one in stream.product.states)
    return choice(name, texts, word.STATE, "raw")


MESSAGE: Mapping[str, Maker] = {
    "errors": _errors,
    "uuid": record_id,
    "record_type": said("message_detail_record"),
    "status": word.status(MESSAGE_STATUS),
    "user_id": user,
    "cli": CLI,
    "cld": CLD,
    "sent_at": AT_MADE,
    "carrier": word.CARRIER,
    "country_code": word.CountryAt("outbound"),
    "delivery_status": said("success: webhook succeeded"),
    "delivery_status_failover_url": said(HOOK),
    "delivery_status_webhook_url": said(HOOK),
    "direction": word.WAY,
    "fteu": said("false", "raw"),
    "mcc": word.MCC,
    "message_type": word.kind(MESSAGE_TYPE),
    "mnc": word.MNC,
    "on_net": said("false", "raw"),
    "parts": count(UNITS, MOST_PARTS),
    "profile_id": word.PROFILE_ID,
    "profile_name": word.PROFILE_NAME,
    "source_country_code": word.CountryAt("inbound"),
    "tags": word.TAGS,
    "rate": Money(_rate),
    "carrier_fee": Money(_fee),
    "cost": Money(_cost),
    "currency": currency,
    "created_at": AT_MADE,
    "updated_at": at(_known_ms),
    "completed_at": at(_known_ms),
}
"""In the contract's order, like all those that it has a schema for."""

MDR: Mapping[str, Maker] = {
    "created_at": AT_MADE,
    "profile_name": word.PROFILE_NAME,
    "direction": word.WAY,
    "parts": count(UNITS, MOST_PARTS),
    "status": word.status({label: text.upper() for label, text in MESSAGE_STATUS.items()}),
    "cld": CLD,
    "cli": CLI,
    "rate": Money(_rate),
    "cost": Money(_cost),
    "currency": currency,
    "id": record_id,
    "message_type": word.kind(MESSAGE_TYPE),
    "record_type": said("mdr_report"),
}
"""A message as the older reports show it."""


def _delivery(stream: Stream, name: str) -> Field[Columns]:
    texts = tuple(DELIVERY.get(one.status, "delivered") for one in stream.product.states)
    return choice(name, texts, word.STATE)


VERIFICATION: Mapping[str, Maker] = {
    "id": record_id,
    "record_type": said("verification_detail_record"),
    "delivery_status": _delivery,
    "destination_phone_number": NUMBER,
    "verification_status": word.status(VERIFICATION_STATUS),
    "verify_channel_id": drawn_id,
    "verify_channel_type": word.kind(VERIFY_CHANNEL),
    "verify_profile_id": word.PROFILE_ID,
    "rate": RATE,
    "rate_measured_in": said("number of occurrences"),
    "verify_usage_fee": Money(lambda columns: columns.cost),
    "currency": currency,
    "created_at": AT_MADE,
    "updated_at": at(_known_ms),
}
