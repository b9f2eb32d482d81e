"""From exchanges to what is known of each operation."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from mock_server.calibration.fit import FEWEST, Fit, fitted
from mock_server.calibration.sample import Sample
from mock_server.faults.latency import MAX_LATENCY_S

UNKNOWN = -1


@dataclass(slots=True)
class Seen:
    """What was seen of an operation: sixteen bytes of each answer."""

    took_s: array[float] = field(default_factory=lambda: array("d"))
    sizes: array[int] = field(default_factory=lambda: array("q"))
    statuses: Counter[int] = field(default_factory=Counter)

    def add(self, sample: Sample) -> None:
        self.statuses[sample.status] += 1
        if sample.status < 400 and sample.took_s and sample.took_s <= MAX_LATENCY_S:
            self.took_s.append(sample.took_s)
            self.sizes.append(UNKNOWN if sample.size is None else sample.size)

    @property
    def fit(self) -> Fit | None:
        return fitted(np.array(self.took_s), np.array(self.sizes, dtype=np.int64))


@dataclass(frozen=True, slots=True)
class Operation:
    """What was learned of one.

    Args:
        name: method and path, as the document has them.
        count: its answers.
        timed: those of them that were no errors and whose durations are known.
        fit: None when too few were timed.
        errors: how often which status from 400 on came; empty when too few answers were seen.
    """

    name: str
    count: int
    timed: int
    fit: Fit | None
    errors: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Learned:
    """All that was learned.

    Args:
        default: of all operations together; None when there is too little of it.
        unknown: requests that are for no operation.
        unanswered: requests for one that had no answer.
        cached: answers that came from the client's own memory.
        first_at, last_at: when it was recorded, if known.
    """

    operations: tuple[Operation, ...]
    default: Fit | None
    unknown: int
    unanswered: int
    cached: int
    first_at: datetime | None
    last_at: datetime | None

    @property
    def exchanges(self) -> int:
        return sum(one.count for one in self.operations)

    @property
    def timed(self) -> int:
        return sum(one.timed for one in self.operations)


@dataclass(slots=True)
class Learner:
    """Takes in exchanges one by one, and tells what they come to."""

    seen: dict[str, Seen] = field(default_factory=dict)
    unknown: int = 0
    unanswered: int = 0
    cached: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None

    def add(self, operation: str | None, sample: Sample) -> None:
        """Take in an exchange.

        Args:
            operation: its method and path; None when it is for none.
        """
        if operation is None:
            self.unknown += 1
        elif sample.is_cached:
            self.cached += 1
        elif not 100 <= sample.status <= 599:
            self.unanswered += 1
        else:
            self.seen.setdefault(operation, Seen()).add(sample)
            if sample.at is not None:
                self.first_at = min(self.first_at or sample.at, sample.at)
                self.last_at = max(self.last_at or sample.at, sample.at)

    @property
    def learned(self) -> Learned:
        together = Seen()
        for seen in self.seen.values():
            together.took_s.extend(seen.took_s)
        together.sizes.extend([UNKNOWN] * len(together.took_s))
        return Learned(
            operations=tuple(_operation(name, self.seen[name]) for name in sorted(self.seen)),
            default=together.fit,
            unknown=self.unknown,
            unanswered=self.unanswered,
            cached=self.cached,
            first_at=self.first_at,
            last_at=self.last_at,
        )


def _operation(name: str, seen: Seen) -> Operation:
    count = seen.statuses.total()
    errors = {status: times for status, times in sorted(seen.statuses.items()) if status >= 400}
    return Operation(name, count, len(seen.took_s), seen.fit, errors if count >= FEWEST else {})
