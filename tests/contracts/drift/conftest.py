from __future__ import annotations

import pytest

PAIRS = 300
"""Of generated documents in `make test`; `pytest tests/contracts/drift --pairs 5000` takes more."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pairs", type=int, default=PAIRS, help="generated pairs of documents")


@pytest.fixture(scope="session")
def pairs(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--pairs", PAIRS))
