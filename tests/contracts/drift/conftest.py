from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts.drift.commanding import write_files

PAIRS = 300
"""Of generated documents in `make test`; `pytest tests/contracts/drift --pairs 5000` takes more."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pairs", type=int, default=PAIRS, help="generated pairs of documents")


@pytest.fixture(scope="session")
def pairs(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--pairs", PAIRS))


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with old, new and safer, each as YAML and as JSON."""
    write_files(tmp_path)
    return tmp_path
