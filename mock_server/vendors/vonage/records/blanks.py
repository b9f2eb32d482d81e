"""Changes to fields: empty where there is nothing, numbers without a plus, capital digits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger import field_tables as tables
from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field, Lookup
from mock_server.ledger.field_tables import Texts
from mock_server.ledger.fields import hexadecimal
from mock_server.ledger.mix import Words
from mock_server.ledger.stream import Stream

Absent: TypeAlias = Callable[[Columns], NDArray[np.bool_]]


def or_empty(field: Field[Columns], absent: Absent) -> Field[Columns]:
    """The same text, or an empty one: this API writes "" where others have null."""
    return replace(field, absent=absent, nothing="empty")


def of_other_kinds(stream: Stream, kinds: tuple[str, ...]) -> Absent:
    """Whether a record is of none of these kinds; the same function for the same kinds."""
    return _unless(tuple(one.name not in kinds for one in stream.product.kinds))


def without_plus(field: Field[Columns]) -> Field[Columns]:
    """A number as this API writes it."""
    return replace(field, parts=tuple(_bare(part) for part in field.parts))


def capitals(name: str, words: Callable[[Columns], Words]) -> Field[Columns]:
    """16 hexadecimal digits in capitals, as this API writes message ids."""
    digits: Field[Columns] = hexadecimal(name, words)
    parts = (part.index for part in digits.parts if isinstance(part, Lookup))
    return replace(digits, parts=tuple(Lookup(_capital_digits(), index) for index in parts))


@cache
def _unless(others: tuple[bool, ...]) -> Absent:
    of_kind = np.array(others)

    def absent(columns: Columns) -> NDArray[np.bool_]:
        return of_kind.take(columns.kind)

    return absent


@cache
def _capital_digits() -> Texts:
    """All numbers of four hexadecimal digits: `hexadecimal` writes four at a time."""
    return np.char.upper(tables.hexadecimal(4))


def _bare(part: str | Lookup[Columns]) -> str | Lookup[Columns]:
    if isinstance(part, Lookup) and isinstance(part.table, np.ndarray):
        return Lookup(np.char.lstrip(part.table, b"+"), part.index)
    return part
