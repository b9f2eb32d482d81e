"""Sending the callbacks that are due: only where the configuration allows, again when it fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from mock_server.faults.fault import Fault
from mock_server.faults.matching import Facts
from mock_server.state.errors import StoreError
from mock_server.state.outbox import Callback, Claim, Outcome, claim, send_again, settle
from mock_server.state.store import Store

logger = logging.getLogger("understudy")

POLL_S = 0.2
"""Between two looks for what is due; replicas and clocks that are moved by hand are seen so."""

PATIENCE_S = 10.0
"""For one delivery. ASSUMED: no vendor here documents its own."""

LAST_S = 1.0
"""For a delivery that the end of the server meets. Our own bound: see `GRACE_S` of the servers."""

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
        fate: what goes wrong with a callback that arrived.
    """

    store: Store
    clock: Callable[[str], datetime]
    allow: Sequence[str] = ()
    fate: Callable[[Claim], Fault | None] = lambda _: None

    async def run(self, end: asyncio.Event) -> None:
        """Send until the end; what is being delivered then is delivered first."""
        while not end.is_set():
            if not await self.step():
                with suppress(TimeoutError):
                    await asyncio.wait_for(end.wait(), POLL_S)

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[None]:
        """Send meanwhile. A delivery that takes long at the end is left to a later sender."""
        end = asyncio.Event()
        running = asyncio.create_task(self.run(end))
        try:
            yield
        finally:
            end.set()
            await asyncio.wait({running}, timeout=LAST_S)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def step(self) -> bool:
        """Deliver the first that is due; False when nothing is."""
        try:
            taken = claim(self.store, self.clock, LEASE_S)
            if taken is None:
                return False
            outcome, error = await self.deliver(taken)
            self.note(taken, outcome, error)
        except StoreError as error:
            logger.warning("Callbacks have to wait. %s: %s", error.what, error.why)
            return False
        except Exception:
            logger.exception("A callback could not be looked after")
            return False
        return True

    def note(self, taken: Claim, outcome: Outcome, error: str) -> None:
        """Keep how a delivery went; one that arrived may be due again, because a rule says so."""
        now = self.clock(taken.space)
        fault = None
        if outcome == "sent" and not taken.callback.is_again:
            fault = self.fate(taken)
        if fault is None:
            settle(self.store, taken, outcome, now, error)
        else:
            send_again(self.store, taken, now + timedelta(seconds=fault.seconds))

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
    """The status that answers; no redirects are followed and no proxy is asked.

    Whoever is called twice can tell: `Mock-Callback-Id` stays, `Mock-Callback-Attempt` counts.
    """
    headers = [
        *callback.headers,
        ("mock-callback-id", callback.id),
        ("mock-callback-attempt", str(callback.attempts)),
    ]
    async with httpx.AsyncClient(timeout=PATIENCE_S, trust_env=False) as client:
        sending = client.stream(
            callback.method, callback.url, content=callback.body, headers=headers
        )
        async with asyncio.timeout(PATIENCE_S), sending as response:
            return response.status_code


def facts_of(callback: Callback) -> Facts:
    """What rules may ask of a callback."""
    parts = urlsplit(callback.url)
    return Facts(
        vendor=callback.vendor,
        operation="",
        method=callback.method,
        template="",
        path=parts.path,
        query=parts.query.encode(),
        headers={name.lower().encode(): value.encode() for name, value in callback.headers},
        body=callback.body,
    )


def is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
