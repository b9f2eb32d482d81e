"""Asking a vendor that is slow, busy or broken for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

ATTEMPTS = 5
PAUSE_S = 1.0
"""After the first failure; twice as long after each further one."""


class GaveUpError(Exception):
    """The vendor did not answer as it should, however often it was asked."""


@dataclass(frozen=True, slots=True)
class Patient:
    """A client that asks again.

    Args:
        sleep: waits for so many seconds.
    """

    client: httpx.Client
    sleep: Callable[[float], object] = time.sleep

    def get(self, path: str, **parameters: Any) -> httpx.Response:
        """Ask until there is an answer; to ask twice does no harm."""
        failure = ""
        for attempt in range(ATTEMPTS):
            pause_s = PAUSE_S * 2**attempt
            try:
                answer = self.client.get(path, params=parameters or None)
            except httpx.TransportError as error:
                failure = type(error).__name__
            else:
                if answer.is_success:
                    return answer
                if not may_pass(answer):
                    raise GaveUpError(f"{path}: {answer.status_code} {answer.text}")
                failure = str(answer.status_code)
                pause_s = told_s(answer) or pause_s
            self.sleep(pause_s)
        raise GaveUpError(f"{path}: {failure}, {ATTEMPTS} times")


def may_pass(answer: httpx.Response) -> bool:
    """Whether it is worth asking again."""
    return answer.status_code == 429 or answer.status_code >= 500


def told_s(answer: httpx.Response) -> float:
    """How long to wait by the vendor's own word; 0 when it says nothing.

    Telnyx tells in `x-ratelimit-reset` when its limit is over, and sends no `Retry-After`.
    """
    headers = answer.headers
    return float(headers.get("retry-after") or headers.get("x-ratelimit-reset") or 0)
