"""How much a run may send."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import CheckError
from contracts.running.budget import UNBOUNDED, Budget, read_budget, shares


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2000", Budget(2000)),
        ("45s", Budget(UNBOUNDED, 45.0)),
        ("2000,45s", Budget(2000, 45.0)),
        ("45s, 2000", Budget(2000, 45.0)),
    ],
)
def test_a_budget_is_requests_or_seconds_or_both(said: str, meant: Budget) -> None:
    assert read_budget(said) == meant


@pytest.mark.parametrize(
    "said", ["0", "0s", "", "many", "-5", "1.5", "10,0s", "5m", "10,20", "5s,6s"]
)
def test_a_budget_of_nothing_or_of_another_form_is_refused(said: str) -> None:
    with pytest.raises(CheckError, match="is no budget"):
        read_budget(said)


@given(st.integers(0, 10_000), st.lists(st.integers(0, 500), min_size=1, max_size=40))
def test_shares_are_fair_and_never_more_than_there_is(total: int, wanted: list[int]) -> None:
    given_ = shares(total, wanted)

    assert sum(given_) <= total
    assert all(got <= wish for got, wish in zip(given_, wanted, strict=True))
    short = [got for got, wish in zip(given_, wanted, strict=True) if got < wish]
    assert not short or max(given_) - min(short) <= 1  # there are no halves
