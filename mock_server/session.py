"""Sessions: what some requests share and others on the same server do not see.

A session has a clock, a seed, a memory and conditions of its own. It is named by the header
`Mock-Session`, or by a prefix of the path (`/_session/NAME`) where a client cannot set headers; who
names none is in the default session. What is set for a session is kept in the store, so that it
holds on every replica; a replica looks at a store that others write to at most once a second.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from time import monotonic
from typing import Any

from mock_server.conventions.rates import Rates
from mock_server.errors import ConfigError
from mock_server.faults.matching import Facts
from mock_server.faults.reading import read_rules
from mock_server.faults.rules import CALM, COUNTED, Rules, Settled, counted_as
from mock_server.state.kind import Kind
from mock_server.state.rates import SharedRates
from mock_server.state.store import State, Store
from mock_server.vendor import DEFAULT_SESSION, Clock, Context

MOST_SESSIONS = 4_096
"""Kept at hand at once, our own bound; others are read from the store when they are named again."""

MOST_NAME = 100

REFRESH_S = 1.0
"""How old what a replica knows of a session may be, where others write to the same store."""

NEVER_S = float("-inf")

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Where a session's clock may be: our own bounds, in which all moments can be reckoned with."""

_NAME = re.compile(r"[A-Za-z0-9._~-]{1,100}\Z")


@dataclass(frozen=True, slots=True)
class Time:
    """How a session's time goes.

    Args:
        since: the server's moment at which it was set.
        at: the session's moment then.
        speed: how many of its seconds pass in one of ours; 0 stands still.
    """

    since: datetime
    at: datetime
    speed: float

    def now(self, ours: datetime) -> datetime:
        try:
            return min(self.at + (ours - self.since) * self.speed, LATEST)
        except OverflowError:
            return LATEST


@dataclass(frozen=True, slots=True)
class Conditions:
    """What was set for a session.

    Args:
        time: None for the server's own.
        seed: empty for the server's own.
        rules: faults and latencies with what they are for, as JSON; see `faults.reading`.
        scenarios: named sequences of them that were started, as JSON.
        configured: whether the rules of the configuration hold, too, after these.
    """

    id: str = "conditions"
    time: Time | None = None
    seed: str = ""
    rules: tuple[Any, ...] = ()
    scenarios: tuple[Any, ...] = ()
    configured: bool = True


CONDITIONS = Kind("understudy.conditions", Conditions)

AS_EVER = Conditions()


@dataclass(frozen=True, slots=True)
class Named:
    """That requests have named a session."""

    id: str


NAMED = Kind("understudy.session", Named)

NAMES = "understudy:sessions"
"""The space that holds them: no session can have its name."""


class StoredTally:
    """A tally that all replicas share."""

    def __init__(self, state: State) -> None:
        self._state = state

    def of(self, name: str) -> int:
        return self._state.counted(name)

    def add(self, name: str) -> int:
        return self._state.ordinal(name)


class Session:
    """One of them. Requests may ask it from any thread.

    `configured` are the rules of the configuration: they hold in every session that was not told
    otherwise, and each session counts for itself.

    `conditions` is what was set, as far as this replica knows; see `refresh`.
    """

    def __init__(self, name: str, store: Store, clock: Clock, configured: Rules) -> None:
        self.name = name
        self._store, self._ours, self._configured = store, clock, configured
        self._rates = self._fresh_rates()
        self._contexts: dict[int, tuple[Context, Context]] = {}
        self._counts: dict[bytes, int] = {}
        self._rules, self._read_for = configured, AS_EVER
        self._know(AS_EVER, NEVER_S)

    def _know(self, conditions: Conditions, read_s: float) -> None:
        self.conditions, self._read_s = conditions, read_s
        is_certain = read_s != NEVER_S and not self._store.is_shared
        self.is_calm = is_certain and not self.rules and not conditions.seed
        """Whether there is nothing to learn from the store, and no rule or seed in force."""

    def refresh(self) -> None:
        """Learn what others have set: before each request, since inside of one nobody can."""
        is_new = self._read_s == NEVER_S
        if is_new or (self._store.is_shared and monotonic() - self._read_s > REFRESH_S):
            with self._store.transaction(self.name) as state:
                known = state.get(CONDITIONS, AS_EVER.id) or AS_EVER
            self._know(known, monotonic())
        if is_new and self.name != DEFAULT_SESSION:
            with self._store.transaction(NAMES) as state:
                state.put(NAMED, Named(self.name))

    def clock(self) -> datetime:
        """The session's moment."""
        time = self.conditions.time
        return self._ours() if time is None else time.now(self._ours())

    def set_time(self, at: datetime, speed: float) -> None:
        """Let time go on from a moment, at a speed; 0 stops it."""
        self.change(lambda now: replace(now, time=Time(self._ours(), at, speed)))

    def change(self, change: Callable[[Conditions], Conditions]) -> Conditions:
        """Set something, for all replicas; what is set then."""
        with self._store.transaction(self.name) as state:
            before = state.get(CONDITIONS, AS_EVER.id) or AS_EVER
            changed = change(before)
            state.put(CONDITIONS, changed)
            for name in _tallied(before) - _tallied(changed):
                for event in COUNTED:
                    state.uncount(f"{name} {event}")
        self._know(changed, monotonic())
        return changed

    def forget(self) -> None:
        """Begin anew: nothing is set and nothing remembered."""
        self._store.reset(self.name)
        self._rates = self._fresh_rates()
        self._contexts.clear()
        self._counts.clear()
        self._know(AS_EVER, NEVER_S)

    def _fresh_rates(self) -> Rates | SharedRates:
        """Others who write to the store answer the same callers, too."""
        return SharedRates(self._store, self.name) if self._store.is_shared else Rates()

    @property
    def rules(self) -> Rules:
        """What was set to befall requests, without what is forgotten by now."""
        conditions = self.conditions
        if conditions is not self._read_for:
            rules = read_rules(conditions.rules, conditions.scenarios)
            if conditions.configured:
                rules += self._configured
            self._rules, self._read_for = rules, conditions
        return self._rules

    def settle(self, facts: Facts, seed: bytes) -> Settled:
        """What befalls a request; it is counted."""
        rules, now = self.rules.living(self._ours()), self.clock()
        if not rules:
            return CALM
        with self._store.transaction(self.name) as state:
            return rules.settle(facts, StoredTally(state), seed, now)

    def settle_callback(self, facts: Facts, seed: bytes) -> Settled:
        """What befalls a callback that was delivered; it is counted."""
        rules, now = self.rules.living(self._ours()), self.clock()
        if not rules:
            return CALM
        with self._store.transaction(self.name) as state:
            return rules.settle_callback(facts, StoredTally(state), seed, now)

    def count(self, operation: bytes) -> int:
        """How many requests for an operation came to this replica, this one included.

        It goes into what is drawn of how long they take: equal requests are not equally fast, and
        the nth of them takes as long in every run.
        """
        count = self._counts.get(operation, 0) + 1
        self._counts[operation] = count
        return count

    def context(self, of: Context) -> Context:
        """What a handler may use, as far as it is this session's."""
        known = self._contexts.get(id(of))
        if known is None or known[0] is not of:
            backing = replace(of.backing, rates=self._rates, session=self.name)
            known = of, replace(of, clock=self.clock, backing=backing)
            self._contexts[id(of)] = known
        return known[1]


def _tallied(conditions: Conditions) -> set[str]:
    """What its rules and scenarios are counted as."""
    if not (conditions.rules or conditions.scenarios):
        return set()
    read = read_rules(conditions.rules, conditions.scenarios)
    rules = {counted_as(rule.id, rule.set_at) for rule in read.rules}
    return rules | {counted_as(one.id, one.set_at) for one in read.scenarios}


class Sessions:
    """All sessions of a server."""

    def __init__(self, store: Store, clock: Clock, configured: Rules | None = None) -> None:
        self._store, self._clock, self._configured = store, clock, configured or Rules()
        self.default = self._made(DEFAULT_SESSION)
        self._named = lru_cache(MOST_SESSIONS)(self._made)

    def named(self, name: str) -> Session:
        """The session of a name; there is one for every name.

        Raises:
            ConfigError: it is no name for a session.
        """
        if name == DEFAULT_SESSION:
            return self.default
        if not _NAME.match(name):
            raise ConfigError(
                "That is no name for a session",
                where="Mock-Session, or the path after /_session/",
                why=f"{name!r:.60} is not 1 to {MOST_NAME} letters, digits, '.', '_', '~' or '-'",
                fix="name it for example after the test that it is for",
            )
        return self._named(name)

    def known(self, after: str | None = None, limit: int = 100) -> list[str]:
        """The sessions that requests have named, on any replica, in order: those beyond `after`."""
        with self._store.transaction(NAMES) as state:
            return [named.id for named in state.page(NAMED, after, limit)]

    def forget(self, name: str) -> None:
        """Leave nothing of a session."""
        self.named(name).forget()
        with self._store.transaction(NAMES) as state:
            state.delete(NAMED, name)

    def _made(self, name: str) -> Session:
        return Session(name, self._store, self._clock, self._configured)
