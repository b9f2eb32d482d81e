"""Fields that mean the same in every product that has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import TypeAlias

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field
from mock_server.ledger.fields import (
    Column,
    MomentShape,
    choice,
    constant,
    decimal,
    hexadecimal,
    integer,
    joined,
    moment,
    uuid,
)
from mock_server.ledger.records.wording import wording
from mock_server.ledger.stream import Stream
from mock_server.vendors.vonage.records.blanks import or_empty
from mock_server.vendors.vonage.records.words import PROFILE

Maker: TypeAlias = Callable[[Stream, str], Field[Columns]]
"""The field of a name, as a stream's records have it."""

SECONDS = MomentShape(milliseconds=False, suffix="+00:00")
"""As the production API writes moments since 2021. Source: S9, S10 of specs/vonage/SOURCE.toml."""

MADE = attrgetter("made_ms")
FINAL = attrgetter("final_ms")
UNITS = attrgetter("units")
PENDING = attrgetter("pending")

MOST_PRICE = 9_999
"""Whole units of a currency: more than any record costs."""

MOST_UNITS = 9_999_999
"""Seconds, characters or bytes: the longest text that is spoken takes some 2 million bytes."""

LONGEST_MS = 999_999_999
"""No outcome takes longer than 72 hours to be known."""


def said(text: str | None) -> Maker:
    """The same text in all records; None is JSON's null."""
    return lambda _, name: constant(name, text)


def at(column: Column[Columns]) -> Maker:
    """A moment, from ms since 1970."""
    return lambda _, name: moment(name, column, SECONDS)


def money(column: Column[Columns]) -> Maker:
    """An amount, with no more digits than it needs."""
    return lambda _, name: decimal(name, column, most=MOST_PRICE)


def count(column: Column[Columns], most: int = MOST_UNITS) -> Maker:
    """A whole number, written as a text."""
    return lambda _, name: integer(name, column, json="text", most=most)


def once_known(maker: Maker) -> Maker:
    """Empty until the outcome is known."""
    return lambda stream, name: or_empty(maker(stream, name), PENDING)


def by_profile(*texts: str) -> Maker:
    """What the customer's purpose decides: the texts in turn, for one profile after the other."""

    def field(stream: Stream, name: str) -> Field[Columns]:
        profiles = range(len(stream.account.profiles))
        return choice(name, tuple(texts[one % len(texts)] for one in profiles), PROFILE)

    return field


def _duration(stream: Stream, name: str) -> Field[Columns]:
    """Seconds; what is counted otherwise lasts no time."""
    lasts = stream.product.units.name == "seconds"
    return count(UNITS)(stream, name) if lasts else constant(name, "0")


def _trace(_: Stream, name: str) -> Field[Columns]:
    high: Field[Columns] = hexadecimal(name, lambda columns: columns.chance("trace high"))
    low: Field[Columns] = hexadecimal(name, lambda columns: columns.chance("trace low"))
    return joined(name, high, low)


MOMENTS = ("date_received", "date_start", "creation_date", "start_time", "queued_time",
           "event_time")  # fmt: skip
"""When a record began."""

EMPTY = ("forced_from", "changed_from", "workflow_id", "provider_error_code", "pricing_type",
         "workflow_items_number", "workflow_items_total")  # fmt: skip
"""What no record here has. Senders are never replaced; nothing is part of a workflow."""

SHARED: Mapping[str, Maker] = {
    **dict.fromkeys(MOMENTS, at(MADE)),
    **dict.fromkeys(("date_end", "end_time"), at(FINAL)),
    **dict.fromkeys(EMPTY, said("")),
    "account_id": lambda stream, name: constant(name, stream.account.id),
    "id": lambda _, name: uuid(name, attrgetter("id_words")),
    "message_body": wording,
    "date_finalized": once_known(at(FINAL)),
    "latency": once_known(count(attrgetter("latency_ms"), LONGEST_MS)),
    "duration": _duration,
    "currency": lambda stream, name: constant(name, stream.account.currency),
    "price": money(attrgetter("rate")),
    "total_price": money(attrgetter("cost")),
    # Prices are flat: no tier of volume sets them.
    "tier_volume": said(None),
    "trace_id": _trace,
}
