"""What stands between judge and mock in these tests; found by its name in every process."""

from __future__ import annotations

import os
from pathlib import Path

import httpx

SEEN = "UNDERSTUDY_TEST_SEEN"
"""The variable that names the file in which requests are written down."""


class Writing(httpx.BaseTransport):
    """Writes down every request for an operation, a line each."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        line = f"{request.method} {request.url} {request.read()!r}\n"
        if "_mock" not in str(request.url):
            with Path(os.environ[SEEN]).open("a") as file:
                file.write(line)
        return self._inner.handle_request(request)


class Falling(httpx.BaseTransport):
    """Falls over whatever else is asked, where a limit is."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if "limit" in request.url.params:
            return httpx.Response(500, json={}, request=request)
        return self._inner.handle_request(request)


def writing(inner: httpx.BaseTransport) -> httpx.BaseTransport:
    return Writing(inner)


def falling(inner: httpx.BaseTransport) -> httpx.BaseTransport:
    return Falling(inner)
