"""The engine in this process, asked over ASGI."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engine.served import Serve, Servers


@pytest.fixture(scope="package")
def serve() -> Iterator[Serve]:
    """Serve a document by name, by path or as a value; equal calls share one application."""
    servers = Servers()
    yield servers.serve
    servers.close()
