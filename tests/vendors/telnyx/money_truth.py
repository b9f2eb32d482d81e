"""What the ledger says of money, past the API: the other road for the tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from mock_server.ledger.dataset import Dataset
from mock_server.ledger.money.owned import opened_day
from mock_server.vendors.telnyx import TELNYX
from tests.vendors.telnyx.asking import Telnyx

UNIT = Decimal(10**8)
"""Of the ledger's amounts in one of the currency."""


def dataset(api: Telnyx) -> Dataset:
    """The one that the API answers from."""
    return api.backings.of(TELNYX).dataset(b"11")


def now_ms(api: Telnyx) -> int:
    return int(api.now.timestamp() * 1000)


def opened(api: Telnyx, key: str) -> date:
    """An account's first day."""
    return opened_day(dataset(api).account(key))


def opened_late(api: Telnyx) -> tuple[str, date]:
    """An account that was not there on the first days of the ledger, and its first day."""
    found = ((key, opened(api, key)) for key in (f"KEY{number:04d}" for number in range(100)))
    return next(one for one in found if one[1] > date(2020, 3, 1))


def added(amounts: Iterable[str]) -> Decimal:
    """Decimal strings, added up exactly."""
    return sum(map(Decimal, amounts), Decimal())
