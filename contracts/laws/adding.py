"""Rows of different answers, added up in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

EACH = "each"
"""The measure that is one for every row."""

Sums = Mapping[tuple[str, ...], tuple[Decimal, ...]]


def added_by(
    rows: Iterable[Mapping[str, Any]], labels: Iterable[str], measures: Iterable[str]
) -> Sums:
    """The sums of measures by labels, exactly.

    Args:
        measures: names of numbers, or of some with a plus between them; EACH counts rows.

    Raises:
        LookupError, ArithmeticError: a row has none of them, or no number there.
    """
    names, wanted = list(labels), [measure.split("+") for measure in measures]
    found: dict[tuple[str, ...], tuple[Decimal, ...]] = {}
    for row in rows:
        key = tuple(str(row[name]) for name in names)
        numbers = [sum((_number(row, name) for name in some), Decimal()) for some in wanted]
        before = found.get(key, (Decimal(),) * len(wanted))
        found[key] = tuple(one + other for one, other in zip(before, numbers, strict=True))
    return found


def _number(row: Mapping[str, Any], name: str) -> Decimal:
    return Decimal(1) if name == EACH else Decimal(str(row[name] or 0))


def added(amounts: Iterable[object]) -> Decimal:
    """Decimal texts and numbers, added up exactly."""
    return sum((Decimal(str(one)) for one in amounts), Decimal())


def difference(measures: Iterable[str], one: Sums, other: Sums) -> tuple[str, str]:
    """Both sums of the first measure that differs, in words: in all, else under some label."""
    names = list(measures)
    for place, name in enumerate(names):
        totals = [sum((each[place] for each in some.values()), Decimal()) for some in (one, other)]
        if totals[0] != totals[1]:
            return f"{name} {totals[0]:f}", f"{name} {totals[1]:f}"
    none = (Decimal(),) * len(names)
    for key in [*one, *other]:
        here, there = one.get(key, none), other.get(key, none)
        for name, mine, its in zip(names, here, there, strict=True):
            if mine != its:
                where = " ".join(key)
                return f"{name} {mine:f} for {where}", f"{name} {its:f} for {where}"
    return f"{len(one)} labels", f"{len(other)} labels"
