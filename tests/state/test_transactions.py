from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from mock_server.state.errors import StateError
from mock_server.state.store import Store
from tests.state.records import NOON, NOTE, OTHER, SPACE, Note, after_noon, keep, kept


def test_a_transaction_that_raises_has_changed_nothing(store: Store) -> None:
    before = [Note("a", "first", NOON), Note("b")]
    keep(store, *before)

    with pytest.raises(ZeroDivisionError), store.transaction(SPACE) as state:  # noqa: PT012 - both
        state.put(NOTE, Note("a", "second", after_noon(1)))
        state.put(NOTE, Note("a", "third"))
        state.put(NOTE, Note("c"))
        state.put(OTHER, Note("new"))
        state.delete(NOTE, "b")
        state.clear()
        state.put(NOTE, Note("d", due_at=NOON))
        state.ordinal("report")
        _ = 1 / 0

    with store.transaction(SPACE) as state:
        assert (state.page(NOTE), state.count(OTHER)) == (before, 0)
        assert state.due(NOTE, after_noon(9)) == before[:1]
        assert state.ordinal("report") == 1


def test_threads_lose_no_update(store: Store) -> None:
    def add(_: int) -> None:
        for _ in range(50):
            with store.transaction(SPACE) as state:
                note = state.get(NOTE, "sum") or Note("sum", "0")
                state.put(NOTE, Note("sum", str(int(note.text) + 1)))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(8)))

    assert kept(store) == [Note("sum", "400")]


def test_threads_see_transactions_whole(store: Store) -> None:
    def write(worker: int) -> None:
        for turn in range(40):
            keep(store, Note("left", f"{worker}.{turn}"), Note("right", f"{worker}.{turn}"))

    def read(_: int) -> bool:
        return all(len({note.text for note in kept(store)}) <= 1 for _ in range(40))

    with ThreadPoolExecutor(6) as threads:
        writing = [threads.submit(write, worker) for worker in range(3)]
        reading = [threads.submit(read, worker) for worker in range(3)]

    assert [job.result() for job in writing] == [None] * 3
    assert all(job.result() for job in reading)


def test_a_transaction_inside_another_is_refused_and_leaves_the_other_alone(store: Store) -> None:
    with store.transaction(SPACE) as state:
        state.put(NOTE, Note("a"))
        with pytest.raises(StateError, match="no transaction now"), store.transaction("two"):
            pass

    assert kept(store) == [Note("a")]


def test_a_task_that_waits_inside_a_transaction_makes_others_fail_not_hang(store: Store) -> None:
    async def wait_inside(began: asyncio.Event, done: asyncio.Event) -> None:
        with store.transaction(SPACE):
            began.set()
            await done.wait()

    async def both() -> str:
        began, done = asyncio.Event(), asyncio.Event()
        waiting = asyncio.create_task(wait_inside(began, done))
        await began.wait()
        try:
            keep(store, Note("a"))
        except StateError as error:
            return error.why
        finally:
            done.set()
            await waiting
        return ""

    assert asyncio.run(both()) == "this thread is in a transaction already"


def test_state_is_of_no_use_when_its_transaction_is_over(store: Store) -> None:
    with store.transaction(SPACE) as state:
        pass

    with pytest.raises(StateError, match="over"):
        state.put(NOTE, Note("a"))


def test_a_closed_store_takes_no_transaction_and_closes_again(store: Store) -> None:
    store.close()
    store.close()

    with pytest.raises(StateError, match="no transaction now"), store.transaction(SPACE):
        pass
