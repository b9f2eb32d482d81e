"""The columns of a call file: which there are, in which groups, and what stands in them.

The document names most of them in examples, the portal says that there are 35 (D of
specs/telnyx/SOURCE.toml). Which the others are is ASSUMED, and so is what each of them holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger.columns import INBOUND, Columns
from mock_server.ledger.field import Field, Indexes
from mock_server.ledger.fields import choice, constant, hexadecimal, integer, joined
from mock_server.ledger.layout import Layout
from mock_server.ledger.mix import Integers, bits
from mock_server.ledger.records import parties
from mock_server.ledger.stream import Stream
from mock_server.vendors.telnyx.batches.batch_filters import Ends
from mock_server.vendors.telnyx.batches.zones import local
from mock_server.vendors.telnyx.records.attributes import (
    BILLING_GROUP_ID,
    CONNECTION_ID,
    CONNECTION_NAME,
    ERROR,
    ERROR_TEXT,
    TAGS,
    WAY,
    CountryAt,
)
from mock_server.vendors.telnyx.records.calls import call
from mock_server.vendors.telnyx.records.shared import (
    BILLED,
    COST,
    FINAL,
    MADE,
    MOST_UNITS,
    RATE,
    Maker,
    at,
    count,
    currency,
    drawn_id,
    said,
)

CALL = call("sip-trunking")

LEAST_DELAY_MS, MOST_DELAY_MS = 400, 6_000
"""From the last digit dialled to the ringing. ASSUMED."""

LEAST_SCORE, SCORES = 32, 14
"""Mean opinion scores go from 3.2 to 4.5, in tenths: ITU-T G.107 gives 4.5 as the best that a call
over a telephone network comes to; the rest is ASSUMED."""

UNITS_SAID: Mapping[str, str] = {"seconds": "minutes"}
"""What a rate is for, by what the ledger counts: a price for 60 seconds is one for a minute."""


def _not_answered(columns: Columns) -> NDArray[np.bool_]:
    """Nothing was used."""
    unanswered: NDArray[np.bool_] = columns.units == 0
    return unanswered


def _of_calls(name: str, otherwise: Maker) -> Maker:
    """As in detail records of calls; otherwise where no seconds are counted, as in faxes."""

    def field(stream: Stream, own_name: str) -> Field[Columns]:
        counts_seconds = stream.product.units.name == "seconds"
        return (CALL[name] if counts_seconds else otherwise)(stream, own_name)

    return field


def _seconds(columns: Columns) -> Integers:
    """Until the outcome is known."""
    return columns.latency_ms // 1000


def _delay(_: Stream, name: str) -> Field[Columns]:
    """Post-dial delay, in ms."""

    def delay(columns: Columns) -> Integers:
        span = MOST_DELAY_MS - LEAST_DELAY_MS
        return LEAST_DELAY_MS + (bits(columns.chance(name), 0, 16) * span >> 16)

    return integer(name, delay, most=MOST_UNITS)


def _score(_: Stream, name: str) -> Field[Columns]:
    """The mean opinion score of a call that was answered."""

    def score(columns: Columns) -> Indexes:
        drawn = 1 + (bits(columns.chance(name), 0, 16) * SCORES >> 16)
        return np.where(_not_answered(columns), 0, drawn)

    scores = [LEAST_SCORE + step for step in range(SCORES)]
    return choice(name, (None, *(f"{one // 10}.{one % 10}" for one in scores)), score)


def _sip_id(_: Stream, name: str) -> Field[Columns]:
    """An id at a host that is set aside for examples (RFC 2606)."""
    high: Field[Columns] = hexadecimal(name, lambda columns: columns.chance("sip id"))
    return joined(name, high, "@sip.example.com")


def _route(_: Stream, name: str) -> Field[Columns]:
    """Only what goes out is routed."""
    return choice(name, ("conversational", None), lambda columns: columns.direction == INBOUND)


def _measured_in(stream: Stream, name: str) -> Field[Columns]:
    counted = stream.product.units.name
    return constant(name, UNITS_SAID.get(counted, counted))


NOWHERE = said(None)
"""The ledger knows in which country a number is, and no more."""

COLUMNS: Mapping[str, Mapping[str, Maker]] = {
    "Interaction Data": {
        "origination_number": lambda stream, name: replace(ends(stream).cli, name=name),
        "terminating_number": lambda stream, name: replace(ends(stream).cld, name=name),
        "start_timestamp_utc": at(MADE),
        "start_timestamp": at(MADE),
        "answer_timestamp": _of_calls("answered_at", at(MADE)),
        "end_timestamp": _of_calls("finished_at", at(FINAL)),
        "direction": WAY,
        "call_leg_id": drawn_id,
        "call_session_id": drawn_id,
        "start_time": at(MADE),
        "end_time": _of_calls("finished_at", at(FINAL)),
    },
    "Number Information": {
        "origination_city": NOWHERE,
        "origination_state": NOWHERE,
        "origination_lata": NOWHERE,
        "origination_country": CountryAt("inbound"),
        "terminating_city": NOWHERE,
        "terminating_state": NOWHERE,
        "terminating_lata": NOWHERE,
        "terminating_country": CountryAt("outbound"),
    },
    "Telephony Data": {
        "route": _route,
        "connection_id": CONNECTION_ID,
        "hangup_code": ERROR,
        "pdd": _delay,
        "tags": TAGS,
        "sip_call_id": _sip_id,
        "mos": _score,
        "connection_name": CONNECTION_NAME,
        "hangup_details": ERROR_TEXT,
    },
    "Billing": {
        "billable_time": count(BILLED),
        "cost": COST,
        "rate": RATE,
        "billing_group_id": BILLING_GROUP_ID,
        "call_sec": _of_calls("call_sec", count(_seconds)),
        "currency": currency,
        "rate_measured_in": _measured_in,
    },
}

GROUPS: Mapping[str, tuple[str, ...]] = {
    title: tuple(columns) for title, columns in COLUMNS.items()
}
NAMES = tuple(name for names in GROUPS.values() for name in names)

DEFAULT = (
    "start_timestamp_utc", "start_timestamp", "answer_timestamp", "end_timestamp", "direction",
    "origination_number", "terminating_number", "origination_country", "terminating_country",
    "connection_id", "hangup_code", "tags", "billable_time", "rate", "cost", "currency",
)  # fmt: skip
"""The columns of a file for which none are chosen. ASSUMED."""

UNIVERSAL = "start_timestamp_utc"
"""The one moment that no time zone changes."""


def ends(stream: Stream) -> Ends:
    """Who called whom, in E.164."""
    return stream.memo.get("telnyx call ends", lambda: Ends(*parties.ends(stream, by_name=False)))


def call_layout(stream: Stream, names: Sequence[str], timezone: str) -> Layout[Columns]:
    """The chosen columns of calls, in the order in which they are chosen.

    Args:
        timezone: a zone that there is; its clocks show all moments but one.
    """

    def field(name: str) -> Field[Columns]:
        found = MAKERS[name](stream, name)
        is_utc = name == UNIVERSAL or timezone == "UTC"
        return found if is_utc else local(found, timezone)

    return stream.memo.get(
        ("telnyx call layout", tuple(names), timezone),
        lambda: Layout(tuple(field(name) for name in names)),
    )


MAKERS: Mapping[str, Maker] = {
    name: maker for columns in COLUMNS.values() for name, maker in columns.items()
}
