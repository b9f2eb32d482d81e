"""The places of a JSON body, worked out once for all checks."""

from __future__ import annotations

from functools import lru_cache

from contracts.checks.documented import described_body
from contracts.observed import NOT_JSON, Observed
from contracts.schema.validators import Held
from contracts.schema.walking import Spot, walked


def spots(observed: Observed) -> tuple[Spot, ...]:
    """With what its schema says of each; none where there is no JSON, or no schema."""
    return _spots(Held(observed))


@lru_cache(maxsize=1)
def _spots(held: Held) -> tuple[Spot, ...]:
    observed: Observed = held.schema
    described = described_body(observed)
    if described is None or observed.json is NOT_JSON:
        return ()
    return tuple(walked(described.schema, observed.json))
