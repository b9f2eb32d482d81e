"""A load generator in a process of its own: keep-alive connections that ask without a pause.

Reads a `Plan` as JSON on stdin, writes a `Load` as JSON on stdout. Light on purpose: bytes out,
httptools in, nothing decoded but the status, so that the server is what is measured.
"""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from itertools import count, repeat
from statistics import quantiles
from time import perf_counter
from typing import cast

import httptools
import orjson
import uvloop

VARYING = "@@@@@@"
"""Stands in a request for six digits that are others each time."""

PATIENCE_S = 20.0
"""For the last answers, before the server counts as dead."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to send.

    Args:
        port: of 127.0.0.1.
        request: the whole request, head and body, as latin-1; it is repeated, unless `VARYING`
            is in it.
        connections: how many at once; each waits for its answer before it asks again.
        duration_s: no new request begins after that.
        every_s: each connection asks at this interval instead of at once; they are spread
            evenly over it.
    """

    port: int
    request: str
    connections: int
    duration_s: float
    every_s: float | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it; latencies are from the first byte sent to the last received."""

    requests: int
    seconds: float
    statuses: dict[str, int]
    p50_s: float
    p99_s: float


class Connection(asyncio.Protocol):
    """One client that asks, waits, and asks again until its time is over."""

    def __init__(
        self, requests: Iterator[bytes], begin_s: float, every_s: float | None, end_s: float
    ) -> None:
        self.requests = requests
        self.next_s = begin_s
        self.every_s = every_s
        self.end_s = end_s
        self.latencies_s: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.over = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclasses of asyncio's.
        self.transport = cast("asyncio.Transport", transport)
        self.parser = httptools.HttpResponseParser(self)
        self._schedule()

    def data_received(self, data: bytes) -> None:
        self.parser.feed_data(data)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.over.done():
            self.over.set_exception(ConnectionError(f"the server closed a connection: {exc}"))

    def on_message_complete(self) -> None:
        self.latencies_s.append(perf_counter() - self.sent_s)
        self.statuses[self.parser.get_status_code()] += 1
        if self.every_s is None:
            self._send()
        else:
            self.next_s += self.every_s
            self._schedule()

    def _schedule(self) -> None:
        asyncio.get_running_loop().call_later(max(0.0, self.next_s - perf_counter()), self._send)

    def _send(self) -> None:
        self.sent_s = perf_counter()
        if self.sent_s >= self.end_s:
            self.over.set_result(None)
            self.transport.close()
        else:
            self.transport.write(next(self.requests))


def requests_of(text: str) -> Iterator[bytes]:
    """One after the other, without an end."""
    before, mark, after = (part.encode("latin-1") for part in text.partition(VARYING))
    if not mark:
        return repeat(before)
    return (b"%b%06d%b" % (before, number % 1_000_000, after) for number in count())


async def run(plan: Plan) -> Load:
    """Keep the plan; the clock starts when every connection stands."""
    loop = asyncio.get_running_loop()
    begin_s = perf_counter() + 0.05 + plan.connections / 5000
    requests = requests_of(plan.request)
    connections = [
        Connection(
            requests,
            begin_s + (plan.every_s or 0) * index / plan.connections,
            plan.every_s,
            begin_s + plan.duration_s,
        )
        for index in range(plan.connections)
    ]
    for connection in connections:
        await loop.create_connection(partial(_as_it_is, connection), "127.0.0.1", plan.port)
    spinning = asyncio.create_task(_spin()) if plan.every_s is None else None
    async with asyncio.timeout(plan.duration_s + PATIENCE_S):
        await asyncio.gather(*(connection.over for connection in connections))
    if spinning:
        spinning.cancel()
    return _load(connections, perf_counter() - begin_s)


async def _spin() -> None:
    """Never let this process sleep: a server that answers a sleeping one pays for waking it.

    That is 20 to 50 us of its own processor time on a virtual machine, and only the slower server
    would pay it, because a fast one keeps its clients busy.
    """
    while True:
        await asyncio.sleep(0)


def _as_it_is(connection: Connection) -> Connection:
    return connection


def _load(connections: list[Connection], seconds: float) -> Load:
    latencies_s = sorted(one for connection in connections for one in connection.latencies_s)
    statuses = sum((connection.statuses for connection in connections), Counter[int]())
    percentiles = quantiles(latencies_s, n=100)
    return Load(
        requests=len(latencies_s),
        seconds=seconds,
        statuses={str(status): count for status, count in statuses.items()},
        p50_s=percentiles[49],
        p99_s=percentiles[98],
    )


if __name__ == "__main__":
    result = uvloop.run(run(Plan(**orjson.loads(sys.stdin.buffer.read()))))
    sys.stdout.buffer.write(orjson.dumps(asdict(result)))
