"""What a filter says of a field: an operator and a text, and which values meet them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import ceil, floor
from typing import Literal, TypeAlias, get_args

from mock_server.vendors.telnyx.moments import DAY_MS, day, moment_ms

Matching: TypeAlias = Literal["equal", "contains", "starts_with", "ends_with"]
Comparing: TypeAlias = Literal["gte", "gt", "lte", "lt"]
Operator: TypeAlias = Matching | Comparing

COMPARING = frozenset(get_args(Comparing))
TEXTUAL = frozenset(get_args(Matching)) - {"equal"}
OPERATORS = TEXTUAL | COMPARING
"""Those that are written: equality is not. Source: S of specs/telnyx/SOURCE.toml, but for `gt` and
`lte`, which are ASSUMED."""

FURTHEST = 10**17
"""No value of a record is as far from 0: what is further is taken as this."""

_MATCHES: Mapping[str, Callable[[str, str], bool]] = {
    "equal": lambda text, value: text == value,
    "contains": lambda text, value: value in text,
    "starts_with": lambda text, value: text.startswith(value),
    "ends_with": lambda text, value: text.endswith(value),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A field has to compare with a value in some way."""

    field: str
    operator: Operator
    value: str

    @property
    def compares(self) -> bool:
        """Whether it asks for an order, which only moments and numbers have."""
        return self.operator in COMPARING

    def fits(self, text: str) -> bool:
        """Whether a text meets it; false if it asks for an order."""
        matches = _MATCHES.get(self.operator)
        return matches is not None and matches(text, self.value)


@dataclass(frozen=True, slots=True)
class Range:
    """The whole numbers [low, high)."""

    low: int = -FURTHEST
    high: int = FURTHEST


NOTHING = Range(0, 0)


def of_numbers(condition: Condition, scale: int) -> Range | None:
    """The numbers, in units of 10**-scale, that meet a condition; None if its value is none."""
    value = _number(condition.value)
    return None if value is None else _range(condition.operator, value * 10**scale)


def of_moments(condition: Condition) -> Range | None:
    """The seconds since 1970 that meet a condition; None when its value is no moment.

    Seconds, because records tell no more of their moments. Equal to a day is all of it (ASSUMED);
    otherwise a day stands for its midnight in UTC.
    """
    ms = moment_ms(condition.value)
    if ms is None:
        return None
    if condition.operator == "equal" and day(condition.value.strip()) is not None:
        return Range(ms // 1000, (ms + DAY_MS) // 1000)
    return _range(condition.operator, Fraction(ms, 1000))


def _range(operator: Operator, value: Fraction) -> Range:
    up, down = ceil(value), floor(value)
    if operator == "equal":
        return Range(up, up + 1) if up == down else NOTHING
    ranges: Mapping[str, Range] = {
        "gte": Range(low=up),
        "gt": Range(low=down + 1),
        "lte": Range(high=down + 1),
        "lt": Range(high=up),
    }
    return ranges[operator]


def _number(text: str) -> Fraction | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    if number and abs(number.adjusted()) > len(str(FURTHEST)):
        number = Decimal(0) if number.adjusted() < 0 else Decimal(FURTHEST).copy_sign(number)
    return Fraction(number)
