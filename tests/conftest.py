from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.serving import UNDERSTUDY, Server, free_port, serving


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Every vendor, on a socket, in a process of its own."""
    port = free_port()
    command = (UNDERSTUDY, "serve", "--port", str(port), "--latency", "none")
    with serving(command, port=port) as running:
        yield running
