"""The vocabulary of an exchange: a request that was understood, and what answers it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from mock_server.spec.operation import Json, Operation
from mock_server.spec.violation import Violation

Source: TypeAlias = Literal["handler", "example", "generated", "error"]
"""How an answer came to be; told to the caller in `Mock-Source`."""

Headers: TypeAlias = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Preference:
    """Which of the possible answers the caller asked for, by `Prefer` or by `__code` and kin."""

    code: int | None = None
    example: str | None = None
    dynamic: bool = False


@dataclass(slots=True)
class Request:
    """A request that passed routing, security and validation; its values are decoded.

    Treat it as frozen: it is not declared so because a frozen one costs a microsecond more, on
    the path of every request.
    """

    operation: Operation
    path: Mapping[str, Json]
    query: Mapping[str, Json]
    headers: Mapping[str, Json]
    cookies: Mapping[str, Json]
    body: Json
    account: str
    seed: bytes
    """What chance is drawn from: the server's seed, the operation and the whole request."""
    accept: str
    preference: Preference | None = None
    origin: tuple[str, bytes, str] = ("http", b"127.0.0.1", "")
    """Where the caller reached this API: scheme, host with port, and the path before its own."""
    start: bytes = b"0"
    """The seed in force: the server's, or the one that the request came with."""

    @property
    def base_url(self) -> str:
        """The origin as a URL, without a final slash."""
        scheme, host, prefix = self.origin
        return f"{scheme}://{host.decode('latin-1')}{prefix}"


@dataclass(slots=True)
class Response:
    """An answer. `body` is bytes as they will be sent; `media_type` "" means that there is none."""

    status: int
    body: bytes = b""
    media_type: str = "application/json"
    headers: Headers = ()
    source: Source = "handler"
    note: str = ""
    """What could not be kept to, for `Mock-Note`: an unmet constraint, an ignored preference."""
    stream: Iterator[bytes] | None = None
    """The body in pieces, made while they are sent, of an operation that is named `long`; it is
    closed when the caller goes away. `body` is empty then."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A "no", before it takes a shape.

    Args:
        code: what went wrong, in our words or the vendor's: "not_found", "method_not_allowed",
            "unauthorized", "unsupported_media_type", "not_acceptable", "invalid",
            "malformed_body", "too_large", or any code that the vendor's error table knows.
        status: the HTTP status that HTTP itself suggests; a vendor's shape may choose another.
        detail: one sentence for a person.
        violations: every broken rule, for "invalid".
        headers: what must go with it, such as `Allow` or `WWW-Authenticate`.
        details: further facts by name, for the vendor's shape to use.
    """

    code: str
    status: int
    detail: str = ""
    violations: tuple[Violation, ...] = ()
    headers: Headers = ()
    details: Mapping[str, Json] = field(default_factory=dict)


class Rejection(Exception):
    """Raised by a handler: the vendor says no, and nothing has been done.

    `Rejection("route_not_found", 422, to="+447700900123")`

    Args:
        headers: what must go with it, such as `Retry-After`.
    """

    def __init__(
        self, code: str, status: int, detail: str = "", headers: Headers = (), **details: Json
    ) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, status, detail, headers=headers, details=details)
