"""A request as a server hands it over, the same from every server."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, TypeAlias
from urllib.parse import quote

import httptools
from starlette.types import Message, Scope

from mock_server.decode.percent import query_text

Whole: TypeAlias = tuple[bytes, bytes]
"""An answer as it travels: the status line and all headers but the server's own, each line ended;
then the body."""

Parts: TypeAlias = tuple[Message, bytes]
"""An answer as ASGI has it: the message that begins it, and its body."""


@dataclass(slots=True)
class Asked:
    """A request before its operation is found.

    Args:
        path: as it came, percent-encoded.
        query: the query string as it came.
        headers: all headers, names in lower case.
        named: the headers by name; of equal names the last one.
        body: the whole body, or nothing while it was not read.
        root: the path under which the application is mounted.
        raw: what was read of the connection, where the request came in one piece and is the first
            in it; `asked_in` makes the same of it.
        is_whole: whether the body, if there is one, was read.
    """

    method: str
    path: str
    query: bytes
    headers: Sequence[tuple[bytes, bytes]]
    named: dict[bytes, bytes]
    body: bytes = b""
    scheme: str = "http"
    root: str = ""
    raw: bytes = b""
    is_whole: bool = True


class AtOnce(Protocol):
    """What an application may offer beside ASGI: whole answers without scope, task or messages."""

    def __call__(self, asked: Asked) -> Whole | None:
        """The answer to a request that is whole; None, and nothing done, when it takes time."""


def asked_by(scope: Scope) -> Asked:
    """The request of an ASGI scope, its body still to be read."""
    headers = scope["headers"]
    return Asked(
        scope["method"],
        _raw_path(scope),
        scope["query_string"],
        headers,
        dict(headers),
        b"",
        scope["scheme"],
        scope.get("root_path", ""),
        is_whole=False,
    )


def _raw_path(scope: Scope) -> str:
    """The path as it came; a server that gives only the decoded one is undone."""
    raw = scope.get("raw_path")
    return query_text(raw) if raw else quote(scope["path"])


class _Reading:
    """The first request in some bytes."""

    def __init__(self, raw: bytes) -> None:
        self.method = self.url = self.body = b""
        self.headers: list[tuple[bytes, bytes]] = []
        self._is_whole = False
        self._parser = httptools.HttpRequestParser(self)
        with suppress(httptools.HttpParserError, httptools.HttpParserUpgrade):  # of what follows it
            self._parser.feed_data(raw)

    # The parser calls these, for later requests too.

    def on_url(self, url: bytes) -> None:
        if not self._is_whole:
            self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._is_whole:
            self.headers.append((name.lower(), value))

    def on_body(self, body: bytes) -> None:
        if not self._is_whole:
            self.body += body

    def on_message_complete(self) -> None:
        if not self._is_whole:
            self.method = self._parser.get_method()
            self._is_whole = True


def asked_in(raw: bytes) -> Asked:
    """The request that stands first in what was read of a connection and was understood then."""
    reading = _Reading(raw)
    target, _, query = reading.url.partition(b"?")
    method, path, headers = reading.method.decode(), target.decode(), reading.headers
    return Asked(method, path, query, headers, dict(headers), reading.body)
