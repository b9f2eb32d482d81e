"""A server in a thread of this process, and a client that writes bytes and reads answers."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, Self

import orjson
from starlette.types import ASGIApp

from mock_server.web.servers import Listening, ServerOptions, run_server

PATIENCE_S = 10.0
"""How long a test waits for bytes before it fails; nothing here takes a tenth of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


class Client:
    """One connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE_S)
        self._input = self.socket.makefile("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._input.close()
        self.socket.close()

    def send(self, *pieces: bytes) -> None:
        for piece in pieces:
            self.socket.sendall(piece)

    def ask(self, *pieces: bytes) -> Answer:
        self.send(*pieces)
        return self.answer()

    def answer(self, *, has_body: bool = True) -> Answer:
        """The next answer; `has_body` is false for what answers HEAD."""
        line = self._input.readline().decode()
        assert line.startswith("HTTP/1.1 "), f"not a status line: {line!r}"
        headers = self._headers()
        status = int(line.split()[1])
        return Answer(status, headers, self._body(headers) if has_body and status >= 200 else b"")

    def rest(self) -> bytes:
        """Everything up to the end of the connection."""
        return self._input.read()

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        while (line := self._input.readline()) != b"\r\n":
            name, _, value = line.decode("latin-1").rstrip("\r\n").partition(": ")
            assert name not in headers, f"{name} comes twice"
            headers[name] = value
        return headers

    def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") != "chunked":
            return self._input.read(int(headers.get("content-length", 0)))
        body = b""
        while size := int(self._input.readline(), 16):
            body += self._input.read(size)
            self._input.readline()
        self._input.readline()
        return body


@contextmanager
def served(
    app: ASGIApp, server: Literal["uvicorn", "granian"] = "uvicorn", host: str = "127.0.0.1"
) -> Iterator[Listening]:
    ready: queue.Queue[Listening] = queue.Queue()
    options = ServerOptions(ready.put, host=host, port=0, server=server)
    thread = threading.Thread(target=run_server, args=(app, options))
    thread.start()
    listening = ready.get(timeout=PATIENCE_S)
    try:
        yield listening
    finally:
        listening.stop()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def get(path: str, *headers: str, method: str = "GET") -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: x", *headers, "", ""]).encode()


def post(path: str, body: bytes, *headers: str) -> bytes:
    return get(path, f"Content-Length: {len(body)}", *headers, method="POST") + body
