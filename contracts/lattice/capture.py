"""One golden request's answers over time: what is remembered of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log2

from contracts.lattice.shape import NO_JSON, Key, Name, Shape, any_key
from contracts.observed import NOT_JSON, Observed

WATCHED = (
    "deprecation", "sunset", "link", "location", "retry-after", "warning", "www-authenticate",
    "x-request-id",
)  # fmt: skip
"""Headers whose coming and going tells something; beside them all that speak of rate limits."""

TROUBLE = frozenset({401, 403, 407, 408, 429, *range(500, 600)})
"""Statuses that say nothing of the contract: an outage, a key, a limit."""


@dataclass(slots=True)
class Answers:
    """What was seen with one status.

    Args:
        captures: how many answers.
        media_types: how often each.
        headers: in how many answers each watched header was.
        latency: how often each band of the time taken: 0 for up to 1 ms, 1 for up to 2 ms, 2 for
            up to 4 ms, and so on.
        body: of what was JSON.
    """

    captures: int = 0
    media_types: Counter[str] = field(default_factory=Counter)
    headers: Counter[str] = field(default_factory=Counter)
    latency: Counter[int] = field(default_factory=Counter)
    body: Shape = field(default_factory=Shape)

    def add(self, other: Answers) -> None:
        self.captures += other.captures
        self.media_types += other.media_types
        self.headers += other.headers
        self.latency += other.latency
        self.body.add(other.body)


@dataclass(slots=True)
class Seen:
    """All answers to one golden request.

    Args:
        operation: method and path, as the document has them.
        statuses: what was seen, by status.
        trouble: the statuses that say nothing of the contract; they are never learned.
    """

    operation: str
    statuses: dict[int, Answers] = field(default_factory=dict)
    trouble: Counter[str] = field(default_factory=Counter)

    @property
    def captures(self) -> int:
        return sum(one.captures for one in self.statuses.values())

    def add(self, other: Seen) -> None:
        for status, answers in other.statuses.items():
            self.statuses.setdefault(status, Answers()).add(answers)


def seen(
    observed: Observed,
    name: Name,
    expected: frozenset[int] = frozenset(),
    key: Key = any_key,
) -> Seen:
    """What one exchange adds.

    Args:
        name: what is kept of a word.
        key: what is kept of an object's key.
        expected: the statuses that the golden request is made for; they are never trouble.
    """
    one = Seen(observed.operation)
    if observed.status in TROUBLE and observed.status not in expected:
        one.trouble[str(observed.status)] += 1
        return one
    answers = Answers(1)
    answers.media_types[observed.media_type] += 1
    answers.headers.update(watched(observed))
    answers.latency[band(observed.seconds)] += 1
    if observed.json is not NOT_JSON:
        answers.body.see(observed.json, name, key)
    elif observed.is_json:
        answers.body.types[NO_JSON] += 1
    one.statuses[observed.status] = answers
    return one


def watched(observed: Observed) -> Iterator[str]:
    """The watched headers of an answer, in lower case, each once."""
    for header in {name.lower() for name in observed.response.headers}:
        if header in WATCHED or "ratelimit" in header.replace("-", ""):
            yield header


def band(seconds: float) -> int:
    """The power of two of milliseconds that holds it; 0 for anything up to one."""
    return max(0, int(log2(max(seconds * 1000, 1e-3))) + 1) if seconds > 0.001 else 0
