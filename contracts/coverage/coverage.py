"""What of a contract was exercised, and by whom. Parts that were seen apart add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.contract import Contract, Promise
from contracts.coverage.requested import Asking, asking
from contracts.coverage.tree import Hit, Node, tree
from contracts.observed import NOT_JSON, Observed

Json = Any

ASPECTS = ("operations", "statuses", "parameters", "values", "branches")

Point = tuple[str, str, str]
"""An operation's key, an aspect, and what of it."""

MOST_NEVER = 20
"""As many points that nobody exercised are named for each operation."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What there is to exercise of one operation.

    Args:
        answers: by status as the document has it; those that describe no JSON have None.
    """

    key: str
    asking: Asking
    answers: Mapping[str, Node | None]

    def known(self) -> Iterator[Point]:
        yield self.key, "operations", "asked"
        for status, node in self.answers.items():
            yield self.key, "statuses", status
            for aspect, name in node.known() if node else ():
                yield self.key, aspect, name
        for aspect, name in self.asking.known():
            yield self.key, aspect, name

    def status(self, status: int) -> str | None:
        """The entry that a status falls under."""
        names = (str(status), f"{status // 100}XX", "default")
        return next((name for name in names if name in self.answers), None)


def yardstick(promise: Promise) -> Yardstick:
    operation = promise.operation
    answers: dict[str, Node | None] = {}
    for one in operation.responses:
        schemas = [media.schema for media in one.content if "json" in media.range]
        name = one.status.upper() if one.status.lower() != "default" else "default"
        answers[name] = tree(schemas[0], name + " ") if schemas else None
    return Yardstick(promise.key, asking(operation), answers)


@dataclass
class Coverage:
    """How often each point was exercised, by who asked: "mock", "url", "live", "tests"."""

    hits: dict[str, Counter[Point]] = field(default_factory=dict)
    _sticks: dict[str, Yardstick] = field(default_factory=dict, repr=False, compare=False)

    def __getstate__(self) -> Json:
        """What another process needs; yardsticks hold validators, which stay where they are."""
        return self.hits

    def __setstate__(self, hits: Json) -> None:
        self.hits, self._sticks = hits, {}

    def see(self, observed: Observed, by: str) -> None:
        """Count what an exchange exercises: of a refused request, its answer alone."""
        stick = self._stick(observed.promise)
        counter = self.hits.setdefault(by, Counter())
        key = stick.key
        counter[key, "operations", "asked"] += 1

        def hit(aspect: str, name: str) -> None:
            counter[key, aspect, name] += 1

        self._answer(stick, observed, hit)
        if observed.status < 400:
            stick.asking.walk(observed.request, hit)

    def _stick(self, promise: Promise) -> Yardstick:
        if promise.key not in self._sticks:
            self._sticks[promise.key] = yardstick(promise)
        return self._sticks[promise.key]

    @staticmethod
    def _answer(stick: Yardstick, observed: Observed, hit: Hit) -> None:
        status = stick.status(observed.status)
        if status is None:
            return
        hit("statuses", status)
        node = stick.answers[status]
        if node is not None and observed.json is not NOT_JSON:
            node.walk(observed.json, hit)

    def add(self, other: Coverage) -> None:
        for by, counter in other.hits.items():
            self.hits.setdefault(by, Counter()).update(counter)

    @property
    def exchanges(self) -> int:
        return sum(
            count
            for counter in self.hits.values()
            for point, count in counter.items()
            if point[1] == "operations"
        )

    def told(self, contract: Contract) -> Json:
        """All of it as JSON; docs/check.md documents each field."""
        known = {key: Known.of(promise) for key, promise in contract.promises.items()}
        return {
            "sources": list(self.hits),
            "totals": {
                aspect: _joined([self._count(one, aspect) for one in known.values()])
                for aspect in ASPECTS
            },
            "operations": [self._operation(one) for one in known.values()],
        }

    def _operation(self, known: Known) -> Json:
        point = (known.key, "operations", "asked")
        exchanges = {by: counter[point] for by, counter in self.hits.items() if counter[point]}
        seen = {point for counter in self.hits.values() for point in counter}
        never = [
            f"{aspect}: {name.strip()}"
            for aspect in ASPECTS[1:]
            for name in known.names[aspect]
            if (known.key, aspect, name) not in seen
        ]
        return {
            "operation": known.key,
            "exchanges": exchanges,
            "aspects": {aspect: self._count(known, aspect) for aspect in ASPECTS[1:]},
            "never": never[:MOST_NEVER],
            "never_more": max(0, len(never) - MOST_NEVER),
        }

    def _count(self, known: Known, aspect: str) -> Json:
        """How many points there are, how many were exercised at all, and how many by each."""
        points = [(known.key, aspect, name) for name in known.names[aspect]]
        by = {who: sum(point in counter for point in points) for who, counter in self.hits.items()}
        seen = sum(any(point in one for one in self.hits.values()) for point in points)
        return {"known": len(points), "seen": seen, "by": by}


@dataclass(frozen=True, slots=True)
class Known:
    """The points of one operation by aspect, each once."""

    key: str
    names: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, promise: Promise) -> Known:
        names: dict[str, dict[str, None]] = {aspect: {} for aspect in ASPECTS}
        for _, aspect, name in yardstick(promise).known():
            names[aspect][name] = None
        return cls(promise.key, {aspect: tuple(found) for aspect, found in names.items()})


def _joined(counts: list[Json]) -> Json:
    by: Counter[str] = Counter()
    for one in counts:
        by.update(one["by"])
    return {
        "known": sum(one["known"] for one in counts),
        "seen": sum(one["seen"] for one in counts),
        "by": dict(by),
    }
