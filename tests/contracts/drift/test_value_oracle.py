"""No severity contradicts the values themselves: what was taken before, what may be sent now."""

from __future__ import annotations

import copy
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contracts.drift.acme import Json, body, document, drift
from tests.contracts.drift.edits import change
from tests.contracts.drift.generated import MARKS, Maker, schemas
from tests.contracts.drift.test_schema_rules import CASES, Case
from tests.contracts.drift.values import Judge, Value, values

THING = {"$ref": "#/components/schemas/Thing"}
UNSEEN = frozenset({
    "default-changed", "discriminator-changed", "discriminator-said", "format-changed",
    "mapping-said", "object-closed", "object-opened", "property-no-longer-required",
    "property-removed", "reference-broken", "reference-mended", "required-property-added",
    "type-left-out", "type-stated",
})  # fmt: skip
"""Kinds that hurt, or do not, whatever the schemas take: values are drawn without fields that
nobody names, and it is not the schema but its reader who misses a field."""


def lost(taken_by: Json, not_by: Json, components: tuple[Json, Json], seed: int = 0) -> list[Value]:
    """Values that one schema takes and the other does not."""
    judge = Judge(not_by, components[1])
    drawn = values(taken_by, not_by, components[0], Random(seed))
    return [value for value in drawn if not judge.takes(value)]


PROVABLE = [case for case in CASES if case.kind not in UNSEEN]
PROVABLE_OF_RESPONSES = [case for case in PROVABLE if case.kind != "property-no-longer-accepted"]


@pytest.mark.parametrize("case", PROVABLE, ids=str)
def test_what_is_told_of_requests_is_seen_in_what_was_taken_before(case: Case) -> None:
    severity = case.request

    refused = lost(case.old, case.new, ({}, {}))

    assert bool(refused) == (severity in {"breaking", "risky"})


@pytest.mark.parametrize("case", PROVABLE_OF_RESPONSES, ids=str)
def test_what_is_told_of_responses_is_seen_in_what_may_be_sent_now(case: Case) -> None:
    severity = case.response

    unknown = lost(case.new, case.old, ({}, {}))

    assert bool(unknown) == (severity in {"breaking", "risky"})


def test_no_severity_is_below_what_values_show(pairs: int) -> None:
    @settings(max_examples=pairs // 2, deadline=None)
    @given(st.integers(0, 2**48))
    def holds(seed: int) -> None:
        old, new = _changed(Random(seed))
        before, after = old["components"]["schemas"], new["components"]["schemas"]

        found = drift(old, new).findings

        if refused := lost(THING, THING, (before, after), seed):
            assert [f for f in found if f.direction == "request" and f.severity >= 2], refused[0]
        if unknown := lost(THING, THING, (after, before), seed):
            assert [f for f in found if f.direction == "response" and f.severity >= 2], unknown[0]

    holds()


def _changed(rng: Random) -> tuple[Json, Json]:
    """A thing that is taken and answered with, before and after up to three changes of it."""
    old = Maker(rng).document()
    for schema in schemas(old):
        for mark in MARKS:
            schema.pop(mark, None)
    answers = {"200": {"description": "fine", **body(THING)}}
    posting = {"parameters": [], "requestBody": body(THING), "responses": answers}
    old["paths"] = document({"/things": {"post": posting}})["paths"]
    new = copy.deepcopy(old)
    for _ in range(rng.randint(1, 3)):
        change(new, rng, of_schemas_only=True)
    return old, new
