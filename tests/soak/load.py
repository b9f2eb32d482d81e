"""Requests at a steady rate over connections that stay open, and what became of each."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

CONNECTIONS = 32
"""Enough for 500 requests a second when some of them take 50 ms."""

PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Load:
    """Requests in a second, and for how many seconds."""

    rate: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Question:
    """A request as it is sent.

    Args:
        kind: what its answers are counted under.
    """

    kind: str
    wire: bytes


@dataclass(slots=True)
class Outcomes:
    """How often what happened to which kind of question: a status, with a star if a rule asked for
    it, or the name of what broke."""

    of: Counter[tuple[str, str]] = field(default_factory=Counter)
    late: int = 0
    """Requests that could not be sent within a second of their time."""

    @property
    def total(self) -> int:
        return sum(self.of.values())


async def asked(port: int, questions: Sequence[Question], load: Load) -> Outcomes:
    """Ask one question after the other at the rate, however long the answers take."""
    outcomes, numbers, began_s = Outcomes(), count(), time.monotonic()

    async def connection() -> None:
        client = Connection(port)
        for number in numbers:
            due_s = began_s + number / load.rate
            if due_s > began_s + load.seconds:
                break
            wait_s = due_s - time.monotonic()
            if wait_s > 0:
                await asyncio.sleep(wait_s)
            outcomes.late += wait_s < -1
            question = questions[number % len(questions)]
            outcomes.of[question.kind, await client.outcome(question.wire)] += 1
        client.end()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return outcomes


class Connection:
    """One connection, opened again when it has ended."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def outcome(self, wire: bytes) -> str:
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self._asked(wire)
        except (OSError, EOFError, TimeoutError) as error:
            self.end()
            return type(error).__name__

    async def _asked(self, wire: bytes) -> str:
        if self._writer is None or self._reader is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writer.write(wire)
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
        await self._reader.readexactly(int(length or 0))
        if b"\r\nconnection: close\r\n" in head:
            self.end()
        return head[9:12].decode() + ("*" if b"\r\nmock-fault:" in head else "")

    def end(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None
