"""`kill -9` loses no report: what was promised before it is kept by the next server on the file."""

from __future__ import annotations

import filecmp
import json
import time
from pathlib import Path

import httpx
import pytest

from tests.hooks import Hooks, listening
from tests.serving import Server, free_port
from tests.soak.customer import Customer, customer, playing, rows_in

BEFORE_END = 20
"""Bytes of a file for each of its rows; a row takes some 80, so that there are more to come."""

SETTLING_S = 0.5
"""Until the server has noted that a callback arrived."""


def test_a_report_survives_a_server_that_is_killed_twice(folder: Path, rows: int) -> None:
    port, part, whole = free_port(), folder / "part.zip", folder / "whole.zip"
    speed = max(1, rows // 3000)  # a million rows take 5 to 10 minutes / speed: 0.9 to 1.8 seconds

    with listening() as hooks:
        with playing(folder, port, rows, speed) as server, customer(server.url) as one:
            ordered = one.order(callback_url=hooks.url)["request_id"]
            one.awaited(ordered, "PROCESSING")
            kill(server)
            told_early = list(hooks.heard)

        with playing(folder, port, rows, speed) as server, customer(server.url) as one:
            listed = one.reports()
            report = one.awaited(ordered, "SUCCESS")
            wait_for_call(hooks)
            link = report["_links"]["download_report"]["href"]
            with pytest.raises(httpx.TransportError):
                kill_while_saving(server, one, link, part, rows * BEFORE_END)
            arrived = part.stat().st_size

        with playing(folder, port, rows, speed) as server, customer(server.url) as one:
            told = one.report(ordered)
            one.save(link, part)
            one.save(link, whole)

    assert told_early == []
    assert listed == [ordered]
    assert told == report
    assert [json.loads(body) for _, _, body in hooks.heard] == [report]
    assert arrived < whole.stat().st_size
    assert filecmp.cmp(part, whole, shallow=False)
    assert rows_in(whole) == report["items_count"] >= rows


def kill_while_saving(
    server: Server, one: Customer, link: str, path: Path, after_bytes: int
) -> None:
    """Kill the server when so much has arrived; what is on its way still arrives."""

    def notice(size: int) -> None:
        if size >= after_bytes and server.process.returncode is None:
            kill(server)

    one.save(link, path, notice)


def kill(server: Server) -> None:
    server.process.kill()
    server.process.wait(10)


def wait_for_call(hooks: Hooks, wait_s: float = 30.0) -> None:
    """Until a callback has arrived, and the server has noted that."""
    deadline = time.monotonic() + wait_s
    while not hooks.heard:
        assert time.monotonic() < deadline, "nobody called back"
        time.sleep(0.05)
    time.sleep(SETTLING_S)
