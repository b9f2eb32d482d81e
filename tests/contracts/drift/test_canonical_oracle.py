"""Something is told if, and only if, two documents do not mean the same."""

from __future__ import annotations

import copy
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts.drift.acme import Json, drift, modern
from tests.contracts.drift.canonical import canonical
from tests.contracts.drift.edits import change
from tests.contracts.drift.generated import Maker
from tests.contracts.drift.rewritings import rewrite


def test_something_is_told_exactly_when_the_canonical_forms_differ(pairs: int) -> None:
    @settings(max_examples=pairs, deadline=None)
    @given(st.integers(0, 2**48))
    def holds(seed: int) -> None:
        old, new = pair(Random(seed))

        report = drift(old, new)

        told = [(f.kind, f.direction, f.where) for f in report.findings]
        assert bool(told) == (canonical(old) != canonical(new)), told

    holds()


def test_no_rewriting_is_told(pairs: int) -> None:
    @settings(max_examples=pairs // 2, deadline=None)
    @given(st.integers(0, 2**48), st.integers(1, 5))
    def holds(seed: int, times: int) -> None:
        rng = Random(seed)
        old = Maker(rng).document()
        new = copy.deepcopy(old)
        for _ in range(times):
            new = rewrite(new, rng)

        found = drift(old, modern_document(new)).findings

        assert [(f.kind, f.direction, f.where) for f in found] == []

    holds()


def pair(rng: Random) -> tuple[Json, Json]:
    """A document, and what up to three changes and two rewritings make of it, often as 3.1."""
    old = Maker(rng).document()
    new = copy.deepcopy(old)
    for _ in range(rng.randint(0, 3)):
        change(new, rng)
    for _ in range(rng.randint(0, 2)):
        new = rewrite(new, rng)
    return old, modern_document(new) if rng.random() < 0.5 else new


def modern_document(tree: Json) -> Json:
    found: Json = modern(tree)
    return {**found, "openapi": "3.1.0"}
