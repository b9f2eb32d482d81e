from __future__ import annotations

import pytest

from mock_server.ledger.dataset import Dataset, DatasetSettings, Volume
from tests.ledger.scan import ACCOUNTS


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """One dataset whose accounts differ in how busy they are."""
    return Dataset(DatasetSettings(seed=7, realm="acme", volume=Volume(accounts=ACCOUNTS)))
