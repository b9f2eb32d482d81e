"""Amounts: hundred-millionths of a currency, and how finely it is paid."""

from __future__ import annotations

from decimal import Decimal

UNIT_DIGITS = 8
UNIT = 10**UNIT_DIGITS
"""One of the currency."""

DEFAULT_MINOR_DIGITS = 2

_MINOR_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
"""Source: ISO 4217:2015, table A.1 ("Minor unit"); all that are not here have two."""


def minor_digits(currency: str) -> int:
    """Decimal places in which a currency is paid, by its ISO 4217 code; 2 for unknown ones."""
    found = (digits for digits, codes in _MINOR_DIGITS.items() if currency.upper() in codes.split())
    return next(found, DEFAULT_MINOR_DIGITS)


def minor_unit(currency: str) -> int:
    """The smallest amount that can be paid, in hundred-millionths."""
    unit: int = 10 ** (UNIT_DIGITS - minor_digits(currency))
    return unit


def share(amount: int, part: int, whole: int, unit: int) -> int:
    """So many parts of a whole amount, rounded to the nearest multiple of the unit; halves go up.

    It is rounded once: nothing is divided before the last step.
    """
    return (2 * amount * part + whole * unit) // (2 * whole * unit) * unit


def to_unit(amount: int, unit: int) -> int:
    """The nearest multiple of the unit; halves go up."""
    return share(amount, 1, 1, unit)


def payable(price: int, unit: int) -> int:
    """A price that can be paid: the nearest multiple of the unit, and at least one."""
    return max(unit, to_unit(price, unit))


def round_number(amount: int, unit: int) -> int:
    """The amount with only its first digit left, as 4,000 for 4,321; at least one unit."""
    units = str(max(1, amount // unit))
    return int(units[0] + "0" * (len(units) - 1)) * unit


def decimal(amount: int) -> Decimal:
    """The amount in whole currency, exactly (up to 28 digits), with 8 decimal places."""
    return Decimal(amount).scaleb(-UNIT_DIGITS)
