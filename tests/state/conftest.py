from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mock_server.state.store import Store, open_store
from tests.state.postgres import Database, PostgresServer, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Started when the first test needs it; each process that runs tests has its own."""
    with postgres_server() as running:
        yield running


@pytest.fixture
def database(postgres: PostgresServer) -> Iterator[Database]:
    with postgres.database() as made:
        yield made


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/mock.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def shared_url(request: pytest.FixtureRequest) -> str:
    """A new place, of every backend that several processes can use."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("file_url"))
    return str(request.getfixturevalue("database").url)


@pytest.fixture(scope="session")
def used_database(postgres: PostgresServer) -> Iterator[Database]:
    """One for all tests that only need an empty one: to make another takes a tenth of a second."""
    with postgres.database() as made:
        yield made


@pytest.fixture
def empty_database(used_database: Database) -> Database:
    used_database.empty()
    return used_database


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty store of every backend."""
    opened = open_store(empty_place(request))
    yield opened
    opened.close()


def empty_place(request: pytest.FixtureRequest) -> str:
    if request.param == "memory":
        return "memory:"
    if request.param == "sqlite":
        return str(request.getfixturevalue("file_url"))
    return str(request.getfixturevalue("empty_database").url)
