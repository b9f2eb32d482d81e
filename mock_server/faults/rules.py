"""Rules: which request meets which fault or latency, how often, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Protocol

from mock_server.faults.fault import OF_CALLBACKS, Fault
from mock_server.faults.latency import Latency
from mock_server.faults.matching import Facts, Match


class Tally(Protocol):
    """How often things happened in a session, counted on all replicas together."""

    def of(self, name: str) -> int: ...

    def add(self, name: str) -> int:
        """One more; how many it is then."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a request will meet.

    Args:
        by: the ids of the rules that said so.
    """

    fault: Fault | None = None
    latency: Latency | None = None
    by: tuple[str, ...] = ()


CALM = Settled()


@dataclass(frozen=True, slots=True)
class Rule:
    """What some requests meet.

    Args:
        id: of letters and digits, no two alike in a session.
        name: why it is there, for people.
        probability: of requests that match and are counted in, from 0 to 1.
        nth: only that one of those that match, from 1 on; 0 for any.
        every: only each of so many; 0 for any.
        begins, ends: the window in which it holds, by the session's clock.
        uses: how often it may act; 0 for ever.
        expires: when it is forgotten, by the server's own clock; None for never.
    """

    id: str
    match: Match = field(default_factory=Match)
    fault: Fault | None = None
    latency: Latency | None = None
    name: str = ""
    probability: float = 1.0
    nth: int = 0
    every: int = 0
    begins: datetime | None = None
    ends: datetime | None = None
    uses: int = 0
    expires: datetime | None = None

    def holds(self, now: datetime) -> bool:
        has_begun = self.begins is None or self.begins <= now
        return has_begun and (self.ends is None or now < self.ends)

    def acts(self, tally: Tally, seed: bytes) -> bool:
        """Whether it is this request's turn, of those that match; counts it."""
        count = tally.add(f"{self.id} matched")
        if (self.nth and count != self.nth) or (self.every and count % self.every):
            return False
        if self.probability < 1 and chance(seed, self.id, count) >= self.probability:
            return False
        if self.uses and tally.of(f"{self.id} used") >= self.uses:
            return False
        tally.add(f"{self.id} used")
        return True


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a scenario.

    Args:
        match: which requests it waits for.
        fault, latency: what they meet; without either, the ordinary answer.
        times: how many of them.
    """

    match: Match
    fault: Fault | None = None
    latency: Latency | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Scenario:
    """Steps one after the other: each begins when the one before has met all of its requests.

    Args:
        repeats: whether it begins anew after the last one.
    """

    id: str
    steps: tuple[Step, ...]
    name: str = ""
    repeats: bool = False

    def step_at(self, count: int) -> Step | None:
        """The step that waits after so many requests were met; None when it is over."""
        length = sum(step.times for step in self.steps)
        if self.repeats:
            count %= length
        for step in self.steps:
            if count < step.times:
                return step
            count -= step.times
        return None


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything that was set for a session, in the order in which it is asked."""

    rules: tuple[Rule, ...] = ()
    scenarios: tuple[Scenario, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rules or self.scenarios)

    def living(self, ours: datetime) -> Rules:
        """Those that are not forgotten yet, by the server's own clock."""
        kept = tuple(rule for rule in self.rules if rule.expires is None or ours < rule.expires)
        return self if len(kept) == len(self.rules) else Rules(kept, self.scenarios)

    def settle(self, facts: Facts, tally: Tally, seed: bytes, now: datetime) -> Settled:
        """What a request meets: of faults and of latencies the first that is its turn.

        Args:
            tally: it counts this request.
            seed: of the request: equal requests meet equal chances.
            now: by the session's clock.
        """
        fault, latency, by = None, None, []
        for named, found_fault, found_latency in self._turns(facts, tally, seed, now):
            if (found_fault and not fault) or (found_latency and not latency):
                by.append(named)
            fault, latency = fault or found_fault, latency or found_latency
        return Settled(fault, latency, tuple(by)) if by else CALM

    def _turns(
        self, facts: Facts, tally: Tally, seed: bytes, now: datetime
    ) -> Iterator[tuple[str, Fault | None, Latency | None]]:
        for scenario in self.scenarios:
            step = scenario.step_at(tally.of(f"{scenario.id} met"))
            if step is not None and step.match(facts):
                tally.add(f"{scenario.id} met")
                yield scenario.id, step.fault, step.latency
        for rule in self.rules:
            of_callbacks = rule.fault is not None and rule.fault.kind in OF_CALLBACKS
            if of_callbacks or not rule.holds(now) or not rule.match(facts):
                continue
            if rule.acts(tally, seed):
                yield rule.id, rule.fault, rule.latency


def chance(seed: bytes, rule_id: str, count: int) -> float:
    """From 0 to below 1; other requests and rules, unrelated chances."""
    text = b"%b\0%b\0%d" % (seed, rule_id.encode(), count)
    return int.from_bytes(blake2b(text, digest_size=8, person=b"fault").digest()) / 2**64
