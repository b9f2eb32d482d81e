"""Several looks at an API in one run: nothing of what one of them showed gets lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.contract import Contract
from contracts.lattice.baseline import ARMED, Baseline
from contracts.lattice.watching import Golden, Silence
from contracts.observed import Observed
from contracts.watch.looking import watched
from contracts.watch.shown import Shown
from contracts.watch.source import Source
from tests.contracts.lattice.answers import answered, bill, bills

OTHER = "0b5c6f1e-7f0a-4c0e-9d55-3d3c3a1c0002"


@pytest.fixture
def promised(tmp_path: Path) -> Contract:
    return bills(tmp_path)


def usual(promised: Contract) -> Observed:
    return answered(promised, bill(), bill(id=OTHER, status="paid", note=None))


def looked(promised: Contract, baseline: Baseline, *answers: Observed | Silence) -> Shown:
    """As many looks as it takes to be given all the answers, when none has to be asked again."""
    turns: Iterator[Observed | Silence] = iter(answers)
    asked = Golden("bills", lambda: next(turns), frozenset({200}))
    return watched(Source("live:bills", promised, (asked,)), baseline, len(answers), None)


def known(promised: Contract) -> Baseline:
    baseline = Baseline("live:bills", salt="salt")
    looked(promised, baseline, *[usual(promised)] * ARMED)
    return baseline


def test_trouble_of_every_look_is_told_and_counted_together(promised: Contract) -> None:
    down, limited = answered(promised, status=503), answered(promised, status=429)

    shown = looked(promised, known(promised), down, limited, down, usual(promised))

    assert shown.notes == [
        "bills did not tell anything each time: the answer was 503.",
        "bills did not tell anything each time: the answer was 429.",
        "live:bills was in trouble: 1 x 429, 2 x 503. That is no drift, and none of it is learned.",
    ]
    assert shown.trouble == {"503": 2, "429": 1}
    assert shown.is_judged


def test_of_what_never_answered_nothing_can_be_said(promised: Contract) -> None:
    silence = Silence("no answer: ConnectError")

    shown = looked(promised, known(promised), silence, silence)

    assert shown.notes[0] == "Nothing can be said of bills: no answer: ConnectError."
    assert not shown.is_judged


def test_an_outage_at_the_end_does_not_hide_that_the_baseline_is_learning(
    promised: Contract,
) -> None:
    baseline = Baseline("live:bills", salt="salt")

    shown = looked(promised, baseline, usual(promised), usual(promised), Silence("no answer"))

    assert shown.is_learning
    assert shown.notes[-1].startswith(f"The baseline is learning: 2 of {ARMED} captures.")
