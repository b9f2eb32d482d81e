"""Answers that go around ASGI's `send` are the same on the wire, and come in the same order."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from http.client import HTTPResponse

import pytest

from tests.serving import Server

HOST = b"Host: api.telnyx.com\r\nAuthorization: Bearer KEY\r\n"


@pytest.fixture
def connection(server: Server) -> Iterator[socket.socket]:
    with socket.create_connection((server.host, server.port), 10) as connection:
        yield connection


def read(connection: socket.socket, method: str = "GET") -> tuple[HTTPResponse, bytes]:
    response = HTTPResponse(connection, method=method)
    response.begin()
    return response, response.read()


def test_answers_to_requests_sent_at_once_come_in_their_order(connection: socket.socket) -> None:
    paths = [b"/v2/balance", b"/v2/nowhere", b"/v2/invoices", b"/v2/billing_groups"]
    connection.sendall(b"".join(b"GET %b HTTP/1.1\r\n%b\r\n" % (path, HOST) for path in paths))

    received = b""
    while received.count(b"HTTP/1.1 ") < len(paths) or not received.endswith(b"}"):
        received += connection.recv(65536)

    operations = [line for line in received.split(b"\r\n") if line.startswith(b"mock-operation")]
    assert operations == [
        b"mock-operation: GetUserBalance",
        b"mock-operation: ListInvoices",
        b"mock-operation: ListBillingGroups",
    ]
    assert received.split(b"HTTP/1.1 ")[2].startswith(b"404 Not Found")


def test_a_connection_is_kept_after_head_get_and_options(connection: socket.socket) -> None:
    found = []
    for method in ("HEAD", "GET", "OPTIONS", "GET"):
        request = f"{method} /v2/balance HTTP/1.1\r\n".encode()
        connection.sendall(request + HOST + b"\r\n")
        response, body = read(connection, method)
        found.append((response.status, len(body), response.headers["content-length"]))

    length = found[1][1]
    assert found == [
        (200, 0, str(length)),
        (200, length, str(length)),
        (204, 0, None),
        (200, length, str(length)),
    ]


@pytest.mark.parametrize("wish", ["HTTP/1.1\r\nConnection: close", "HTTP/1.0"])
def test_a_client_that_wants_the_connection_closed_gets_that(
    connection: socket.socket, wish: str
) -> None:
    connection.sendall(f"GET /v2/balance {wish}\r\n".encode() + HOST + b"\r\n")

    response, body = read(connection)

    assert response.status == 200
    assert body
    assert connection.recv(1) == b""


def test_a_body_that_waits_to_be_asked_for_is_asked_for(connection: socket.socket) -> None:
    body = b'{"name": "mine"}'
    head = b"POST /v2/billing_groups HTTP/1.1\r\n" + HOST
    head += b"Content-Type: application/json\r\nContent-Length: %d\r\n" % len(body)
    connection.sendall(head + b"Expect: 100-continue\r\n\r\n")
    asked = connection.recv(100)
    connection.sendall(body)

    response, answer = read(connection)

    assert asked.startswith(b"HTTP/1.1 100 ")
    assert response.status == 200
    assert b'"mine"' in answer


def test_what_the_caller_says_never_becomes_a_header_of_its_own(connection: socket.socket) -> None:
    request = b"GET /v2/balance?__code=404%0d%0aX-Evil:%201 HTTP/1.1\r\n"
    connection.sendall(request + HOST + b"Mock-Seed: 7\r\nPrefer: example=a%0d%0ab\r\n\r\n")

    response, _ = read(connection)

    assert response.headers["x-evil"] is None
    assert response.headers["mock-seed"] == "7"
