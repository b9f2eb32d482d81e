"""A request as a server hands it over, the same from every server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias
from urllib.parse import quote

from starlette.types import Scope

from mock_server.decode.percent import query_text

Whole: TypeAlias = tuple[bytes, bytes]
"""An answer as it travels: the status line and all headers but the server's own, each line ended;
then the body."""


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
    """

    method: str
    path: str
    query: bytes
    headers: Sequence[tuple[bytes, bytes]]
    named: dict[bytes, bytes]
    body: bytes = b""
    scheme: str = "http"
    root: str = ""


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
    )


def _raw_path(scope: Scope) -> str:
    """The path as it came; a server that gives only the decoded one is undone."""
    raw = scope.get("raw_path")
    return query_text(raw) if raw else quote(scope["path"])
