"""A vendor's own API, for one account, behind the guard."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from contracts.api import Api
from contracts.contract import Contract
from contracts.live.budget import Budget, budget_file
from contracts.live.client import guarded_client
from contracts.live.clock import Clock
from contracts.live.credentials import credentials, missing
from contracts.live.golden import orders
from contracts.live.guard import Allowance, Guard
from contracts.live.live import Live
from contracts.live.permission import Permissions
from contracts.live.reading import live_of
from contracts.live.wire import Wire
from contracts.live.wish import Wish, allowed_costs, check_wish, daily_amounts
from contracts.live.words import Words
from contracts.targets.played import played_contract


@dataclass(frozen=True)
class Edge:
    """Where the world begins: network, clock, environment. Nobody's input changes these."""

    wire: Wire = field(default_factory=Wire)
    clock: Clock = field(default_factory=Clock)
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a live check is about, before anything is opened.

    Args:
        costs: of what may be created, by name.
        words: what stands in its requests; without what is learned later.
    """

    live: Live
    contract: Contract
    wish: Wish
    costs: Mapping[str, Decimal]
    budget: Budget
    words: Words

    @property
    def orders(self) -> frozenset[str]:
        return frozenset(self.costs)

    @property
    def permissions(self) -> Permissions:
        return Permissions(
            self.live,
            self.contract,
            self.wish.account,
            orders(self.live, self.orders, self.words),
        )


@dataclass(frozen=True, slots=True)
class LiveApi:
    """The API, and what guards it."""

    agreed: Agreed
    api: Api
    guard: Guard


def agreed(name: str, wish: Wish, edge: Edge) -> Agreed:
    """What was asked for, if it makes sense.

    Raises:
        MockServerError: it does not.
    """
    live = live_of(name)
    check_wish(name, wish)
    file = budget_file(name, edge.environment)
    return Agreed(
        live,
        played_contract(name),
        wish,
        allowed_costs(live, wish),
        Budget(file, daily_amounts(live, wish), live.price.currency, edge.clock.now),
        Words(wish.account, edge.clock.now(), {}),
    )


def lacking(agreed: Agreed, edge: Edge) -> tuple[str, ...]:
    """The variables of the environment that should hold credentials and do not."""
    return missing(agreed.live, edge.environment)


@contextmanager
def opened_live(agreed: Agreed, edge: Edge, seed: int) -> Iterator[LiveApi]:
    """The API, ready to be asked; nothing has been sent yet.

    Raises:
        CheckError: what should be credentials cannot be any.
    """
    allowance = Allowance(
        agreed.permissions, credentials(agreed.live, edge.environment), agreed.budget, agreed.costs
    )
    client, guard = guarded_client(
        agreed.live, allowance, Random(seed), wire=edge.wire, clock=edge.clock
    )
    with client:
        account, now = agreed.wish.account, agreed.words.now
        api = Api(agreed.contract, client, "live", account=account, now=now)
        yield LiveApi(agreed, api, guard)
