from __future__ import annotations

import pytest

from contracts.contract import Contract, contract
from tests.contracts.coverage.things import DOCUMENT


@pytest.fixture(scope="session")
def things(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    file = tmp_path_factory.mktemp("things") / "things.yaml"
    file.write_text(DOCUMENT)
    return contract("things", (file,))
