"""A load balancer as a client's transport: each request goes to the next replica."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from threading import Lock

import httpx

from tests.serving import Server


class RoundRobin(httpx.BaseTransport):
    """Whoever cannot be reached is passed over; what breaks later is the client's to bear.

    Args:
        kills: which replica is killed when so many requests have been passed on.
    """

    def __init__(self, replicas: Sequence[Server], kills: Mapping[int, Server]) -> None:
        self._replicas, self._kills = replicas, kills
        self._lock, self._count = Lock(), 0
        self._transport = httpx.HTTPTransport()
        self.answered: Counter[int] = Counter()
        """By port."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        for _ in self._replicas:
            replica = self._next()
            request.url = request.url.copy_with(host=replica.host, port=replica.port)
            try:
                answer = self._transport.handle_request(request)
            except httpx.ConnectError:
                continue
            self.answered[replica.port] += 1
            return answer
        raise httpx.ConnectError("no replica can be reached", request=request)

    def end(self) -> None:
        """Not `close`, which each client calls that uses it, while others still do."""
        self._transport.close()

    def _next(self) -> Server:
        with self._lock:
            self._count += 1
            if (victim := self._kills.get(self._count)) is not None:
                victim.process.kill()
            return self._replicas[self._count % len(self._replicas)]
