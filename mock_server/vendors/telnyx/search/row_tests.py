"""Conditions that only a look at the records themselves can tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field
from mock_server.ledger.layout import Layout
from mock_server.ledger.selection import Mask
from mock_server.vendors.telnyx.search.conditions import (
    TEXTUAL,
    Condition,
    Range,
    of_moments,
    of_numbers,
)

SECOND_MS = 1000


@dataclass(frozen=True, slots=True)
class WithinRange:
    """A field's number, or its moment in seconds, is in a range."""

    field: Field[Columns]
    range: Range

    def keeps(self, columns: Columns) -> Mask:
        assert self.field.value is not None  # noqa: S101 - moments and numbers have one
        values = self.field.value(columns)
        if self.field.kind.name == "moment":
            values = values // SECOND_MS
        kept: Mask = (values >= self.range.low) & (values < self.range.high)
        return kept if self.field.absent is None else kept & ~self.field.absent(columns)


@dataclass(frozen=True, slots=True)
class Reads:
    """A field's text meets a condition."""

    field: Field[Columns]
    condition: Condition

    def keeps(self, columns: Columns) -> Mask:
        # A layout of one field quotes its texts, and none of them has two lines.
        lines = Layout((self.field,)).csv(columns)
        value = self.condition.value
        if not value or '"' in value or "\n" in value:
            texts = lines.decode().split("\n")[:-1]
            fits = self.condition.fits
            return np.array([fits(text[1:-1].replace('""', '"')) for text in texts], bool)
        return _rows_with(lines, _pattern(self.condition))


def _pattern(condition: Condition) -> re.Pattern[bytes]:
    """What finds a plain text between its quotes, in lines of one cell."""
    begin = b'(?<=\n")' if condition.operator in {"equal", "starts_with"} else b""
    end = b'(?="\n)' if condition.operator in {"equal", "ends_with"} else b""
    return re.compile(begin + re.escape(condition.value.encode(errors="replace")) + end)


def _rows_with(lines: bytes, pattern: re.Pattern[bytes]) -> Mask:
    """The lines in which a pattern occurs; all at once, since one by one takes ten times longer."""
    lines = b"\n" + lines
    begins = np.flatnonzero(np.frombuffer(lines, np.uint8) == ord("\n"))
    places = [found.start() for found in pattern.finditer(lines)]
    kept = np.zeros(len(begins) - 1, bool)
    kept[np.searchsorted(begins, places, "right") - 1] = True
    return kept


RowTest: TypeAlias = WithinRange | Reads


def row_test(field: Field[Columns], condition: Condition) -> RowTest | None:
    """The test of a condition; None when it makes no sense for the field."""
    if condition.operator in TEXTUAL or field.kind.name not in {"moment", "integer", "decimal"}:
        return None if condition.compares else Reads(field, condition)
    if field.kind.name == "moment":
        found = of_moments(condition)
    else:
        found = of_numbers(condition, field.kind.scale)
    return None if found is None else WithinRange(field, found)
