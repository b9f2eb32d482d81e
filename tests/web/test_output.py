from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import pytest
from uvicorn import Config
from uvicorn.server import ServerState

from mock_server.web.protocol import SingleWriteProtocol
from tests.web.connection import get
from tests.web.small_app import LARGE, app


class Memory(asyncio.Transport):
    """A transport that remembers what is written, by the call."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[bytes] = []
        self.is_closed = False

    def write(self, data: Any) -> None:
        self.writes.append(bytes(data))

    def writelines(self, list_of_data: Iterable[Any]) -> None:
        self.write(b"".join(list_of_data))

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True

    def can_write_eof(self) -> bool:
        return False

    def pause_reading(self) -> None:
        """Nothing is read from it."""

    def resume_reading(self) -> None:
        """Nothing is read from it."""


def writes(*requests: bytes) -> list[bytes]:
    """What is written in answer to requests, by the call."""

    async def conversation() -> list[bytes]:
        config, transport = Config(app, log_config=None, log_level="critical"), Memory()
        protocol = SingleWriteProtocol(config, ServerState(), {})
        protocol.connection_made(transport)
        for request in requests:
            protocol.data_received(request)
            while tasks := list(protocol.tasks):
                await asyncio.gather(*tasks)
        protocol.connection_lost(None)
        return transport.writes

    return asyncio.run(conversation())


@pytest.mark.parametrize(
    ("request_bytes", "end"),
    [
        (get("/?query"), b"\r\n\r\n/?query"),
        (get("/large"), LARGE),
        (get("/?head", method="HEAD"), b"content-length: 6\r\n\r\n"),
        (get("/empty"), b"HTTP/1.1 204 No Content\r\n\r\n"),
        (get("/fail"), b"Internal Server Error"),
        (get("/?last", "Connection: close"), b"connection: close\r\n\r\n/?last"),
    ],
    ids=["small", "large", "head", "no content", "bug", "last"],
)
def test_an_answer_is_one_write(request_bytes: bytes, end: bytes) -> None:
    written = writes(request_bytes)

    assert len(written) == 1
    assert written[0].endswith(end)


def test_pipelined_answers_are_one_write_each() -> None:
    written = writes(get("/?first") + get("/?second") + get("/?third"))

    assert [each.rpartition(b"\r\n")[2] for each in written] == [
        b"/?first",
        b"/?second",
        b"/?third",
    ]


def test_the_pieces_of_a_stream_leave_as_they_come() -> None:
    written = writes(get("/stream"))

    assert written[0].endswith(b"\r\n\r\n4\r\none,\r\n")
    assert written[1:] == [b"10\r\nHTTP/1.1 200 OK,\r\n", b"", b"5\r\nthree\r\n", b"0\r\n\r\n"]
