from __future__ import annotations

import asyncio

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from uvicorn import Config
from uvicorn.server import ServerState

from mock_server.web.bounds import MAX_HEADER_BYTES, MAX_HEADERS, MAX_URL_BYTES
from mock_server.web.protocol import SingleWriteProtocol
from tests.web.connection import PATIENCE_S, Client, get, post, served
from tests.web.small_app import app

MIB = 1024 * 1024


def test_what_is_just_within_the_bounds_is_served(client: Client) -> None:
    names = [f"X-{number}: 1" for number in range(MAX_HEADERS - 2)]
    value = "v" * (MAX_HEADER_BYTES - 1000)

    answers = [
        client.ask(get("/?" + "q" * (MAX_URL_BYTES - 2))),
        client.ask(get("/", *names)),
        client.ask(get("/", f"X-Large: {value}")),
    ]

    assert [answer.status for answer in answers] == [200, 200, 200]


@pytest.mark.parametrize(
    ("request_bytes", "status", "word"),
    [
        (get("/?" + "q" * MAX_URL_BYTES), 414, "URL"),
        (get("/", *(f"X-{number}: 1" for number in range(MAX_HEADERS))), 431, "100 headers"),
        (get("/", *(f"X-{number}: {'v' * 1000}" for number in range(70))), 431, "65536 bytes"),
        (get("/", f"X-Large: {'v' * MAX_HEADER_BYTES}"), 431, "65536 bytes"),
        (b"GET /" + b"u" * MIB, 414, "URL"),
        (b"GET / HTTP/1.1\r\nX-Endless: " + b"v" * MIB, 431, "headers"),
        (b"GET / HTTP/1.1\r\n" + b"X-Many: 1\r\n" * 100_000, 431, "headers"),
    ],
    ids=[
        *("long url", "many headers", "large headers", "one large header"),
        *("endless url", "endless header", "endless headers"),
    ],
)
def test_a_head_that_is_too_large_is_refused_in_words_and_the_connection_ends(
    client: Client, request_bytes: bytes, status: int, word: str
) -> None:
    answer = client.ask(request_bytes)

    assert (answer.status, answer.json["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["connection"] == "close"
    assert word in answer.json["detail"]
    assert client.rest() == b""


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"nonsense\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nNo colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: a\x00b\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"CONNECT example.com:443 HTTP/1.1\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
    ids=[
        *("nonsense", "tls", "version", "url", "header", "null", "negative", "two lengths"),
        *("length and chunks", "chunk", "connect", "http 2"),
    ],
)
def test_what_is_not_http_is_refused_in_words_and_the_connection_ends(
    client: Client, request_bytes: bytes
) -> None:
    answer = client.ask(request_bytes)

    assert (answer.status, answer.json["title"]) == (400, "Bad Request")
    assert "Invalid HTTP request" in answer.json["detail"]
    assert client.rest() == b""


@given(st.binary(max_size=300), st.booleans())
@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_bytes_keep_the_server_from_serving_others(
    port: int, noise: bytes, is_after_a_request: bool
) -> None:
    with Client(port) as noisy:
        noisy.send((get("/") if is_after_a_request else b"") + noise)

        with Client(port) as other:
            assert other.ask(get("/?other")).body == b"/?other"


# A client that is still sending.


def test_a_refused_upload_of_100_mib_is_answered_and_not_read() -> None:
    process = psutil.Process()
    with served(app) as listening, Client(listening.port) as client:
        before = process.memory_info().rss
        client.send(get("/refuse", f"Content-Length: {100 * MIB}", method="POST"))

        sent = send_until_refused(client, 100 * MIB)
        answer = client.answer()

        assert (answer.status, answer.body) == (413, b"too large")
        assert answer.headers["connection"] == "close"
        assert sent < 20 * MIB  # what the two kernels buffer, and what is dropped unread
        assert process.memory_info().rss - before < 20 * MIB


def send_until_refused(client: Client, count: int) -> int:
    """Send like a client that does not look for an answer before it is done."""
    piece, sent = bytes(65536), 0
    while sent < count:
        try:
            client.send(piece)
        except BrokenPipeError:
            break
        sent += len(piece)
    return sent


def test_an_upload_in_endless_chunks_is_answered_and_not_read(client: Client) -> None:
    client.send(get("/refuse", "Transfer-Encoding: chunked", method="POST"))
    chunk = b"10000\r\n" + bytes(65536) + b"\r\n"

    with pytest.raises(BrokenPipeError):
        client.send(*[chunk] * 1000)

    assert client.answer().status == 413


def test_a_short_body_that_nobody_reads_does_not_cost_the_connection(client: Client) -> None:
    request = post("/refuse", b"b" * 5000)

    answers = [client.ask(request[:100], request[100:]), client.ask(get("/?after"))]

    assert [answer.status for answer in answers] == [413, 200]


# Clients that take their time.


class Impatient(SingleWriteProtocol):
    client_timeout_s = 0.15
    keep_alive_s = 0.3


def last_words(*pieces: bytes) -> bytes:
    """All that such a server says to a client that sends these pieces and then waits."""

    async def conversation() -> bytes:
        loop = asyncio.get_running_loop()
        config, state = Config(app, log_config=None, log_level="critical"), ServerState()
        server = await loop.create_server(lambda: Impatient(config, state, {}), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        said = await asyncio.wait_for(reader.read(), PATIENCE_S)
        writer.close()
        server.close()
        return said

    return asyncio.run(conversation())


def test_a_head_that_does_not_come_to_its_end_is_given_up() -> None:
    said = last_words(b"GET / HTTP/1.1\r\nX-Slow: ")

    assert said.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert b"not complete within 0.15 seconds" in said


def test_a_body_that_does_not_come_to_its_end_is_given_up() -> None:
    said = last_words(get("/echo", "Content-Length: 9", method="POST"), b"part")

    assert said.startswith(b"HTTP/1.1 408 Request Timeout\r\n")


def test_a_connection_on_which_nothing_is_asked_is_closed_without_a_word() -> None:
    assert last_words() == b""


def test_empty_lines_do_not_keep_a_connection_open() -> None:
    said = last_words(get("/?first"), b"\r\n", b"\r\n")

    assert said.endswith(b"\r\n\r\n/?first")


def test_an_answer_that_takes_longer_than_a_client_may_is_sent_whole() -> None:
    said = last_words(get("/slow", "Connection: close"))

    assert said.endswith(b"\r\n\r\nslow")
