"""What a connection writes: the head of an answer together with its body, and a gentle end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, Literal, Protocol, TypeAlias

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

MAX_LINGER_S = 2.0
MAX_DISCARDED_BYTES = 1024 * 1024
"""How long, and how much, a client may still send after its answer; our own bounds."""

_JOIN_BYTES = 64 * 1024
"""Above it two buffers are written as they are: copying would cost more than it saves."""


Phase: TypeAlias = Literal["idle", "head", "body"]
"""What of a request is being read."""


class Receiver(Protocol):
    """The reading half of the connection."""

    phase: Phase

    def ends_with(self, cycle: RequestResponseCycle) -> bool: ...


class Output(asyncio.Transport):
    """Stands before the connection's transport and is written to like one.

    ASGI allows it: a server must not send the head before the first message of the body.
    """

    __slots__ = ("_cycle", "_discarded_bytes", "_head", "_loop", "_raw", "_receiver", "is_ending")

    def __init__(
        self, raw: asyncio.Transport, loop: asyncio.AbstractEventLoop, receiver: Receiver
    ) -> None:
        self._raw = raw
        self._loop = loop
        self._receiver = receiver
        self._cycle: RequestResponseCycle | None = None
        self._head: bytes | None = None
        self.is_ending = False
        self._discarded_bytes = 0

    def expect_head(self, cycle: RequestResponseCycle) -> None:
        """The next thing written once this cycle's response has started is its head."""
        self._cycle = cycle

    def write(self, data: Any) -> None:
        if self.is_ending:
            return
        head, cycle = self._head, self._cycle
        if head is not None:
            self._head = None
            if len(data) < _JOIN_BYTES:
                self._raw.write(head + data)
            else:
                self._raw.writelines((head, data))
        elif cycle is not None and cycle.response_started:
            self._cycle = None
            self._hold(data, cycle)
        else:
            self._raw.write(data)

    def write_whole(self, parts: tuple[bytes, bytes, bytes]) -> None:
        """An answer of which nothing was written yet; its head is not waited for any more."""
        self._cycle = None
        if self.is_ending:
            return
        if len(parts[-1]) < _JOIN_BYTES:
            self._raw.write(b"".join(parts))
        else:
            self._raw.writelines(parts)

    def _hold(self, head: bytes, cycle: RequestResponseCycle) -> None:
        if self._receiver.phase == "body" and self._receiver.ends_with(cycle):
            head = _closing(head, cycle)
        if cycle.scope["method"] == "HEAD":  # uvicorn will write no body
            self._raw.write(head)
        else:
            self._head = head

    def writelines(self, list_of_data: Iterable[Any]) -> None:
        self.write(b"".join(list_of_data))

    def _flush(self) -> None:
        """Send a head whose body will not come."""
        if self._head is not None:
            self.write(b"")

    def close(self) -> None:
        """Send what is left and end the connection, gently when the client is still sending."""
        if self._receiver.phase != "idle" and not self.is_closing():
            self.linger()
        else:
            self._flush()
            self._raw.close()

    def linger(self) -> None:
        """End our half, and drop what still comes until the client ends its own half.

        Closing at once would answer the next of the client's packets with a reset, which may
        reach the client before it has read our answer. See RFC 9112, 9.6.
        """
        self._flush()
        if self.is_closing() or not self._raw.can_write_eof():
            self._raw.close()
            return
        self.is_ending = True
        self._raw.write_eof()
        self._raw.resume_reading()
        self._loop.call_later(MAX_LINGER_S, self._raw.close)

    def discard(self, count: int) -> None:
        """Count bytes that came after the end."""
        self._discarded_bytes += count
        if self._discarded_bytes > MAX_DISCARDED_BYTES:
            self._raw.close()

    def is_closing(self) -> bool:
        return self.is_ending or self._raw.is_closing()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._raw.get_extra_info(name, default)


def _closing(head: bytes, cycle: RequestResponseCycle) -> bytes:
    """The head, saying that the connection ends; it ends with an empty line, as every head."""
    if not cycle.keep_alive:
        return head
    cycle.keep_alive = False
    return head[:-2] + b"connection: close\r\n\r\n"
