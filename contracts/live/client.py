"""Clients of vendors' own APIs."""

from __future__ import annotations

from random import Random

import httpx

from contracts.live.clock import Clock
from contracts.live.guard import Allowance, Guard
from contracts.live.live import Live
from contracts.live.wire import Wire


def guarded_client(
    live: Live, allowance: Allowance, chance: Random, *, wire: Wire, clock: Clock
) -> tuple[httpx.Client, Guard]:
    """A client whose every request leaves through a guard, and the guard, which counts."""
    guard = Guard(live, allowance, wire=wire, clock=clock, chance=chance)
    return unproxied(f"https://{live.host}", guard), guard


def unproxied(base_url: httpx.URL | str, transport: httpx.BaseTransport) -> httpx.Client:
    """A client that knows no other way than this, whatever the environment says."""
    return httpx.Client(
        base_url=base_url, transport=transport, trust_env=False, follow_redirects=False
    )
