"""What of a contract was exercised, and by whom. Parts that were seen apart add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from contracts.contract import Contract, Promise
from contracts.coverage.yardstick import Point, yardstick

Json = Any

ASPECTS = ("operations", "statuses", "parameters", "values", "branches")

MOST_NEVER = 20
"""As many points that nobody exercised are named for each operation."""


@dataclass
class Coverage:
    """How often each point was exercised, by who asked: "mock", "url", "live", "tests"."""

    hits: dict[str, Counter[Point]] = field(default_factory=dict)

    def add(self, other: Coverage) -> None:
        for by, counter in other.hits.items():
            self.hits.setdefault(by, Counter()).update(counter)

    def told(self, contract: Contract) -> Json:
        """All of it as JSON; docs/check.md documents each field."""
        known = {key: Known.of(promise) for key, promise in contract.promises.items()}
        seen = {point for counter in self.hits.values() for point in counter}
        return {
            "sources": list(self.hits),
            "totals": {
                aspect: _joined([self._count(one, aspect, seen) for one in known.values()])
                for aspect in ASPECTS
            },
            "operations": [self._operation(one, seen) for one in known.values()],
        }

    def _operation(self, known: Known, seen: AbstractSet[Point]) -> Json:
        point = (known.key, "operations", "asked")
        exchanges = {by: counter[point] for by, counter in self.hits.items() if counter[point]}
        never = [
            f"{aspect}: {name.strip()}"
            for aspect in ASPECTS[1:]
            for name in known.names[aspect]
            if (known.key, aspect, name) not in seen
        ]
        return {
            "operation": known.key,
            "exchanges": exchanges,
            "aspects": {aspect: self._count(known, aspect, seen) for aspect in ASPECTS[1:]},
            "never": never[:MOST_NEVER],
            "never_more": max(0, len(never) - MOST_NEVER),
        }

    def _count(self, known: Known, aspect: str, seen: AbstractSet[Point]) -> Json:
        """How many points there are, how many were exercised at all, and how many by each."""
        points = [(known.key, aspect, name) for name in known.names[aspect]]
        by = {who: sum(point in counter for point in points) for who, counter in self.hits.items()}
        return {"known": len(points), "seen": sum(point in seen for point in points), "by": by}


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
