"""Money in detail records: decimal strings, plain or as Java writes its doubles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger import field_tables as tables
from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field, Indexes, Kind, Lookup, Split
from mock_server.ledger.fields import UNIT, UNIT_DIGITS, Column, decimal
from mock_server.ledger.stream import Stream

Notation: TypeAlias = Literal["plain", "scientific"]

MOST_PRICE = 9_999
"""Whole units of a currency: more than any record costs."""

PLAIN_FROM = UNIT // 1000
"""Smaller amounts are written with an exponent. Source: Java's documentation of Double.toString,
whose form the amounts that were seen have ("1.666E-4", "7.0E-7": M1 of specs/telnyx/SOURCE.toml);
BigDecimal.toString would write the first as 0.0001666 and the second as 7E-7."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, from a column in hundred-millionths of the currency; never negative."""

    column: Column[Columns]

    def __call__(self, _: Stream, name: str) -> Field[Columns]:
        return decimal(name, self.column, most=MOST_PRICE)

    def scientific(self, name: str) -> Field[Columns]:
        """As Double.toString writes it: at least one digit after the point, exponents if small."""

        def parts(columns: Columns) -> tuple[Indexes, ...]:
            amounts = self.column(columns)
            small = (amounts > 0) & (amounts < PLAIN_FROM)
            whole = amounts // UNIT
            head = (amounts - whole * UNIT) // tables.GROUP
            tail = amounts % tables.GROUP
            head = head + tables.GROUP * (tail == 0)
            return (
                np.where(small, amounts, 0),
                np.where(small, 0, whole + 1),
                np.where(small, 0, head + 1),
                np.where(small, 0, tail + 1),
            )

        lookups = tuple(Lookup(one, Split(parts, k)) for k, one in enumerate(_tables()))
        return Field(name, lookups, kind=Kind("decimal", UNIT_DIGITS), value=self.column)


@cache
def _tables() -> tuple[NDArray[np.bytes_], ...]:
    """The whole of a small amount; or the digits before the point, and two groups behind it."""
    small = np.array([b"", *(_exponential(one) for one in range(1, PLAIN_FROM))])
    plain = (tables.unpadded(), tables.fraction_head(1), tables.fraction_tail(0))
    return (small, *(_or_nothing(one) for one in plain))


def _exponential(amount: int) -> bytes:
    digits = str(amount)
    rest = digits[1:].rstrip("0") or "0"
    return f"{digits[0]}.{rest}E-{UNIT_DIGITS + 1 - len(digits)}".encode()


def _or_nothing(texts: NDArray[np.bytes_]) -> NDArray[np.bytes_]:
    return np.concatenate((np.array([b""]), texts))
