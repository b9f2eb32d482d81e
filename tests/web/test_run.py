"""A server from its start to its end, as `understudy serve` runs it."""

from __future__ import annotations

import signal
from pathlib import Path

import httpx
import pytest

from tests.serving import UNDERSTUDY, free_port, serving


@pytest.mark.parametrize("more", [(), ("--reload",)], ids=["plain", "reloading"])
def test_the_file_of_a_store_is_whole_when_the_server_has_ended(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    port, store = free_port(), tmp_path / "store.db"
    command = (UNDERSTUDY, "serve", "vonage", "--store", f"sqlite:///{store}", *more)

    with serving((*command, "--port", str(port)), port=port) as server:
        order = {"product": "AMD"}
        ordered = httpx.post(f"{server.url}/v2/reports", json=order, auth=("abcd1234", "any"))
        meanwhile = {path.name for path in tmp_path.iterdir()}
        server.process.send_signal(signal.SIGINT)
        status = server.process.wait(10)

    assert ordered.status_code == 200
    assert "store.db-wal" in meanwhile
    assert status == 0
    assert {path.name for path in tmp_path.iterdir()} == {"store.db"}
