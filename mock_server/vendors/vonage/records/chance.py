"""Chance that more than one record has in common: by customer, or by neighbours."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.mix import Integers, Words, keys, mixed

Halves: TypeAlias = tuple[Words, Words]


def of_customers(columns: Columns, *names: object) -> Words:
    """Words of chance, the same for all records of a customer."""
    return of_numbers(columns, customers(columns), *names)


def customers(columns: Columns) -> Integers:
    """A number for each customer of the stream."""
    return (columns.rank << 16) | (columns.network << 8) | columns.profile


def of_numbers(columns: Columns, numbers: Integers, *names: object) -> Words:
    """Words of chance for any numbers; other names, unrelated words."""
    return mixed(
        numbers, keys(*columns.stream.names, columns.stream.account.id, *names, count=1)[0]
    )


def uuids(numbers: Callable[[Columns], Integers], name: str) -> Callable[[Columns], Halves]:
    """The halves of a UUID of version 4 for each number."""

    def halves(columns: Columns) -> Halves:
        of = numbers(columns)
        high, low = (of_numbers(columns, of, name, half) for half in ("high", "low"))
        high &= np.uint64(0xFFFF_FFFF_FFFF_0FFF)
        high |= np.uint64(0x4000)
        low &= np.uint64((1 << 62) - 1)
        low |= np.uint64(2 << 62)
        return high, low

    return halves
