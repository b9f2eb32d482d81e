"""A server that hangs up at a request: what a crash looks like from outside."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from contracts.checks.said import Wrong, finding
from contracts.finding import Finding
from contracts.observed import Observed

HANGING_UP = (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError)
"""The connection stood, and ended before there was a whole answer."""

NOTHING = httpx.Response(0)
"""What came."""


def insisted(ask: Callable[[], Observed]) -> Observed:
    """Ask, and once more where the connection ended: a network may fail once by itself.

    Raises:
        httpx.TransportError: there was no answer.
    """
    try:
        return ask()
    except HANGING_UP:
        return ask()


def hung_up(nothing: Observed, why: str) -> Finding:
    """What is told of a request at which the connection ends each time.

    Args:
        nothing: the request, and `NOTHING`.
    """
    return finding(nothing, "no_server_error", Wrong("hung-up", "an answer", f"none: {why}"))
