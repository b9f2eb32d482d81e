from __future__ import annotations

from collections.abc import Iterator

import pytest

from mock_server.ledger.dataset import Dataset, DatasetSettings, Volume
from tests.ledger.scan import ACCOUNTS


@pytest.fixture(scope="module")
def dataset() -> Iterator[Dataset]:
    """One dataset whose accounts differ in how busy they are."""
    made = Dataset(DatasetSettings(seed=7, realm="acme", volume=Volume(accounts=ACCOUNTS)))
    yield made
    made.clear()  # what was kept ready for its questions takes gigabytes
