from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.serving import UNDERSTUDY, Server, free_port, serving


@pytest.fixture(scope="session")
def permissive() -> Iterator[Server]:
    """Telnyx as the test suites of generated clients need it: types are checked, nothing else."""
    port = free_port()
    command = (UNDERSTUDY, "serve", "telnyx", "--port", str(port), "--profile", "permissive")
    with serving(command, port=port) as running:
        yield running
