from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from mock_server.ledger.dataset import Dataset
from tests.ledger.money.books import ACCOUNT, dataset


@pytest.fixture(scope="package")
def data() -> Iterator[Dataset]:
    made = dataset()
    yield made
    made.clear()


@pytest.fixture(scope="package")
def other_data() -> Iterator[Dataset]:
    """Of another seed, and with hardly any records."""
    made = dataset(seed=7, per_day=5)
    yield made
    made.clear()


@pytest.fixture(scope="package")
def opened(data: Dataset) -> date:
    return date(2020, 1, 1) + timedelta(days=data.account(ACCOUNT).opened_day)
