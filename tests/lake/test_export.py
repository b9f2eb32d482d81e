"""What an export is, and how it is cut."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.lake.errors import ExportError
from mock_server.lake.export import Totals, from_description, shards
from mock_server.ledger.selection import Filter
from tests.lake.exports import DAY_MS, EXPORT, OCTOBER_MS, SETTINGS, total


@settings(deadline=None, max_examples=30)
@given(count=st.integers(1, 40), hours=st.integers(1, 72))
def test_shards_lie_side_by_side_with_equally_many_records(count: int, hours: int) -> None:
    export = replace(EXPORT, to_ms=EXPORT.from_ms + hours * 3_600_000)

    cut = shards(export, count)

    sizes = [export.totals(shard.from_ms, shard.to_ms).rows for shard in cut]
    assert [shard.number for shard in cut] == list(range(1, count + 1))
    assert (cut[0].from_ms, cut[-1].to_ms) == (export.from_ms, export.to_ms)
    assert all(one.to_ms == other.from_ms for one, other in pairwise(cut))
    assert sum(sizes) == total(export).rows
    assert max(sizes) - min(sizes) <= 3  # one by division, the others of the same millisecond


def test_names_tell_product_account_span_and_part() -> None:
    names = [shard.name for shard in shards(replace(EXPORT, account="a/b"), 10)]

    assert names[0] == "message_a%2Fb_20261001T000000Z_20261002T000000Z_01-of-10.csv.gz"
    assert len(set(names)) == 10


def test_a_span_without_records_has_shards_too() -> None:
    export = replace(EXPORT, as_of_ms=EXPORT.from_ms)

    assert [export.totals(one.from_ms, one.to_ms) for one in shards(export, 3)] == [
        Totals(0, 0)
    ] * 3


def test_an_export_comes_back_from_its_description() -> None:
    wanted = Filter({"status": frozenset({"delivered", "failed"})}, number="+15550100")
    export = replace(EXPORT, wanted=wanted, include_text=False)

    again = from_description(json.loads(json.dumps(export.described())))

    assert again == export
    assert again.fingerprint == export.fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"settings": replace(SETTINGS, seed=4)},
        {"account": "another"},
        {"to_ms": EXPORT.to_ms + 1},
        {"as_of_ms": EXPORT.to_ms},
        {"format": "parquet"},
        {"include_text": False},
        {"wanted": Filter({"status": frozenset({"failed"})})},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_export_has_another_fingerprint(change: Any) -> None:
    assert replace(EXPORT, **change).fingerprint != EXPORT.fingerprint


def test_once_all_is_settled_it_does_not_matter_when_one_looks() -> None:
    settled_ms = EXPORT.to_ms + 3 * DAY_MS

    early, late = (replace(EXPORT, as_of_ms=settled_ms + days * DAY_MS) for days in (0, 300))

    assert early == late == EXPORT
    assert early.is_settled
    assert not replace(EXPORT, as_of_ms=settled_ms - 1).is_settled


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"product": "mesage"}, "the products are"),
        ({"format": "xlsx"}, "csv.gz and parquet"),
        ({"to_ms": OCTOBER_MS}, "begins at 2026-10-01T00:00:00Z"),
    ],
    ids=["product", "format", "span"],
)
def test_an_export_that_makes_no_sense_is_refused(change: Any, words: str) -> None:
    with pytest.raises(ExportError) as refusal:
        replace(EXPORT, **change)

    assert words in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [("colour", "red", "records can be chosen by"), ("status", "lost", "delivered, expired")],
)
def test_a_filter_that_finds_nothing_by_its_words_is_refused(
    name: str, value: str, words: str
) -> None:
    export = replace(EXPORT, wanted=Filter({name: frozenset({value})}))

    with pytest.raises(ExportError) as refusal:
        total(export)

    assert words in str(refusal.value)


@pytest.mark.parametrize(
    "described", [{}, EXPORT.described() | {"settings": 3}, EXPORT.described() | {"more": 1}]
)
def test_a_description_of_something_else_is_refused(described: dict[str, Any]) -> None:
    with pytest.raises(ExportError):
        from_description(described)
