"""Limits that are counted in the store are those that one process counts for itself."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.conventions.rates import Rates
from mock_server.state.rates import TAKEN, SharedRates
from mock_server.state.store import Store, open_store

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)

REQUESTS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "ä" * 300, "nul\0"]),
        st.sampled_from([1.0, 60.0]),
        st.floats(0, 3, allow_nan=False),
    ),
    max_size=30,
)


@settings(deadline=None, max_examples=60)
@given(REQUESTS)
def test_whoever_asks_however_often_is_told_the_same(
    requests: list[tuple[str, float, float]],
) -> None:
    alone, shared, now = Rates(), SharedRates(open_store("memory:"), "default"), NOON

    for key, window_s, later_s in requests:
        now += timedelta(seconds=later_s)
        assert shared.take(key, 3, window_s, now) == alone.take(key, 3, window_s, now)


def test_processes_count_together(shared_url: str) -> None:
    with closing(open_store(shared_url)) as here, closing(open_store(shared_url)) as there:
        one, other = SharedRates(here, "default"), SharedRates(there, "default")

        left = [each.take("key", 3, 1.0, NOON) for each in (one, other, one, other)]

    assert left == [2, 1, 0, -1]


def test_spaces_have_limits_of_their_own(store: Store) -> None:
    one, other = SharedRates(store, "one"), SharedRates(store, "other")

    assert one.take("key", 3, 1.0, NOON) == other.take("key", 3, 1.0, NOON) == 2


def test_counts_of_windows_that_are_over_are_forgotten(store: Store) -> None:
    rates = SharedRates(store, "default")

    for second in range(20):
        for caller in range(10):
            rates.take(f"{second} {caller}", 3, 1.0, NOON + timedelta(seconds=second))
    with store.transaction("default") as state:
        kept = state.count(TAKEN)

    assert kept <= 20  # of 200 callers those of the last second, and at most as many before


def test_nothing_that_is_kept_tells_who_asked(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    store = open_store(f"sqlite:///{file}")

    SharedRates(store, "default").take("vonage sync SECRETKEY", 3, 1.0, NOON)
    store.close()

    assert b"understudy.rate" in file.read_bytes()
    assert b"SECRETKEY" not in file.read_bytes()
