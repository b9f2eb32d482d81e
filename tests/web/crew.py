"""A server with several workers, and which of them a client talks to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from tests.serving import UNDERSTUDY, Server, free_port, serving

PATIENCE_S = 20.0
LOGGING = ("sh", "-c", 'exec "$@" >"$0" 2>&1')
"""Before the file that takes what a command says, and the command."""


@dataclass(frozen=True, slots=True)
class Crew:
    """A running server; what it says is in a file."""

    server: Server
    log: Path

    @property
    def workers(self) -> set[int]:
        """Their processes."""
        return {each.pid for each in psutil.Process(self.server.process.pid).children()}

    @property
    def said(self) -> str:
        return self.log.read_text()

    def worker_of(self, client: httpx.Client) -> int:
        """The process at the other end of a client's only connection."""
        answer = client.get("/")
        _, port = answer.extensions["network_stream"].get_extra_info("client_addr")
        for pid in self.workers:
            if port in remote_ports(pid):
                return pid
        raise AssertionError("no worker has this client's connection")

    @contextmanager
    def client_of_each(self, key: str = "abcd1234") -> Iterator[dict[int, httpx.Client]]:
        """For each worker a client that keeps its connection to it."""
        found: dict[int, httpx.Client] = {}
        with ExitStack() as opened:
            deadline = time.monotonic() + PATIENCE_S
            while set(found) != self.workers:
                assert time.monotonic() < deadline, "some worker gets no connection"
                client = opened.enter_context(
                    httpx.Client(base_url=self.server.url, auth=(key, "any"), timeout=PATIENCE_S)
                )
                found.setdefault(self.worker_of(client), client)
            yield found


@contextmanager
def crew(folder: Path, *more: str, number: int = 2) -> Iterator[Crew]:
    port, log = free_port(), folder / "log"
    settings = folder / "understudy.toml"
    settings.write_text('[vendors.vonage]\nreport_speed = "instant"\n')
    options = ("--workers", str(number), "--port", str(port), "--config", str(settings))
    command = (*LOGGING, str(log), UNDERSTUDY, "serve", "vonage", *options, *more)
    with serving(command, port=port, wait_s=60) as server:
        running = Crew(server, log)
        wait_until(lambda: "Understudy listens" in running.said)
        yield running


def remote_ports(pid: int) -> set[int]:
    connections = psutil.Process(pid).net_connections("tcp")
    return {each.raddr.port for each in connections if each.raddr}


def wait_until(happened: Callable[[], bool], wait_s: float = PATIENCE_S) -> float:
    """How long it took, in seconds."""
    began_s = time.monotonic()
    while not happened():
        assert time.monotonic() < began_s + wait_s, "it did not happen in time"
        time.sleep(0.02)
    return time.monotonic() - began_s
