"""Money in detail records, written plainly and as Java writes its doubles."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.layout import Layout
from mock_server.vendors.telnyx.records.money import Money

UNIT = 10**8


@dataclass(frozen=True)
class Amounts:
    """Columns of nothing but amounts."""

    amounts: Any

    def __len__(self) -> int:
        return len(self.amounts)


def _written(*amounts: int, scientific: bool = True) -> list[str]:
    money = Money(lambda columns: columns.amounts)  # type: ignore[attr-defined]
    stream: Any = None
    field = money.scientific("cost") if scientific else money(stream, "cost")
    columns: Any = Amounts(np.array(amounts, np.int64))
    return [one["cost"] for one in json.loads(Layout((field,)).json(columns))]


def _as_java_does(amount: int) -> str:
    """What `Double.toString` is documented to write, of the shortest digits that Python knows."""
    digits = repr(amount / UNIT)
    if amount == 0 or amount >= 10**5:
        plain = f"{Decimal(digits):f}"
        return plain if "." in plain else f"{plain}.0"
    mantissa, exponent = f"{Decimal(digits).normalize():E}".split("E")
    return f"{mantissa if '.' in mantissa else f'{mantissa}.0'}E{int(exponent)}"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (16_660, "1.666E-4"),
        (70, "7.0E-7"),
        (1, "1.0E-8"),
        (0, "0.0"),
        (99_999, "9.9999E-4"),
        (100_000, "0.001"),
        (400_000, "0.004"),
        (UNIT, "1.0"),
        (12 * UNIT + 50_000_000, "12.5"),
        (9_999 * UNIT + 1, "9999.00000001"),
    ],
)
def test_amounts_below_a_thousandth_have_an_exponent(amount: int, text: str) -> None:
    assert _written(amount) == [text]


@given(st.lists(st.integers(0, 9_999 * UNIT) | st.integers(0, 10**6), min_size=1, max_size=50))
@settings(deadline=None, max_examples=100)
def test_every_amount_is_written_as_java_writes_it_and_means_the_same(amounts: list[int]) -> None:
    written = _written(*amounts)

    assert written == [_as_java_does(amount) for amount in amounts]
    assert [Decimal(text) * UNIT for text in written] == amounts


@given(st.lists(st.integers(0, 9_999 * UNIT), min_size=1, max_size=50))
@settings(deadline=None, max_examples=50)
def test_plain_amounts_have_no_exponent_and_no_more_digits_than_they_need(
    amounts: list[int],
) -> None:
    written = _written(*amounts, scientific=False)

    assert [Decimal(text) * UNIT for text in written] == amounts
    assert not any("E" in text or ("." in text and text.endswith("0")) for text in written)
