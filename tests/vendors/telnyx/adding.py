"""Rows of different reports, added up in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.vendors.telnyx.asking import START

EACH = "each"
"""The measure that is one for every row."""

Sums = Mapping[tuple[str, ...], tuple[Decimal, ...]]


def added_by(
    rows: Iterable[Mapping[str, Any]], labels: Iterable[str], measures: Iterable[str]
) -> Sums:
    """The sums of measures by labels.

    Args:
        measures: names of numbers, or of some with a plus between them; EACH counts rows.
    """
    names, wanted = list(labels), [measure.split("+") for measure in measures]
    found: dict[tuple[str, ...], tuple[Decimal, ...]] = {}
    for row in rows:
        key = tuple(str(row[name]) for name in names)
        numbers = [sum(_number(row, name) for name in measure) for measure in wanted]
        before = found.get(key, (Decimal(),) * len(wanted))
        found[key] = tuple(one + other for one, other in zip(before, numbers, strict=True))
    return found


def _number(row: Mapping[str, Any], name: str) -> Decimal:
    return Decimal(1) if name == EACH else Decimal(str(row[name] or 0))


@dataclass(frozen=True)
class Span:
    """[begin, end)."""

    begin: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.begin

    @property
    def texts(self) -> tuple[str, str]:
        return moment(self.begin), moment(self.end)

    @property
    def inclusive(self) -> dict[str, str]:
        """For reports whose end is a part of the period, to the second."""
        last = self.end - timedelta(seconds=1)
        return {"start_date": moment(self.begin), "end_date": moment(last)}

    @property
    def exclusive(self) -> dict[str, str]:
        return {"start_date": moment(self.begin), "end_date": moment(self.end)}


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def spans(longest: timedelta) -> st.SearchStrategy[Span]:
    """Periods to the second of the last year, old enough for every outcome to be known."""
    last = START.replace(microsecond=0) - timedelta(days=5)
    ends = st.integers(0, 300 * 86_400).map(lambda second: last - timedelta(seconds=second))
    lengths = st.integers(1, int(longest.total_seconds())).map(lambda one: timedelta(seconds=one))
    return st.builds(lambda end, length: Span(end - length, end), ends, lengths)
