"""Fields that mean the same in every type of record that has them."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TypeAlias

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field
from mock_server.ledger.fields import Column, Json, MomentShape, constant, integer, moment, uuid
from mock_server.ledger.mix import Words, keys, mixed
from mock_server.ledger.stream import Stream
from mock_server.vendors.telnyx.people import user_id
from mock_server.vendors.telnyx.records.money import Money

Maker: TypeAlias = Callable[[Stream, str], Field[Columns]]
"""The field of a name, as a stream's records have it."""

Halves: TypeAlias = tuple[Words, Words]

SECONDS = MomentShape(milliseconds=False)
"""2026-07-21T10:58:51Z. Source: M1 of specs/telnyx/SOURCE.toml."""

MADE: Column[Columns] = attrgetter("made_ms")
FINAL: Column[Columns] = attrgetter("final_ms")
UNITS: Column[Columns] = attrgetter("units")
BILLED: Column[Columns] = attrgetter("billed")

MOST_UNITS = 9_999_999
"""Seconds, characters, kilobytes: more than any record counts."""


def said(text: str | None, json: Json = "text") -> Maker:
    """The same in all records; None is JSON's null."""
    return lambda _, name: constant(name, text, json)


def at(column: Column[Columns]) -> Maker:
    """A moment, from ms since 1970."""
    return lambda _, name: moment(name, column, SECONDS)


AT_MADE = at(MADE)
"""The moment when the record was made: records are in its order."""


def count(column: Column[Columns], most: int = MOST_UNITS) -> Maker:
    """A whole number, in JSON a number."""
    return lambda _, name: integer(name, column, most=most)


def record_id(_: Stream, name: str) -> Field[Columns]:
    """The record's own id, which leads back to it."""
    return uuid(name, attrgetter("id_words"))


def currency(stream: Stream, name: str) -> Field[Columns]:
    return constant(name, stream.account.currency)


def user(stream: Stream, name: str) -> Field[Columns]:
    return constant(name, user_id(stream.account.id))


def drawn_id(_: Stream, name: str) -> Field[Columns]:
    """A UUID of something that this record alone has, such as its call leg; it finds nothing."""

    def halves(columns: Columns) -> Halves:
        return as_uuid(columns.chance(f"{name} high"), columns.chance(f"{name} low"))

    return uuid(name, halves)


def of_customers(columns: Columns, *names: object) -> Words:
    """Words of chance, the same for all records of a customer."""
    customers = (columns.rank << 16) | (columns.network << 8) | columns.profile
    key = keys(*columns.stream.names, columns.stream.account.id, *names, count=1)[0]
    return mixed(customers, key)


def as_uuid(high: Words, low: Words) -> Halves:
    """The halves of a UUID of version 4 from words of chance."""
    high = high & np.uint64(0xFFFF_FFFF_FFFF_0FFF) | np.uint64(0x4000)
    low = low & np.uint64((1 << 62) - 1) | np.uint64(2 << 62)
    return high, low


RATE = Money(attrgetter("rate"))
COST = Money(attrgetter("cost"))
MINUTES = said("minutes")
