from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web.control.asking import Mock


@pytest.fixture
def mock() -> Iterator[Mock]:
    server = Mock()
    yield server
    server.close()


@pytest.fixture
def vonage() -> Iterator[Mock]:
    """Vonage alone, at the root as well."""
    server = Mock(apis=("vonage",))
    yield server
    server.close()
