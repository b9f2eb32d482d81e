from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.connection import Client, served
from tests.web.small_app import app


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served(app) as listening:
        yield listening.port


@pytest.fixture
def client(port: int) -> Iterator[Client]:
    with Client(port) as client:
        yield client
