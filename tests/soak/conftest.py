from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.soak.load import Load

QUICK_ROWS = 300_000
"""Of a report's file in `make test`: five segments of it, in a few seconds."""

QUICK_PERCENT = 50
"""Of those who wait: a second of answers tells nothing of the slowest one in a hundred, least of
all on a machine that does other things."""


QUICK_RATE, QUICK_S = 150.0, 12.0
"""Of a steady load in `make test`, on a machine that does other things."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rate", type=float, default=QUICK_RATE, help="requests in a second")
    parser.addoption("--seconds", type=float, default=QUICK_S, help="how long they come")
    parser.addoption("--rows", type=int, default=QUICK_ROWS, help="rows of a report, at least")
    parser.addoption("--percent", type=int, default=QUICK_PERCENT, help="of waits that count")


@pytest.fixture(scope="session")
def rows(pytestconfig: pytest.Config) -> int:
    """How many rows a report has at least; `make soak` says 5 million."""
    asked: int = pytestconfig.getoption("--rows", QUICK_ROWS)
    return asked


@pytest.fixture(scope="session")
def percent(pytestconfig: pytest.Config) -> int:
    """How many of a hundred must be answered in time; `make soak` says 99."""
    asked: int = pytestconfig.getoption("--percent", QUICK_PERCENT)
    return asked


@pytest.fixture(scope="session")
def load(pytestconfig: pytest.Config) -> Load:
    """How many requests come, and how long; `make soak` says 500 a second for 10 minutes."""
    rate: float = pytestconfig.getoption("--rate", QUICK_RATE)
    seconds: float = pytestconfig.getoption("--seconds", QUICK_S)
    return Load(rate, seconds)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Gone after the test: the files of a soak are too large to be kept for a look."""
    with TemporaryDirectory() as name:
        yield Path(name)
