"""Amounts as usage reports write them."""

from __future__ import annotations

from mock_server.ledger.money.currency import decimal


def amount_text(amount: int) -> str:
    """Hundred-millionths of a currency as a decimal string without idle zeros: "0.0042", "0"."""
    return format(decimal(amount).normalize(), "f")


def amount_number(amount: int) -> float:
    """The same as a JSON number: the nearest there is, so it reads as the decimal does."""
    return float(decimal(amount))
