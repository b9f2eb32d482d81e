"""One exchange over a TLS connection of its own: bounded in time and bytes, and nothing else.

No pool, no proxy, no redirect, no retry, no log: what is here is all that happens on the network.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic

import certifi
import h11
import httpx

from contracts.live.live import Bounds

CHUNK = 65536

Dial = Callable[[str, int, float], socket.socket]
"""Opens a connection to host and port within so many seconds."""

Headers = list[tuple[bytes, bytes]]


class TooMuch(httpx.TransportError):
    """The answer is longer than this run reads."""


def trust() -> ssl.SSLContext:
    """The public certificate authorities, and nothing that the environment says."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(certifi.where())
    return context


def dial(host: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((host, port), seconds)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True)
class Wire:
    """The way to a vendor; who trusts and dials otherwise says so here, in code."""

    trust: ssl.SSLContext = field(default_factory=trust)
    dial: Dial = dial

    def exchange(self, host: str, events: tuple[h11.Event, ...], bounds: Bounds) -> Answer:
        """Send what was made ready, and read the answer to its end.

        Raises:
            httpx.TransportError: there was none, or not in time, or too much of it.
        """
        deadline = Deadline(monotonic() + bounds.answer_s)
        try:
            with self._connected(host, deadline) as connection:
                return _exchanged(connection, events, deadline, bounds.answer_bytes)
        except TimeoutError:
            raise httpx.ReadTimeout(f"no whole answer within {bounds.answer_s:g} s") from None
        except ssl.SSLCertVerificationError as error:
            raise httpx.ConnectError(f"TLS: {error.verify_message}") from None
        except OSError as error:
            raise httpx.NetworkError(f"{type(error).__name__}: {error.strerror}") from None
        except h11.ProtocolError:
            raise httpx.RemoteProtocolError("the answer is no HTTP/1.1, or ended early") from None

    def _connected(self, host: str, deadline: Deadline) -> ssl.SSLSocket:
        plain = self.dial(host, 443, deadline.left_s())
        plain.settimeout(deadline.left_s())
        try:
            return self.trust.wrap_socket(plain, server_hostname=host)
        except OSError:
            plain.close()
            raise


@dataclass(frozen=True, slots=True)
class Deadline:
    at: float

    def left_s(self) -> float:
        """What time there is.

        Raises:
            TimeoutError: none.
        """
        left = self.at - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _exchanged(
    connection: ssl.SSLSocket, events: tuple[h11.Event, ...], deadline: Deadline, most: int
) -> Answer:
    speech = h11.Connection(h11.CLIENT)
    for event in events:
        connection.settimeout(deadline.left_s())
        connection.sendall(speech.send(event) or b"")
    status, headers, body = 0, Headers(), bytearray()
    for event in _heard(connection, speech, deadline):
        if isinstance(event, h11.Response):
            status, headers = event.status_code, list(event.headers)
        if isinstance(event, h11.Data):
            body += event.data
        if len(body) > most:
            raise TooMuch(f"the answer has more than {most} bytes")
    return Answer(status, headers, bytes(body))


def _heard(
    connection: ssl.SSLSocket, speech: h11.Connection, deadline: Deadline
) -> Iterator[h11.Event]:
    """What the server says, until it has said all."""
    while True:
        event = speech.next_event()
        if event is h11.NEED_DATA:
            connection.settimeout(deadline.left_s())
            speech.receive_data(connection.recv(CHUNK))
        elif isinstance(event, h11.EndOfMessage):
            return
        elif isinstance(event, h11.Event):
            yield event
