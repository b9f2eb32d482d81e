"""Texts about money: amounts as decimal text, currencies."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from mock_server.data.field import Field
from mock_server.data.people import Draw


def amount(_: Field, rng: Random) -> str:
    """Two decimals, small amounts more often than large ones."""
    return f"{rng.randint(1, 10 ** rng.randint(2, 5)) / 100:.2f}"


def unit_price(_: Field, rng: Random) -> str:
    """Four decimals, as prices of single messages and minutes have."""
    return f"{rng.randint(5, 900) / 10_000:.4f}"


def currency(field: Field, rng: Random) -> str:
    """The country's own, or one of the two that most prices are in."""
    own = field.scene.country.currency
    return own if own in ("USD", "EUR") or rng.random() < 0.5 else "USD"


TEXTS: Mapping[str, Draw] = {
    **dict.fromkeys(("currency", "currency_code", "iso_currency"), currency),
    **dict.fromkeys(
        (
            *("amount", "cost", "price", "total_cost", "total_price", "balance", "fee", "charge"),
            *("tax", "subtotal", "sub_total", "discount", "credit", "debit", "total_amount"),
            *("grand_total", "credit_limit", "mrc", "otc", "payment", "refund", "deposit"),
            *("available_credit", "amount_due", "amount_paid", "net_amount", "gross_amount"),
            *("spend", "revenue", "adjustments", "charges", "credits", "fees", "costs"),
        ),
        amount,
    ),
    **dict.fromkeys(
        ("rate", "unit_price", "unit_cost", "price_per_unit", "carrier_fee"), unit_price
    ),
}
