"""Fields of calls, and of what happens in them.

Telnyx publishes no schema of most of these: beside the times that were seen (M1 of
specs/telnyx/SOURCE.toml) their fields are ASSUMED to be called as in the records that have schemas,
and as the dimensions of usage.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field
from mock_server.ledger.fields import hexadecimal, integer, joined, moment
from mock_server.ledger.mix import Integers, bits
from mock_server.ledger.stream import Stream
from mock_server.vendors.telnyx.records import attributes as word
from mock_server.vendors.telnyx.records.ends import CLD, CLI
from mock_server.vendors.telnyx.records.shared import (
    AT_MADE,
    BILLED,
    COST,
    FINAL,
    MINUTES,
    RATE,
    SECONDS,
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
from mock_server.vendors.telnyx.words import TN_TYPE

LONGEST_CALL_S = 3_600
"""Ringing and talking together: that is when calls appear. Source: the ledger's product `call`."""

LEAST_RING_S, MOST_RING_S = 2, 30
"""How long a call rings that somebody answers. ASSUMED."""

LONGEST_CONFERENCE_MS = 14_400_000
"""When a conference would end by itself. Source: the ledger's product `conference`, whose longest
lasts so long."""

MOST_GUESTS = 16


def _answered_ms(columns: Columns) -> Integers:
    """After some ringing, but for calls that last as long as calls can."""
    span = MOST_RING_S - LEAST_RING_S
    ring = LEAST_RING_S + (bits(columns.chance("ring"), 0, 16) * span >> 16)
    return columns.made_ms + np.clip(LONGEST_CALL_S - columns.units, 0, ring) * 1000


def _finished_ms(columns: Columns) -> Integers:
    return _answered_ms(columns) + columns.units * 1000


def _answered(stream: Stream, name: str) -> Field[Columns]:
    """Nothing where nobody answered."""
    answers = np.array([one.units for one in stream.product.outcomes])
    return moment(name, _answered_ms, SECONDS, lambda columns: ~answers.take(columns.outcome))


def _finished(stream: Stream, name: str) -> Field[Columns]:
    answers = np.array([one.units for one in stream.product.outcomes])

    def finished(columns: Columns) -> Integers:
        return np.where(answers.take(columns.outcome), _finished_ms(columns), columns.final_ms)

    return moment(name, finished, SECONDS)


CALL_IDS: Mapping[str, Maker] = {"call_leg_id": drawn_id, "call_session_id": drawn_id}

GROUPS: Mapping[str, Maker] = {
    "connection_id": word.CONNECTION_ID,
    "connection_name": word.CONNECTION_NAME,
    "billing_group_id": word.BILLING_GROUP_ID,
    "billing_group_name": word.BILLING_GROUP_NAME,
    "tags": word.TAGS,
}

PRICE: Mapping[str, Maker] = {
    "rate": RATE,
    "rate_measured_in": MINUTES,
    "cost": COST,
    "currency": currency,
}

SPENT: Mapping[str, Maker] = {"call_sec": count(UNITS), "billed_sec": count(BILLED)}

ENDS: Mapping[str, Maker] = {"direction": word.WAY, "cli": CLI, "cld": CLD}


def call(record_type: str) -> Mapping[str, Maker]:
    """The fields of calls that were answered or not."""
    return {
        "id": record_id,
        "record_type": said(record_type),
        "user_id": user,
        "started_at": AT_MADE,
        "answered_at": _answered,
        "finished_at": _finished,
        **ENDS,
        "country_code": word.CountryAt("outbound"),
        "source_country_code": word.CountryAt("inbound"),
        "tn_type": word.kind(TN_TYPE),
        "sip_response_code": word.ERROR,
        "hangup_details": word.ERROR_TEXT,
        **CALL_IDS,
        **SPENT,
        **PRICE,
        **GROUPS,
    }


def feature(
    record_type: str, begins: str, ends: str, more: Mapping[str, Maker] | None = None
) -> Mapping[str, Maker]:
    """The fields of something that is added to a call and lasts for some time.

    Args:
        begins, ends: what the two times are called.
        more: its own fields.
    """
    return {
        "id": record_id,
        "record_type": said(record_type),
        "user_id": user,
        begins: AT_MADE,
        ends: at(FINAL),
        **ENDS,
        **(more or {}),
        **CALL_IDS,
        **SPENT,
        **PRICE,
        **GROUPS,
    }


DETECTION: Mapping[str, Maker] = {
    "id": record_id,
    "record_type": said("amd_detail_record"),
    "invoked_at": AT_MADE,
    "billing_group_id": word.BILLING_GROUP_ID,
    "billing_group_name": word.BILLING_GROUP_NAME,
    **CALL_IDS,
    "connection_id": word.CONNECTION_ID,
    "connection_name": word.CONNECTION_NAME,
    "feature": said("PREMIUM"),
    "is_telnyx_billable": said("true", "raw"),
    "tags": word.TAGS,
    **PRICE,
    "rate_measured_in": said("invocations"),
}


def _guests(columns: Columns) -> Integers:
    """Two or more; how many is ASSUMED."""
    return 2 + bits(columns.chance("guests"), 0, 2)


def _conference_name(_: Stream, name: str) -> Field[Columns]:
    digits: Field[Columns] = hexadecimal(name, lambda columns: columns.chance("name"), 8)
    return joined(name, "conference-", digits)


CONFERENCE: Mapping[str, Maker] = {
    "id": record_id,
    "record_type": said("conference_detail_record"),
    "name": _conference_name,
    "user_id": user,
    "started_at": AT_MADE,
    "ended_at": at(FINAL),
    "call_leg_id": drawn_id,
    "call_sec": count(UNITS),
    "call_session_id": drawn_id,
    "connection_id": word.CONNECTION_ID,
    "expires_at": at(lambda columns: columns.made_ms + LONGEST_CONFERENCE_MS),
    "is_telnyx_billable": said("false", "raw"),
    "participant_call_sec": count(lambda columns: columns.units * _guests(columns)),
    "participant_count": lambda _, name: integer(name, _guests, most=MOST_GUESTS),
    "region": said("ch1"),
}

PARTICIPANT: Mapping[str, Maker] = {
    "id": record_id,
    "record_type": said("conference_participant_detail_record"),
    "user_id": user,
    "joined_at": AT_MADE,
    "left_at": at(FINAL),
    "billed_sec": count(BILLED),
    "call_leg_id": drawn_id,
    "call_sec": count(UNITS),
    "call_session_id": drawn_id,
    "conference_id": drawn_id,
    "destination_number": CLD,
    "is_telnyx_billable": said("true", "raw"),
    "originating_number": CLI,
    **PRICE,
}
