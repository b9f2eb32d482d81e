"""Who a record is between: the customer's number, and the account's own number or name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import numpy as np

from mock_server.ledger.columns import INBOUND, Columns
from mock_server.ledger.field import Field, Lookup, Split
from mock_server.ledger.field_tables import Texts, padded
from mock_server.ledger.mix import Integers
from mock_server.ledger.stream import Stream

NUMBERS_ONLY = "1"
"""The calling code of countries where messages come from numbers, never from names: senders in the
United States are ten-digit and toll-free numbers and short codes (CTIA, "Messaging Principles and
Best Practices"). Assumed for the other countries of the North American Numbering Plan."""

GROUP = 10_000
"""The last four digits of a number come from one table, those before from another."""

MOST_DIGITS = 7
"""Of a number's tail, after its head."""

E164_WIDTH = 16
"""A plus and at most 15 digits."""

Texts3: TypeAlias = tuple[Integers, Integers, Integers]
"""A text in three parts, an index of its table each."""


def ends(stream: Stream, *, by_name: bool) -> tuple[Field[Columns], Field[Columns]]:
    """Two fields, from and to: the account and its customer, or the other way round.

    Args:
        stream: whose records.
        by_name: what goes out may come from a name, where the customer's country allows that.
    """
    indexes = _ends_of(stream, by_name=by_name)
    tables = _tables(stream)
    lookups = tuple(Lookup(tables[place % 3], Split(indexes, place)) for place in range(6))
    return Field("from", lookups[:3]), Field("to", lookups[3:])


def number(stream: Stream, name: str = "number") -> Field[Columns]:
    """The customer's number, E.164."""
    tables = _tables(stream)
    return Field(name, tuple(Lookup(one, Split(_customer, k)) for k, one in enumerate(tables)))


def _tables(stream: Stream) -> tuple[Texts, Texts, Texts]:
    """Heads of numbers, own numbers and names; the digits before the last four; the last four."""
    return stream.memo.get("parties", lambda: (_heads(stream), _high_digits(), _low_digits()))


def _heads(stream: Stream) -> Texts:
    heads = (f"+{head}" for head in stream.world.heads)
    own = (f"+{number}" for number in stream.account.numbers)
    texts = [text.encode() for text in (*heads, *own, *stream.account.senders)]
    return np.array(texts, f"S{max(E164_WIDTH, *map(len, texts))}")


def _high_digits() -> Texts:
    """Nothing, then all numbers of one, two and three digits."""
    return _together((_NOTHING, padded(1), padded(2), padded(3)), 4)


def _low_digits() -> Texts:
    """All numbers of four, of three, of two and of one digit, then nothing."""
    return _together((padded(4), padded(3), padded(2), padded(1), _NOTHING), 4)


_NOTHING = np.array([b""], "S1")
_HIGH_BEGINS = np.array([0, 0, 0, 0, 0, 1, 11, 111], np.int64)
_LOW_BEGINS = np.array([11_110, 11_100, 11_000, 10_000, 0, 0, 0, 0], np.int64)
"""Where the numbers of a tail's digits begin, by how many digits it has."""

_NO_HIGH, _NO_LOW = 0, 11_110


def _together(tables: Iterable[Texts], width: int) -> Texts:
    return np.concatenate([one.astype(f"S{width}") for one in tables])


def _customer(columns: Columns) -> Texts3:
    heads, tails, digits = columns.number
    high = tails // GROUP
    low = tails - high * GROUP
    high += _HIGH_BEGINS.take(digits)
    low += _LOW_BEGINS.take(digits)
    return heads, high, low


def _ends_of(stream: Stream, *, by_name: bool) -> Callable[[Columns], tuple[Integers, ...]]:
    """Indexes of both ends, from and to, three each."""
    first_number = len(stream.world.heads)
    first_name = first_number + len(stream.account.numbers)
    named = np.array([one.calling_code != NUMBERS_ONLY for one in stream.world.countries])
    named &= by_name

    def account_end(columns: Columns, inbound: Integers) -> Integers:
        own = columns.own_number + first_number
        by_names = named.take(columns.country) & ~inbound
        return np.where(by_names, columns.sender + first_name, own) if by_name else own

    def indexes(columns: Columns) -> tuple[Integers, ...]:
        inbound = columns.direction == INBOUND
        own, (head, high, low) = account_end(columns, inbound), _customer(columns)
        return (
            np.where(inbound, head, own),
            np.where(inbound, high, _NO_HIGH),
            np.where(inbound, low, _NO_LOW),
            np.where(inbound, own, head),
            np.where(inbound, _NO_HIGH, high),
            np.where(inbound, _NO_LOW, low),
        )

    return indexes
