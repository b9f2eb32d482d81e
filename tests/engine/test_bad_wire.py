"""Bytes that are hardly HTTP, or far too many of them, on a real socket."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest

from tests.serving import Server, free_port, serving
from tests.web.connection import PATIENCE_S

HEAD = b"POST /it HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
MEGABYTE = 1024 * 1024
GOOD = HEAD + b"Content-Length: 2\r\nConnection: close\r\n\r\n{}"


@pytest.fixture(scope="module")
def wire() -> Iterator[Server]:
    port = free_port()
    with serving((sys.executable, "-m", "tests.engine.wire_server", str(port)), port=port) as it:
        yield it


@pytest.mark.parametrize("is_chunked", [False, True], ids=["announced", "chunked"])
def test_a_body_of_100_megabytes_is_refused_without_being_kept(
    wire: Server, is_chunked: bool
) -> None:
    process = psutil.Process(wire.process.pid)
    status_of(send(wire, [GOOD]))
    before = process.memory_info().rss

    answer = send(wire, large_body(is_chunked))

    assert status_of(answer) == 413
    assert process.memory_info().rss - before < 40 * MEGABYTE
    assert status_of(send(wire, [GOOD])) == 204


STRANGE: dict[str, bytes] = {
    "an unknown method": b"FOO /it HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "a method in small letters": b"get /it HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "no HTTP": b"hello\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200),
    "a NUL byte in a header": b"GET /it HTTP/1.1\r\nHost: a\r\nX: \x00\r\n\r\n",
    "10,000 headers": b"GET /it HTTP/1.1\r\nHost: a\r\n" + b"X: 1\r\n" * 10_000 + b"\r\n",
    "a header of a megabyte": b"GET /it HTTP/1.1\r\nX: " + b"a" * MEGABYTE + b"\r\n\r\n",
    "a path of a megabyte": b"GET /" + b"a" * MEGABYTE + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "two lengths": HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "a length and chunks": HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
    "a negative length": HEAD + b"Content-Length: -1\r\n\r\n",
    "a chunk of no size": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "an absolute address": b"GET http://b/it HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "bytes in the path": b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "only half of a request": b"POST /it HTTP/1.1\r\nHo",
}


@pytest.mark.parametrize("request_bytes", STRANGE.values(), ids=STRANGE)
def test_what_is_hardly_http_does_no_harm(wire: Server, request_bytes: bytes) -> None:
    answer = send(wire, [request_bytes])

    assert not answer or 400 <= status_of(answer) < 500
    assert status_of(send(wire, [GOOD])) == 204


def large_body(is_chunked: bool) -> Iterator[bytes]:
    block = b"a" * MEGABYTE
    if is_chunked:
        yield HEAD + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        yield from (b"%x\r\n%s\r\n" % (len(block), block) for _ in range(100))
        yield b"0\r\n\r\n"
    else:
        yield HEAD + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % (100 * len(block))
        yield from (block for _ in range(100))


def send(server: Server, blocks: list[bytes] | Iterator[bytes]) -> bytes:
    """Send until the server hangs up, and read what it has said by then."""
    with socket.create_connection((server.host, server.port), PATIENCE_S) as connection:
        with suppress(OSError):
            for block in blocks:
                connection.sendall(block)
            connection.shutdown(socket.SHUT_WR)
        said = b""
        with suppress(OSError):
            while block := connection.recv(65_536):
                said += block
        return said


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0
