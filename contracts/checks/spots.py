"""The places of a JSON body, worked out once for all checks."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from contracts.checks.documented import described_body
from contracts.observed import NOT_JSON, Observed
from contracts.schema.pointers import Json, Path
from contracts.schema.validators import Held
from contracts.schema.walking import Spot, walked

MOST_LEAVES = 20_000
"""Values of one body that are looked at one by one. ASSUMED to be enough for a page of records."""


def spots(observed: Observed) -> tuple[Spot, ...]:
    """With what its schema says of each; none where there is no JSON, or no schema."""
    return _spots(Held(observed))


def leaves(observed: Observed) -> tuple[tuple[Path, Json], ...]:
    """All values that hold no others, whatever schemas say; none where there is no JSON."""
    return _leaves(Held(observed))


@lru_cache(maxsize=1)
def _spots(held: Held) -> tuple[Spot, ...]:
    observed: Observed = held.schema
    described = described_body(observed)
    if described is None or observed.json is NOT_JSON:
        return ()
    return tuple(walked(described.schema, observed.json))


@lru_cache(maxsize=1)
def _leaves(held: Held) -> tuple[tuple[Path, Json], ...]:
    observed: Observed = held.schema
    return () if observed.json is NOT_JSON else tuple(_below(observed.json))


def _below(body: Json) -> Iterator[tuple[Path, Json]]:
    waiting: list[tuple[Path, Json]] = [((), body)]
    count = 0
    while waiting and count < MOST_LEAVES:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [((*path, name), each) for name, each in value.items()]
        elif isinstance(value, list):
            waiting += [((*path, index), each) for index, each in enumerate(value)]
        else:
            count += 1
            yield path, value
