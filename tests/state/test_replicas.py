"""Two servers on one database, behind whatever shares the requests out among them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path
from threading import Thread

import httpx

from tests.serving import UNDERSTUDY, Server, free_port, serving
from tests.state.postgres import Database

ACCOUNTS = tuple(f"abcd12{number}" for number in range(30, 42))
"""As many as reports, so that none comes near a rate limit."""


@contextmanager
def hooks() -> Iterator[tuple[str, list[str]]]:
    """Somebody who is called back: their URL, and the paths that were called."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", heard
        server.shutdown()
        thread.join()


@contextmanager
def replica(database: Database, folder: Path) -> Iterator[Server]:
    port = free_port()
    file = folder / "understudy.toml"
    file.write_text('[vendors.vonage]\nreport_speed = "instant"\n')
    options = ("--port", str(port), "--store", database.url, "--config", str(file))
    with serving((UNDERSTUDY, "serve", "vonage", *options), port=port, wait_s=60) as running:
        yield running


def ordered(server: Server, account: str, url: str) -> str:
    """The id of a report whose end is told to the URL."""
    order = {"account_id": account, "product": "SMS", "direction": "outbound", "callback_url": url}
    answer = httpx.post(f"{server.url}/v2/reports", json=order, auth=(account, "any"))
    return str(answer.raise_for_status().json()["request_id"])


def status(server: Server, account: str, report: str) -> object:
    answer = httpx.get(f"{server.url}/v2/reports/{report}", auth=(account, "any"))
    return answer.raise_for_status().json()["request_status"]


def verified(server: Server, number: int) -> object:
    """What a replica says of how many reports were ordered, at whichever."""
    wanted = {"match": {"operation": "create-async-report"}, "exactly": number}
    told = httpx.post(f"{server.url}/_mock/verify", json=wanted, timeout=20).json()
    return {key: told[key] for key in ("passed", "actual")}


def heard_within(heard: list[str], number: int, wait_s: float = 60.0) -> list[str]:
    deadline = time.monotonic() + wait_s
    while len(heard) < number and time.monotonic() < deadline:
        time.sleep(0.05)
    return sorted(heard)


def test_what_one_replica_was_told_the_other_knows_even_when_the_first_is_killed(
    database: Database, tmp_path: Path
) -> None:
    with hooks() as (url, heard), replica(database, tmp_path) as one:
        with replica(database, tmp_path) as two:
            reports = {
                account: ordered(server, account, f"{url}/{account}")
                for account, server in zip(ACCOUNTS, cycle((one, two)), strict=False)
            }
            told = heard_within(heard, len(ACCOUNTS))
            verified(one, len(ACCOUNTS))
            one.process.kill()
            seen = [status(two, account, report) for account, report in reports.items()]

            counted = verified(two, len(ACCOUNTS))

        assert counted == {"passed": True, "actual": len(ACCOUNTS)}
        assert seen == ["SUCCESS"] * len(ACCOUNTS)
        assert told == [f"/{account}" for account in ACCOUNTS]
        assert len(heard) == len(ACCOUNTS)
