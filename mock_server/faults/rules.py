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
        latency_s: None where no rule says anything of it.
        by: the ids of the rules that said so.
    """

    fault: Fault | None = None
    latency_s: float | None = None
    by: tuple[str, ...] = ()


CALM = Settled()


@dataclass(frozen=True, slots=True)
class Turn:
    """A rule or scenario whose turn it is.

    Args:
        count: how many requests it was asked about, this one included.
    """

    id: str
    fault: Fault | None
    latency: Latency | None
    count: int

    def latency_s(self, seed: bytes) -> float | None:
        """Another one for each request, be they equal."""
        if self.latency is None:
            return None
        return self.latency.draw(b"%b\0%b\0%d" % (seed, self.id.encode(), self.count))


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
        set_at: when it was set, by the same clock; None for one of the configuration.
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
    set_at: datetime | None = None

    @property
    def of_callbacks(self) -> bool:
        return self.fault is not None and self.fault.kind in OF_CALLBACKS

    def holds(self, now: datetime) -> bool:
        has_begun = self.begins is None or self.begins <= now
        return has_begun and (self.ends is None or now < self.ends)

    def turn(self, tally: Tally, seed: bytes) -> Turn | None:
        """What it does to this request, of those that match; None when it is not its turn."""
        name = counted_as(self.id, self.set_at)
        count = tally.add(f"{name} matched")
        if (self.nth and count != self.nth) or (self.every and count % self.every):
            return None
        if self.probability < 1 and chance(seed, self.id, count) >= self.probability:
            return None
        if self.uses and tally.of(f"{name} used") >= self.uses:
            return None
        return Turn(self.id, self.fault, self.latency, count)

    def use(self, tally: Tally) -> None:
        """Count that it acted."""
        if self.uses:
            tally.add(f"{counted_as(self.id, self.set_at)} used")


@dataclass(frozen=True, slots=True)
class Step:
    """A part of a scenario.

    Args:
        match: which requests it waits for.
        fault, latency: what they meet; without either, the ordinary answer, whatever the rules say.
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
        expires, set_at: as of a rule.
    """

    id: str
    steps: tuple[Step, ...]
    name: str = ""
    repeats: bool = False
    expires: datetime | None = None
    set_at: datetime | None = None

    def turn(self, tally: Tally, facts: Facts) -> Turn | None:
        """What it does to a request; None when it waits for another, or is over."""
        name = f"{counted_as(self.id, self.set_at)} met"
        step = self.step_at(tally.of(name))
        if step is None or not step.match(facts):
            return None
        return Turn(self.id, step.fault, step.latency, tally.add(name))

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

    def __add__(self, others: Rules) -> Rules:
        return Rules((*self.rules, *others.rules), (*self.scenarios, *others.scenarios))

    def living(self, ours: datetime) -> Rules:
        """Those that are not forgotten yet, by the server's own clock."""

        def lives(one: Rule | Scenario) -> bool:
            return one.expires is None or ours < one.expires

        return Rules(tuple(filter(lives, self.rules)), tuple(filter(lives, self.scenarios)))

    def settle(self, facts: Facts, tally: Tally, seed: bytes, now: datetime) -> Settled:
        """What a request meets.

        The first scenario that waits for it decides alone. Without one it is, of the rules, the
        first fault and the first latency whose turn it is; all rules that match count it.

        Args:
            tally: it counts this request.
            seed: of the request: equal requests meet equal chances.
            now: by the session's clock.
        """
        for scenario in self.scenarios:
            if turn := scenario.turn(tally, facts):
                return Settled(turn.fault, turn.latency_s(seed), (turn.id,))
        fault, latency_s, by = None, None, []
        for rule in self._meant(facts, now, of_callbacks=False):
            turn = rule.turn(tally, seed)
            if turn and ((turn.fault and not fault) or (turn.latency and latency_s is None)):
                rule.use(tally)
                by.append(turn.id)
                fault = fault or turn.fault
                latency_s = turn.latency_s(seed) if latency_s is None else latency_s
        return Settled(fault, latency_s, tuple(by)) if by else CALM

    def settle_callback(self, facts: Facts, tally: Tally, seed: bytes, now: datetime) -> Settled:
        """What a callback meets, told as if it were a request without an operation."""
        for rule in self._meant(facts, now, of_callbacks=True):
            if turn := rule.turn(tally, seed):
                rule.use(tally)
                return Settled(turn.fault, by=(turn.id,))
        return CALM

    def _meant(self, facts: Facts, now: datetime, *, of_callbacks: bool) -> Iterator[Rule]:
        for rule in self.rules:
            if rule.of_callbacks == of_callbacks and rule.holds(now) and rule.match(facts):
                yield rule


COUNTED = ("matched", "used", "met")
"""What is counted of rules, and of scenarios: "ID matched" and so on."""


def counted_as(name: str, set_at: datetime | None) -> str:
    """Under which name uses are counted: one that is set anew begins anew."""
    return name if set_at is None else f"{name} {set_at.isoformat()}"


def chance(seed: bytes, rule_id: str, count: int) -> float:
    """From 0 to below 1; other requests and rules, unrelated chances."""
    text = b"%b\0%b\0%d" % (seed, rule_id.encode(), count)
    return int.from_bytes(blake2b(text, digest_size=8, person=b"fault").digest()) / 2**64
