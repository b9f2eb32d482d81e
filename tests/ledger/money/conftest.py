from __future__ import annotations

from datetime import date, timedelta

import pytest

from mock_server.ledger.dataset import Dataset
from tests.ledger.money.books import ACCOUNT, dataset


@pytest.fixture(scope="session")
def data() -> Dataset:
    return dataset()


@pytest.fixture(scope="session")
def other_data() -> Dataset:
    """Of another seed, and with hardly any records."""
    return dataset(seed=7, per_day=5)


@pytest.fixture(scope="session")
def opened(data: Dataset) -> date:
    return date(2020, 1, 1) + timedelta(days=data.account(ACCOUNT).opened_day)
