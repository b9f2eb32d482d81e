"""A target that Understudy plays in this process, without a socket.

The one place where the judge touches the player: it starts it, and from there on sees only HTTP.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import httpx

from contracts.contract import Contract
from mock_server.catalogue import serve_named
from mock_server.config import Settings
from mock_server.testing.loop import Loop
from mock_server.testing.stage import Stage
from mock_server.testing.transport import SyncTransport
from mock_server.vendor import DEFAULT_SESSION

CREDENTIALS = {"Authorization": "Bearer understudy-check"}
"""The mock takes any well-formed bearer; who is named owns an account of the ledger."""


def played_contract(name: str) -> Contract:
    served = serve_named((name,), lenient=True)[0]
    return Contract(served.vendor.name, served.documents, served.left_out)


@contextmanager
def played_client(name: str, seed: int, headers: Mapping[str, str]) -> Iterator[httpx.Client]:
    """A client of the API `name`, played with nothing remembered and no latency."""
    loop = Loop()
    stage = Stage(Settings(apis=(name,), seed=seed, store="memory:", lenient=True), loop)
    transport = SyncTransport(stage, DEFAULT_SESSION)
    try:
        yield httpx.Client(
            transport=transport, base_url="http://mock", headers={**CREDENTIALS, **headers}
        )
    finally:
        stage.close()
        loop.close()
