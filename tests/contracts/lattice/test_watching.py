from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from contracts.contract import Contract
from contracts.lattice.baseline import ARMED, Baseline
from contracts.lattice.settling import Observation
from contracts.lattice.watching import Golden, Look, Silence, both_ways, learn, look
from contracts.observed import Observed
from tests.contracts.lattice.answers import answered, bill, bills

OTHER = "0b5c6f1e-7f0a-4c0e-9d55-3d3c3a1c0002"


@pytest.fixture
def promised(tmp_path: Path) -> Contract:
    return bills(tmp_path)


def golden(*answers: Observed | Silence, expected: int = 200) -> list[Golden]:
    turns: Iterator[Observed | Silence] = cycle(answers)
    return [Golden("bills", lambda: next(turns), frozenset({expected}))]


def known(promised: Contract) -> Baseline:
    baseline = Baseline("live:bills", salt="salt")
    usual = golden(answered(promised, bill(), bill(id=OTHER, status="paid", note=None)))
    for _ in range(ARMED):
        learn(baseline, look(usual, baseline, promised))
    return baseline


def shown(promised: Contract, *answers: Observed | Silence) -> Look:
    return look(golden(*answers), known(promised), promised)


def only(observations: list[Observation]) -> tuple[str, str, str, str]:
    (one,) = observations
    return one.difference.kind, one.difference.pointer, one.difference.what, one.held


def test_answers_as_before_show_nothing(promised: Contract) -> None:
    seen = shown(promised, answered(promised, bill(amount="7.00")))

    assert not seen.observations
    assert (seen.judged, seen.requests) == (1, 1)


CHANGES: list[tuple[Callable[[dict[str, Any]], dict[str, Any]], tuple[str, str, str, str]]] = [
    (lambda one: {**one, "tax": 1}, ("property-added", "/data/*/tax", "tax", "undocumented")),
    (
        lambda one: {k: v for k, v in one.items() if k != "status"},
        ("property-removed", "/data/*/status", "status", "drift"),
    ),
    (
        lambda one: {k: v for k, v in one.items() if k != "amount"},
        ("property-removed", "/data/*/amount", "amount", "novelty"),
    ),
    (
        lambda one: {**one, "amount": 12.5},
        ("type-added", "/data/*/amount", "number", "drift"),
    ),
    (
        lambda one: {**one, "status": "void"},
        ("word-added", "/data/*/status", "~", "drift"),
    ),
    (
        lambda one: {**one, "id": one["id"].replace("-", "")},
        ("text-changed", "/data/*/id", "hex", "drift"),
    ),
    (
        lambda one: {**one, "amount": "12500.00"},
        ("magnitude", "/data/*/amount", "", "novelty"),
    ),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_a_change_is_told_once_with_what_the_document_says_of_it(
    promised: Contract,
    change: Callable[[dict[str, Any]], dict[str, Any]],
    expected: tuple[str, str, str, str],
) -> None:
    rows = [change(bill()), change(bill(id=OTHER))]

    kind, pointer, what, held = only(shown(promised, answered(promised, *rows)).observations)

    assert (kind, pointer, what[: len(expected[2])], held) == expected


def test_a_header_that_comes_and_one_that_is_documented_are_told_apart(promised: Contract) -> None:
    sunset = shown(promised, answered(promised, bill(), headers={"sunset": "tomorrow"}))
    limit = shown(promised, answered(promised, bill(), headers={"X-RateLimit-Limit": "10"}))

    assert only(sunset.observations)[3] == "undocumented"
    assert only(limit.observations)[3] == "novelty"


def test_what_looks_different_once_and_then_does_not_is_no_finding(promised: Contract) -> None:
    odd = answered(promised, {"id": OTHER, "status": "paid"})
    usual = answered(promised, *(bill() for _ in range(30)))

    seen = shown(promised, odd, usual, usual)

    assert not seen.observations
    assert seen.unconfirmed
    assert seen.requests == 3


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_trouble_is_inconclusive_and_never_learned(promised: Contract, status: int) -> None:
    baseline = known(promised)
    before = repr(baseline)

    seen = look(golden(answered(promised, status=status)), baseline, promised)
    learn(baseline, seen)

    assert not seen.observations
    assert seen.inconclusive == {"bills": f"the answer was {status}"}
    assert seen.trouble == {str(status): 1}
    assert seen.judged == 0
    assert repr(baseline) == before


def test_an_outage_between_two_looks_at_a_change_leaves_it_open(promised: Contract) -> None:
    changed = answered(promised, bill(tax=1))

    seen = shown(promised, changed, Silence("timed out"))

    assert not seen.observations
    assert seen.inconclusive == {"bills": "timed out"}
    assert not seen.answers


def test_a_status_that_the_request_is_made_for_is_no_trouble(promised: Contract) -> None:
    baseline = Baseline("x", salt="s")
    refused = golden(answered(promised, status=401), expected=401)

    seen = look(refused, baseline, promised)

    assert seen.answers["bills"].statuses.keys() == {401}
    assert seen.unarmed == ["bills"]


def test_a_change_is_learned_only_when_it_is_accepted(promised: Contract) -> None:
    baseline = known(promised)
    changed = golden(answered(promised, bill(tax=1)))

    first = look(changed, baseline, promised)
    learn(baseline, first)
    second = look(changed, baseline, promised)
    learn(baseline, second, frozenset(one.fingerprint for one in second.observations))
    third = look(changed, baseline, promised)

    assert first.observations
    assert [one.fingerprint for one in first.observations] == [
        one.fingerprint for one in second.observations
    ]
    assert not third.observations


def test_before_a_baseline_has_ten_captures_nothing_is_judged(promised: Contract) -> None:
    baseline = Baseline("x", salt="s")
    for _ in range(ARMED - 1):
        learn(baseline, look(golden(answered(promised, bill())), baseline, promised))

    seen = look(golden(answered(promised, bill(tax=1))), baseline, promised)

    assert not seen.observations
    assert seen.unarmed == ["bills"]


def test_mock_and_vendor_are_compared_both_ways(promised: Contract) -> None:
    vendor, mock = known(promised), Baseline("mock:bills", salt="salt")
    for _ in range(ARMED):
        richer = golden(answered(promised, bill(tax="1.00"), bill(id=OTHER, status="paid")))
        learn(mock, look(richer, mock, promised))

    mock_only, vendor_only = both_ways(vendor.cases, mock.cases, promised)

    assert [one.difference.pointer for one in mock_only] == ["/data/*/tax"]
    assert [(one.difference.pointer, one.difference.what) for one in vendor_only] == [
        ("/data/*/note", "null")
    ]


def test_a_web_page_is_no_drift(promised: Contract) -> None:
    page = answered(promised, headers={"content-type": "text/html; charset=utf-8"})

    seen = shown(promised, page)

    assert not seen.observations
    assert "web page" in seen.inconclusive["bills"]
