"""What faults do to a connection: performed on its transport, where the server hands that out.

uvicorn does. Elsewhere (granian, or an application that is called in process) nothing can be reset
or cut short: there `BrokenConnection` is raised out of the application instead, at the moment at
which the connection would have broken. Only what is slow is slow everywhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from asyncio import to_thread
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeAlias

from starlette.types import Message, Receive, Scope, Send

from mock_server.exchange import Response
from mock_server.faults.fault import Fault
from mock_server.response.spoil import close
from mock_server.web.scope import TRANSPORT

Head: TypeAlias = Callable[[int | None], Message]
"""The first message of an answer whose `Content-Length` is so many; None for the answer's own."""

RESETTING = struct.pack("ii", 1, 0)
"""`SO_LINGER` with no time to linger: the end of the connection is a reset."""

STEPS_PER_S = 10
"""Pieces of a slow body in a second, where its speed allows."""


class BrokenConnection(Exception):
    """In process: the connection would have been broken here, because a fault says so.

    Args:
        fault: with its kind, and whether the request or only the response was lost.
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"The connection was broken on purpose: {fault.kind}, {fault.lost} lost")
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Line:
    """The connection of one request, as far as it can be had."""

    scope: Scope
    receive: Receive
    send: Send

    @property
    def transport(self) -> asyncio.Transport | None:
        transport: asyncio.Transport | None = self.scope.get("extensions", {}).get(TRANSPORT)
        return transport

    async def gone(self) -> None:
        """Until the client or we have ended the connection."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    async def end(self, fault: Fault, *, by_reset: bool = False) -> None:
        """End the connection, after what was written to it.

        Raises:
            BrokenConnection: the server does not let us.
        """
        transport = self.transport
        if transport is None:
            raise BrokenConnection(fault)
        if by_reset:
            reset(transport)
        else:
            transport.close()
        await self.gone()


def reset(transport: asyncio.Transport) -> None:
    """End the connection with a RST; what was not sent yet is dropped."""
    opened = transport.get_extra_info("socket")
    if opened is not None:
        with contextlib.suppress(OSError):  # it is closed already
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESETTING)
    transport.abort()


async def perform(fault: Fault, response: Response, head: Head, line: Line) -> None:
    """Deliver an answer, or nothing, over a connection that is broken on purpose."""
    try:
        if fault.kind == "hang":
            await hang(fault, line)
        elif fault.kind in {"reset", "empty"}:
            await line.end(fault, by_reset=fault.kind == "reset")
        elif fault.kind == "slow":
            await slow(fault, response, head, line)
        else:
            await cut_short(fault, response, head, line)
    finally:
        await to_thread(close, response)


async def hang(fault: Fault, line: Line) -> None:
    """Say nothing until the client gives up, or the time is over; in process, at once."""
    if line.transport is None:
        raise BrokenConnection(fault)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(fault.seconds or None):
            await line.gone()
            return
    await line.end(fault)


async def cut_short(fault: Fault, response: Response, head: Head, line: Line) -> None:
    """Send less than was promised, and end the connection.

    Of an answer that is made while it is sent only the first piece is known: that is what is cut.
    """
    body = response.body
    if response.stream is not None:
        body = await to_thread(next, response.stream, b"")
    promised = None
    if fault.kind == "truncated":
        body = body[: int(len(body) * fault.part)]
    elif response.stream is None:
        promised = len(body) + fault.extra_bytes
    await line.send(head(promised))
    await line.send({"type": "http.response.body", "body": body, "more_body": True})
    await line.end(fault)


async def slow(fault: Fault, response: Response, head: Head, line: Line) -> None:
    """Send the body bit by bit, as long as somebody listens."""
    step = max(1, int(fault.bytes_per_s / STEPS_PER_S))
    await line.send(head(None))
    async with leaving(line) as gone:
        async for piece in pieces(response):
            for at in range(0, len(piece), step):
                bit = piece[at : at + step]
                await asyncio.wait({gone}, timeout=len(bit) / fault.bytes_per_s)
                if gone.done():
                    return
                await line.send({"type": "http.response.body", "body": bit, "more_body": True})
    await line.send({"type": "http.response.body", "body": b""})


@asynccontextmanager
async def leaving(line: Line) -> AsyncIterator[asyncio.Task[None]]:
    """A task that is done when the client has gone away."""
    gone = asyncio.create_task(line.gone())
    try:
        yield gone
    finally:
        gone.cancel()
        await asyncio.gather(gone, return_exceptions=True)


async def pieces(response: Response) -> AsyncIterator[bytes]:
    if response.stream is None:
        yield response.body
        return
    while (piece := await to_thread(next, response.stream, None)) is not None:
        yield piece
