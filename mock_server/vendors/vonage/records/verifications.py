"""Fields of verifications: how far each one got, and by which means."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field
from mock_server.ledger.fields import integer
from mock_server.ledger.mix import Integers
from mock_server.ledger.stream import Stream
from mock_server.vendors.vonage.records.shared import (
    MADE,
    Maker,
    at,
    by_profile,
    count,
    money,
    said,
)

MOST_ATTEMPTS = 3
"""Two messages, then a call; three calls to a landline. ASSUMED, as in the ledger's product."""

MESSAGES_FIRST = 2

EVENTS = {"sms_event_count": "sms", "tts_event_count": "voice", "email_event_count": "email",
          "whatsapp_event_count": "whatsapp", "silentauth_event_count": "silent-auth",
          "rcs_event_count": "rcs"}  # fmt: skip
"""Which of the ledger's kinds is counted where; it knows no RCS."""


def _by_message(columns: Columns) -> Integers:
    return np.where(_to_landline(columns), 0, np.minimum(columns.attempts, MESSAGES_FIRST))


def _by_call(columns: Columns) -> Integers:
    return columns.attempts - _by_message(columns)


def _to_landline(columns: Columns) -> NDArray[np.bool_]:
    landline = [one.name for one in columns.stream.product.kinds].index("landline")
    found: NDArray[np.bool_] = columns.kind == landline
    return found


def _events(stream: Stream, name: str) -> Field[Columns]:
    """Tries by one channel; none where fraud was suspected at once."""
    product = stream.product
    by_channel = np.array([kind.name == EVENTS[name] for kind in product.kinds])
    went_out = np.array([outcome.status != "rejected" for outcome in product.outcomes])

    def tries(columns: Columns) -> Integers:
        counted = by_channel.take(columns.kind) & went_out.take(columns.outcome)
        return np.where(counted, columns.attempts, 0)

    return integer(name, tries, json="text", most=MOST_ATTEMPTS)


VERIFICATIONS: Mapping[str, Mapping[str, Maker]] = {
    "VERIFY-API": {
        "first_event_date": at(MADE),
        "last_event_date": at(lambda columns: columns.last_attempt_ms),
        "sms_event_count": count(_by_message, MOST_ATTEMPTS),
        "tts_event_count": count(_by_call, MOST_ATTEMPTS),
        # A verification has one price, whatever it takes.
        "sms_price": said("0"),
        "tts_price": said("0"),
        "currency": said(""),
        "pricing_model": said("0"),
        "price": money(lambda columns: columns.cost),
        "estimated_price": money(lambda columns: columns.cost),
    },
    "VERIFY-V2": {
        "pin_length": by_profile("4", "6"),
        # Requests are checked unless they ask not to be.
        "if_fraud_check": said("TRUE"),
        **dict.fromkeys(EVENTS, _events),
    },
}
"""By product, what other products do not have or have otherwise."""
