"""What a connection writes: the head of an answer together with its body, and a gentle end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Protocol

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

MAX_LINGER_S = 2.0
MAX_DISCARDED_BYTES = 1024 * 1024
"""How long, and how much, a client may still send after its answer; our own bounds."""

_JOIN_BYTES = 64 * 1024
"""Above it two buffers are written as they are: copying would cost more than it saves."""


class Receiver(Protocol):
    """The reading half of the connection."""

    def is_receiving(self) -> bool: ...
    def ends_with(self, cycle: RequestResponseCycle) -> bool: ...


class Output(asyncio.Transport):
    """Stands before the connection's transport and is written to like one.

    ASGI allows it: a server must not send the head before the first message of the body.
    """

    __slots__ = ("_cycle", "_discarded_bytes", "_head", "_is_ending", "_loop", "_raw", "_receiver")

    def __init__(
        self, raw: asyncio.Transport, loop: asyncio.AbstractEventLoop, receiver: Receiver
    ) -> None:
        self._raw = raw
        self._loop = loop
        self._receiver = receiver
        self._cycle: RequestResponseCycle | None = None
        self._head: bytes | None = None
        self._is_ending = False
        self._discarded_bytes = 0

    def expect_head(self, cycle: RequestResponseCycle) -> None:
        """The next thing written once this cycle's response has started is its head."""
        self._cycle = cycle

    def write(self, data: Any) -> None:
        if self._is_ending:
            return
        cycle = self._cycle
        if cycle is not None and cycle.response_started:
            self._cycle = None
            self._head = _closing(data, cycle) if self._receiver.ends_with(cycle) else data
        elif self._head is None:
            self._raw.write(data)
        else:
            head, self._head = self._head, None
            if len(data) < _JOIN_BYTES:
                self._raw.write(head + data)
            else:
                self._raw.writelines((head, data))

    def writelines(self, list_of_data: Iterable[Any]) -> None:
        self.write(b"".join(list_of_data))

    def flush(self) -> None:
        """Send a head that has no body to wait for."""
        if self._head is not None:
            self.write(b"")

    def close(self) -> None:
        """Send what is left and end the connection, gently when the client is still sending."""
        if self._receiver.is_receiving() and not self.is_closing():
            self.linger()
        else:
            self.flush()
            self._raw.close()

    def linger(self) -> None:
        """End our half, and drop what still comes until the client ends its own half.

        Closing at once would answer the next of the client's packets with a reset, which may
        reach the client before it has read our answer. See RFC 9112, 9.6.
        """
        self.flush()
        if self.is_closing() or not self._raw.can_write_eof():
            self._raw.close()
            return
        self._is_ending = True
        self._raw.write_eof()
        self._raw.resume_reading()
        self._loop.call_later(MAX_LINGER_S, self._raw.close)

    def discard(self, count: int) -> None:
        """Count bytes that came after the end."""
        self._discarded_bytes += count
        if self._discarded_bytes > MAX_DISCARDED_BYTES:
            self._raw.close()

    def is_closing(self) -> bool:
        return self._is_ending or self._raw.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._raw.get_extra_info(name, default)


def _closing(head: bytes, cycle: RequestResponseCycle) -> bytes:
    """The head, saying that the connection ends; it ends with an empty line, as every head."""
    if not cycle.keep_alive:
        return head
    cycle.keep_alive = False
    return head[:-2] + b"connection: close\r\n\r\n"
