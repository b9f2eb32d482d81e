from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.money.currency import (
    UNIT,
    decimal,
    minor_digits,
    minor_unit,
    round_number,
    share,
)

DIGITS = {"EUR": 2, "USD": 2, "GBP": 2, "JPY": 0, "KRW": 0, "KWD": 3, "TND": 3, "CLF": 4}
"""ISO 4217, table A.1."""

amounts = st.integers(-(10**17), 10**17)


@pytest.mark.parametrize(("currency", "digits"), DIGITS.items())
def test_a_currency_is_paid_in_its_minor_unit(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits
    assert decimal(minor_unit(currency)) == Decimal(1).scaleb(-digits)


def test_an_unknown_currency_has_two_digits_and_case_does_not_matter() -> None:
    assert (minor_digits("???"), minor_digits("jpy")) == (2, 0)


@given(amount=amounts, whole=st.integers(1, 31), digits=st.integers(0, 4), data=st.data())
@settings(deadline=None)
def test_a_share_is_what_decimal_arithmetic_makes_it(
    amount: int, whole: int, digits: int, data: st.DataObject
) -> None:
    part = data.draw(st.integers(0, whole))

    found = share(amount, part, whole, 10 ** (8 - digits))

    exact = Decimal(amount) * part / UNIT / whole
    scaled = exact.scaleb(digits) + Decimal("0.5")
    assert decimal(found) == scaled.to_integral_value(ROUND_FLOOR).scaleb(-digits)


@given(amounts)
def test_decimals_are_exact(amount: int) -> None:
    assert decimal(amount) * UNIT == amount


@pytest.mark.parametrize(
    ("amount", "rounded"), [(4321, 4000), (999, 900), (1000, 1000), (7, 7), (0, 1), (-5, 1)]
)
def test_a_round_number_keeps_the_first_digit(amount: int, rounded: int) -> None:
    assert round_number(amount * 100, 100) == rounded * 100
