"""Fields of verifications: how far each one got, and by which means."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field
from mock_server.ledger.fields import choice
from mock_server.ledger.mix import Integers
from mock_server.ledger.product import Outcome
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

STEP_MS = 125_000
"""How long each attempt of Verify's first version waits for the code. ASSUMED."""

MOST_ATTEMPTS = 3
"""Two messages, then a call; three calls to a landline. ASSUMED, as in the ledger's product."""

MESSAGES_FIRST = 2

EVENTS = {"sms_event_count": "sms", "tts_event_count": "voice", "email_event_count": "email",
          "whatsapp_event_count": "whatsapp", "silentauth_event_count": "silent-auth",
          "rcs_event_count": "rcs"}  # fmt: skip
"""Which of the ledger's kinds is counted where; it knows no RCS."""


def _attempts(columns: Columns) -> Integers:
    """How many attempts there were by the moment at which the records are looked at."""
    end = columns.final_ms
    if columns.as_of_ms is not None:
        end = np.minimum(end, columns.as_of_ms)
    attempts: Integers = np.minimum(1 + (end - columns.made_ms) // STEP_MS, MOST_ATTEMPTS)
    return attempts


def _last_attempt(columns: Columns) -> Integers:
    return columns.made_ms + (_attempts(columns) - 1) * STEP_MS


def _by_message(columns: Columns) -> Integers:
    return np.where(_to_landline(columns), 0, np.minimum(_attempts(columns), MESSAGES_FIRST))


def _by_call(columns: Columns) -> Integers:
    return _attempts(columns) - _by_message(columns)


def _to_landline(columns: Columns) -> NDArray[np.bool_]:
    landline = [one.name for one in columns.stream.product.kinds].index("landline")
    found: NDArray[np.bool_] = columns.kind == landline
    return found


def _kind_and_outcome(columns: Columns) -> Integers:
    return columns.kind * len(columns.stream.product.outcomes) + columns.outcome


def _events(stream: Stream, name: str) -> Field[Columns]:
    product = stream.product
    counts = tuple(
        _tries(outcome) if kind.name == EVENTS[name] else "0"
        for kind in product.kinds
        for outcome in product.outcomes
    )
    return choice(name, counts, _kind_and_outcome)


def _tries(outcome: Outcome) -> str:
    """None where fraud was suspected, a second one where no code came in time (ASSUMED)."""
    return {"rejected": "0", "expired": "2"}.get(outcome.status, "1")


VERIFICATIONS: Mapping[str, Mapping[str, Maker]] = {
    "VERIFY-API": {
        "first_event_date": at(MADE),
        "last_event_date": at(_last_attempt),
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
