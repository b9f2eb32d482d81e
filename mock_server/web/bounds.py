"""How large the head of a request may be, and what is said when it is larger or is no HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TypeAlias

import orjson

Lines: TypeAlias = Sequence[tuple[bytes, bytes]]
"""Headers: names and values."""

MAX_URL_BYTES = 64 * 1024 - 1
"""All that httptools can take apart: it counts in 16 bits. Source: measured, httptools 0.9."""

MAX_HEADERS = 100
MAX_HEADER_BYTES = 64 * 1024
"""Bounds of our own, above what servers commonly allow: by default nginx takes 8 KiB a line and
32 KiB in all, Apache 8190 bytes a line and 100 headers."""


def excess(url: bytes, headers: Lines) -> tuple[int, str] | None:
    """The status and the words for a head that is too large; None: it is not."""
    if len(url) > MAX_URL_BYTES:
        return 414, f"The URL is longer than {MAX_URL_BYTES} bytes."
    if len(headers) > MAX_HEADERS:
        return 431, f"There are more than {MAX_HEADERS} headers."
    if sum(len(name) + len(value) for name, value in headers) > MAX_HEADER_BYTES:
        return 431, f"The headers are larger than {MAX_HEADER_BYTES} bytes."
    return None


def refusal_bytes(status: int, detail: str, own_headers: Lines) -> bytes:
    """A whole response that ends the connection.

    Args:
        own_headers: those that the server adds to every response.

    Source of its shape: RFC 9457, Problem Details for HTTP APIs.
    """
    title = HTTPStatus(status).phrase
    status_line = f"HTTP/1.1 {status} {title}\r\n".encode()
    body = orjson.dumps({"type": "about:blank", "title": title, "status": status, "detail": detail})
    headers = [
        *own_headers,
        (b"content-type", b"application/problem+json"),
        (b"content-length", b"%d" % len(body)),
        (b"connection", b"close"),
    ]
    return status_line + header_lines(headers) + b"\r\n" + body


def header_lines(headers: Lines) -> bytes:
    return b"".join([b"%b: %b\r\n" % header for header in headers])
