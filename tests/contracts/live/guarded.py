"""Guards of the vendors' live files, with budgets, credentials and clocks made for a test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import httpx

from contracts.contract import Contract
from contracts.live.budget import Budget
from contracts.live.client import guarded_client
from contracts.live.clock import Clock
from contracts.live.credentials import credentials
from contracts.live.golden import orders
from contracts.live.guard import Allowance, Guard
from contracts.live.live import Amounts, Live
from contracts.live.permission import Order, Permissions
from contracts.live.reading import live_of
from contracts.live.wire import Wire
from contracts.live.words import Words
from contracts.targets.played import played_contract

ACCOUNT = "abcd1234"
SECRET = "cAn4ry/Secret+Of=Vonage"
KEY = "KEY0198CANARYtelnyx_secret+/of58"
ENVIRONMENT = {"VONAGE_API_KEY": ACCOUNT, "VONAGE_API_SECRET": SECRET, "TELNYX_API_KEY": KEY}
START = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
PLENTY = Amounts(1000, 100_000, Decimal(100))


@lru_cache
def contract_of(name: str) -> Contract:
    """The vendor's documents; reading them takes a while."""
    return played_contract(name)


@dataclass
class Turned:
    """A clock that moves when somebody sleeps, and tells how long they did."""

    at: datetime = START
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)

    def _seconds(self) -> float:
        return (self.at - START).total_seconds()

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.at, self._seconds, self.sleep)


@dataclass
class Guarded:
    client: httpx.Client
    guard: Guard
    budget: Budget
    turned: Turned
    live: Live
    orders: tuple[Order, ...]

    def get(self, path: str, **sent: Any) -> httpx.Response:
        return self.client.get(path, **sent)


def guarded(
    name: str,
    wire: Wire,
    folder: Path,
    *,
    daily: Amounts = PLENTY,
    allowed: Mapping[str, Decimal] | None = None,
    **changed: Any,
) -> Guarded:
    """A client of a vendor; `changed` are fields of its live file."""
    live, turned = replace(live_of(name), **changed), Turned()
    words = Words(ACCOUNT, turned.at, {})
    costs = dict(allowed or {})
    ordered = orders(live, frozenset(costs), words)
    permissions = Permissions(live, contract_of(name), ACCOUNT, ordered)
    budget = Budget(folder / f"{name}.json", daily, live.price.currency, turned.clock.now)
    allowance = Allowance(permissions, credentials(live, ENVIRONMENT), budget, costs)
    client, guard = guarded_client(live, allowance, Random(7), wire=wire, clock=turned.clock)
    return Guarded(client, guard, budget, turned, live, ordered)
