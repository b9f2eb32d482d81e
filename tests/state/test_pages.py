"""What many processes wrote down: kept in order, bounded, and forgotten when it is cleared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.state.pages import FULL, Entry, Pages
from mock_server.state.store import Store, open_store

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
NOW_US = int(NOW.timestamp() * 1e6)
SPACE = "pages"


class Writer:
    """One of those who write into a store."""

    def __init__(self, store: Store, most: int = 1_000, bytes_: int = 10**9) -> None:
        self.store, self.most, self.bytes = store, most, bytes_
        self.now = NOW

    def pages(self, state: Any) -> Pages:
        return Pages(state, self.most, self.bytes, 4 * self.bytes)

    def add(self, session: str, *entries: Entry) -> list[int]:
        with self.store.transaction(SPACE) as state:
            return self.pages(state).add(session, entries, self.now)

    def change(self, session: str, number: int, entry: Entry) -> None:
        with self.store.transaction(SPACE) as state:
            self.pages(state).change(session, number, entry)

    def clear(self, session: str) -> None:
        with self.store.transaction(SPACE) as state:
            self.pages(state).clear(session, self.now)

    def of(self, session: str) -> list[Any]:
        with self.store.transaction(SPACE) as state:
            pages = self.pages(state)
            found = pages.of(session)
            assert pages.count(session) == len(found)
        return [one["text"] for one in found]

    @property
    def all(self) -> list[Any]:
        with self.store.transaction(SPACE) as state:
            return [one["text"] for one in self.pages(state).all()]


def entry(text: Any, after_us: int = 0) -> Mapping[str, Any]:
    return {"arrived_us": NOW_US + after_us, "text": text}


def test_entries_of_all_writers_come_in_the_order_in_which_they_arrived(store: Store) -> None:
    one, two = Writer(store), Writer(store)

    numbers = one.add("a", entry("first", 1), entry("third", 3))
    numbers += two.add("a", entry("second", 2), entry("fourth", 4))
    numbers += two.add("b", entry("other", 2))

    assert one.of("a") == two.of("a") == ["first", "second", "third", "fourth"]
    assert one.all == ["first", "second", "other", "third", "fourth"]
    assert numbers == [1, 2, 3, 4, 5]
    assert one.of("nobody") == []


def test_of_a_session_the_last_ones_are_kept(store: Store) -> None:
    writer = Writer(store, most=FULL + 20)

    for number in range(5 * FULL):
        writer.add("a", entry(number, number))

    assert writer.of("a") == list(range(5 * FULL))[-writer.most :]


def test_a_session_takes_no_more_bytes_than_it_may(store: Store) -> None:
    writer = Writer(store, bytes_=500_000)

    writer.add("a", *(entry("x" * 10_000, number) for number in range(200)))
    for number in range(200, 400):
        writer.add("a", entry("x" * 10_000, number))

    with store.transaction(SPACE) as state:
        held = sum(len(orjson.dumps(one)) for one in writer.pages(state).of("a"))
    assert 300_000 < held <= writer.bytes


def test_the_sessions_that_were_quiet_for_longest_make_room(store: Store) -> None:
    writer = Writer(store, bytes_=100_000)
    names = [f"session-{number}" for number in range(12)]

    for name in names:
        writer.now += timedelta(seconds=1)
        writer.add(name, *(entry("x" * 1_000, number) for number in range(90)))

    kept = [name for name in names if writer.of(name)]
    assert kept == names[-len(kept) :]
    assert len(kept) in {3, 4}


def test_what_came_before_a_session_was_cleared_does_not_come_back(store: Store) -> None:
    writer = Writer(store)
    writer.add("a", entry("old", -5))
    writer.add("b", entry("other", -5))

    writer.clear("a")
    numbers = writer.add("a", entry("late", -1), entry("new", 1))

    assert writer.of("a") == ["new"]
    assert writer.of("b") == ["other"]
    assert numbers == [0, 3]


def test_an_entry_can_be_changed_while_it_is_there(store: Store) -> None:
    writer = Writer(store, most=2 * FULL)
    numbers = writer.add("a", *(entry(number, number) for number in range(2 * FULL)))

    writer.change("a", numbers[FULL + 3], entry("changed", FULL + 3))
    writer.change("a", 10_000, entry("never"))
    writer.change("nobody", numbers[0], entry("never"))
    changed = writer.of("a")
    writer.clear("a")
    writer.change("a", numbers[0], entry("gone"))

    assert changed == [*range(FULL + 3), "changed", *range(FULL + 4, 2 * FULL)]
    assert writer.of("a") == []


def test_nothing_stays_of_many_sessions_that_were_cleared(store: Store) -> None:
    writer = Writer(store)

    for number in range(50):
        writer.now += timedelta(minutes=2)
        writer.add(f"session-{number}", entry("x", 10**10))
        writer.clear(f"session-{number}")

    with store.transaction(SPACE) as state:
        shelf = writer.pages(state)._shelf
        marks = state._open.count("understudy.cleared")
    assert shelf.weight == 0
    assert marks < 5


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from("ab"), st.lists(st.integers(0, 50), max_size=80)),
        st.tuples(st.just("clear"), st.sampled_from("ab"), st.just([])),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=150)
@given(STEPS, st.integers(1, 120))
def test_pages_are_as_a_list_that_keeps_its_end(
    steps: list[tuple[str, str, list[int]]], most: int
) -> None:
    store = open_store("memory:")
    writer, kept = Writer(store, most), {"a": list[int](), "b": list[int]()}
    at_us = 0

    for step, session, values in steps:
        writer.now += timedelta(microseconds=1_000)
        at_us += 1_000
        if step == "clear":
            writer.clear(session)
            kept[session] = []
        else:
            writer.add(session, *(entry(value, at_us + n) for n, value in enumerate(values)))
            kept[session] = (kept[session] + values)[-most:]

        assert writer.of("a") == kept["a"]
        assert writer.of("b") == kept["b"]
