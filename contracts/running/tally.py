"""What a run has seen so far; parts that were seen in several processes add up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from contracts.cases.sent import Sent
from contracts.coverage import Coverage
from contracts.finding import Finding
from contracts.observed import Observed
from contracts.report.report import Tried

UNSENT = 10**9
"""The size of what no one request shows."""

TURNED_AWAY = (401, 403)
"""Statuses that speak of who asks, not of what is asked (RFC 9110, 15.5.2 and 15.5.4)."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A finding with the smallest request known to show it.

    Args:
        finding: as it may be told.
        known_as: its fingerprint before anything in it was hidden.
        sent: None where there is no one request, as with laws.
        times: how often it was seen.
    """

    finding: Finding
    known_as: str
    sent: Sent | None = None
    times: int = 1

    @property
    def size(self) -> int:
        return self.sent.size if self.sent else UNSENT

    def joined(self, other: Sighting) -> Sighting:
        """Both as one: the smaller request, the earlier one where they are equal."""
        kept = min(self, other, key=lambda one: one.size)
        return replace(kept, times=self.times + other.times)


@dataclass
class Tally:
    """Counts, latencies and findings.

    Args:
        seconds: of latency by operation, each answered request's.
        sightings: by `Sighting.known_as`.
        outcomes: how often by operation, expectation and status.
        sent: requests that left, answered or not.
        silent: why there was no answer, how often by operation and reason.
        doubts: what could not be judged, in whole sentences.
        dead: why nobody is asked any more; "" while the target lives.
        interrupted: whether somebody ended the run by hand.
        cut: operations whose listed cases did not all fit, with how many were sent.
        laws: what came of each, by its name.
    """

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sightings: dict[str, Sighting] = field(default_factory=dict)
    outcomes: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    sent: int = 0
    silent: Counter[tuple[str, str]] = field(default_factory=Counter)
    doubts: dict[str, None] = field(default_factory=dict)
    dead: str = ""
    interrupted: bool = False
    cut: dict[str, int] = field(default_factory=dict)
    laws: dict[str, Tried] = field(default_factory=dict)
    coverage: Coverage = field(default_factory=Coverage)

    def count(self, observed: Observed) -> None:
        self.seconds[observed.operation].append(observed.seconds)
        self.outcomes[observed.operation, observed.expectation, observed.status] += 1

    def note(self, sighting: Sighting) -> None:
        known = self.sightings.get(sighting.known_as)
        self.sightings[sighting.known_as] = sighting if known is None else known.joined(sighting)

    @property
    def answered(self) -> int:
        return sum(len(taken) for taken in self.seconds.values())

    @property
    def granted(self) -> int:
        """Answers that are no refusals."""
        return sum(times for (_, _, status), times in self.outcomes.items() if status < 400)

    def barred(self) -> Mapping[str, int]:
        """Operations whose right requests were all turned away for who asks, and how many."""
        right: dict[str, Counter[bool]] = defaultdict(Counter)
        for (key, expectation, status), times in self.outcomes.items():
            if expectation == "accepted":
                right[key][status in TURNED_AWAY] += times
        return {key: asked[True] for key, asked in right.items() if not asked[False]}

    def add(self, other: Tally) -> None:
        """Take in what somebody else saw."""
        for key, taken in other.seconds.items():
            self.seconds[key].extend(taken)
        for sighting in other.sightings.values():
            self.note(sighting)
        self.outcomes.update(other.outcomes)
        self.silent.update(other.silent)
        self.doubts.update(other.doubts)
        self.cut.update(other.cut)
        self.laws.update(other.laws)
        self.coverage.add(other.coverage)
        self.sent += other.sent
        self.dead = self.dead or other.dead

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "seconds": dict(self.seconds)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.seconds = defaultdict(list, state["seconds"])
