"""Sending the callbacks that are due: only where the configuration allows, again when it fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from mock_server.state.outbox import Callback, Claim, Outcome, claim, settle
from mock_server.state.store import Store

logger = logging.getLogger("understudy")

POLL_S = 0.2
"""Between two looks for what is due; replicas and clocks that are moved by hand are seen so."""

PATIENCE_S = 10.0
"""For one delivery. ASSUMED: no vendor here documents its own."""

LEASE_S = 30.0
"""After that another sender may try; longer than a delivery can take."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends what the store holds, one after the other.

    Args:
        store: whose outbox.
        clock: the moment that it is in a space: what is due is due by that.
        allow: hosts that may be called beside this machine itself, such as "hooks.example.com" or
            "*.example.com"; a mock must not be a way into a network.
    """

    store: Store
    clock: Callable[[str], datetime]
    allow: Sequence[str] = ()

    async def run(self) -> None:
        """Send until cancelled."""
        while True:
            if not await self.step():
                await asyncio.sleep(POLL_S)

    async def step(self) -> bool:
        """Deliver the first that is due; False when nothing is."""
        try:
            taken = claim(self.store, self.clock, LEASE_S)
            if taken is None:
                return False
            outcome, error = await self.deliver(taken)
            settle(self.store, taken, outcome, self.clock(taken.space), error)
        except Exception:
            logger.exception("A callback could not be looked after")
            return False
        return True

    async def deliver(self, taken: Claim) -> tuple[Outcome, str]:
        """Send one callback; what came of it, and what went wrong."""
        callback = taken.callback
        refusal = self.refusal(callback.url)
        if refusal:
            logger.warning("A callback to %s is not sent: %s", callback.url, refusal)
            return "refused", refusal
        try:
            status = await post(callback)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError) as error:
            return "failed", f"{type(error).__name__}: {error}"
        return ("sent", "") if status < 400 else ("failed", f"it was answered with {status}")

    def refusal(self, url: str) -> str:
        """Why a callback may not go there; empty when it may."""
        try:
            parts = urlsplit(url)
            host = parts.hostname or ""
        except ValueError:
            return "that is no URL"
        if parts.scheme not in {"http", "https"} or not host:
            return "that is no http or https URL"
        if is_this_machine(host) or any(fnmatchcase(host, one.lower()) for one in self.allow):
            return ""
        return f'the host is not this machine; allow it with [callbacks] allow = ["{host}"]'


async def post(callback: Callback) -> int:
    """The status that answers; no redirects are followed and no proxy is asked."""
    async with httpx.AsyncClient(timeout=PATIENCE_S, trust_env=False) as client:
        sending = client.stream(
            callback.method, callback.url, content=callback.body, headers=list(callback.headers)
        )
        async with asyncio.timeout(PATIENCE_S), sending as response:
            return response.status_code


def is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
