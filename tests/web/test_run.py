"""A server from its start to its end, as `understudy serve` runs it."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.serving import UNDERSTUDY, Server, free_port, serving


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


RECORDS = "/v2/reports/records?product=SMS&direction=outbound&account_id=abcd1234"

PROFILE = """
api = "vonage"
[latency.default]
kind = "fixed"
seconds = {seconds}
source = "this test"
"""


def test_a_profile_that_was_named_as_a_file_is_followed(tmp_path: Path) -> None:
    port, profile = free_port(), tmp_path / "profile.toml"
    profile.write_text(PROFILE.format(seconds=0))
    command = (UNDERSTUDY, "serve", "vonage", "--latency", str(profile), "--reload")

    def took_s() -> float:
        answer = httpx.get(f"{server.url}{RECORDS}", auth=("abcd1234", "any"), timeout=10)
        return answer.raise_for_status().elapsed.total_seconds()

    with serving((*command, "--port", str(port)), port=port) as server:
        before = min(took_s() for _ in range(5))
        profile.write_text(PROFILE.format(seconds=0.75))
        deadline = time.monotonic() + 10
        while took_s() < 0.7:
            assert time.monotonic() < deadline, "the profile was not read again"
            time.sleep(0.05)

    assert before < 0.7


def test_a_server_that_is_told_to_stop_is_not_ready_and_answers_what_was_begun(
    tmp_path: Path,
) -> None:
    port, settings = free_port(), tmp_path / "understudy.toml"
    settings.write_text('[[faults.rules]]\nmatch = { operation = "get-records" }\nlatency = "1s"\n')
    command = (UNDERSTUDY, "serve", "vonage", "--config", str(settings), "--port", str(port))

    with serving(command, port=port) as server, ThreadPoolExecutor(1) as threads:
        before = httpx.get(f"{server.url}/_mock/ready").status_code
        slow = threads.submit(httpx.get, f"{server.url}{RECORDS}", auth=("abcd1234", "any"))
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        after = set(probed(server, until_s=time.monotonic() + 0.6))
        answer = slow.result()
        status = server.process.wait(5)

    assert before == 200
    assert 200 not in after
    assert (answer.status_code, status) == (200, 0)


def probed(server: Server, until_s: float) -> Iterator[int]:
    """What `ready` says again and again; 0 where nobody answers any more."""
    while time.monotonic() < until_s:
        try:
            yield httpx.get(f"{server.url}/_mock/ready").status_code
        except httpx.TransportError:
            yield 0
