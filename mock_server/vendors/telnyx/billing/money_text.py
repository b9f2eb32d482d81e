"""Money in charges, invoices and balances: decimal strings with two places or more."""

from __future__ import annotations

from mock_server.ledger.money import decimal

LEAST_PLACES = 2
"""Source: every example of S in specs/telnyx/SOURCE.toml."""


def money_text(amount: int) -> str:
    """An amount in whole currency, exactly: with two decimal places, or more where it needs them.

    That amounts smaller than a cent are told at all is ASSUMED; rounded, they would not add up.

    Args:
        amount: in hundred-millionths.
    """
    whole, _, places = f"{decimal(amount):f}".partition(".")
    return f"{whole}.{places.rstrip('0').ljust(LEAST_PLACES, '0')}"
