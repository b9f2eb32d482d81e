from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mock_server.state.store import Store, open_store


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of every backend."""
    urls = {"memory": "memory:", "sqlite": f"sqlite:///{tmp_path}/mock.db"}
    opened = open_store(urls[request.param])
    yield opened
    opened.close()


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/mock.db"
