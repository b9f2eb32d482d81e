"""What several processes remember together, and what is left when one of them is killed."""

from __future__ import annotations

from contextlib import closing
from itertools import islice

import pytest

from mock_server.state.outbox import CALLBACK, Callback, claim
from mock_server.state.store import open_store
from tests.state.processes import LEASE_S, lines, process
from tests.state.records import NOON, NOTE, SPACE, Note, after_noon, keep, kept


def test_what_was_kept_is_there_when_the_store_is_opened_again(shared_url: str) -> None:
    with closing(open_store(shared_url)) as first:
        keep(first, Note("a", "first", NOON))

    with closing(open_store(shared_url)) as second:
        assert kept(second) == [Note("a", "first", NOON)]
        assert second.firsts(NOTE) == [(NOON, SPACE)]


@pytest.mark.parametrize("written", [1, 25, 150])
def test_a_killed_process_has_kept_every_transaction_that_it_ended(
    shared_url: str, written: int
) -> None:
    with process("commit_pairs", shared_url) as running:
        told = [int(next(lines(running))) for _ in range(written)]
        running.kill()
        told += [int(line) for line in lines(running) if line.endswith("\n")]

    with closing(open_store(shared_url)) as store, store.transaction(SPACE) as state:
        ids = [note.id for note in state.page(NOTE, limit=1_000_000)]

    pairs = len(ids) // 2
    assert ids == [f"{n:08}.{side}" for n in range(1, pairs + 1) for side in ("left", "right")]
    assert len(told) >= written
    assert pairs in {len(told), len(told) + 1}  # it may have been killed before it could tell


def test_a_process_that_is_killed_within_a_transaction_has_changed_nothing(shared_url: str) -> None:
    before = [Note("a", "first"), Note("b", "second", NOON)]
    with closing(open_store(shared_url)) as store:
        keep(store, *before)

        with process("stop_half_way", shared_url) as running:
            assert next(lines(running)) == "open\n"
            running.kill()
            running.wait()

        assert kept(store) == before
        keep(store, Note("c"))
        assert kept(store) == [*before, Note("c")]


def test_processes_that_begin_together_on_a_new_store_lose_no_update(shared_url: str) -> None:
    with (
        process("add", shared_url) as one,
        process("add", shared_url) as two,
        process("add", shared_url) as three,
    ):
        told = [int(line) for running in (one, two, three) for line in lines(running)]

    assert sorted(told) == list(range(1, 601))


def post(url: str, number: int) -> list[str]:
    """The ids of callbacks that are due, in several spaces."""
    ids = [f"{one:03}" for one in range(number)]
    with closing(open_store(url)) as store:
        for key in ids:
            with store.transaction(f"space {int(key) % 3}") as state:
                state.put(CALLBACK, Callback(key, "http://127.0.0.1:9/", NOON, NOON))
    return ids


def test_processes_never_claim_the_same_callback(shared_url: str) -> None:
    ids = post(shared_url, 90)

    with process("claim_all", shared_url) as one, process("claim_all", shared_url) as two:
        taken = [line.strip() for running in (one, two) for line in lines(running)]

    assert sorted(taken) == ids


def test_when_a_sender_is_killed_each_callback_is_still_delivered_and_by_one_sender(
    shared_url: str,
) -> None:
    ids = post(shared_url, 90)

    with process("deliver_all", shared_url) as one, process("deliver_all", shared_url) as two:
        first = [line.strip() for line in islice(lines(one), 20)]
        one.kill()
        first += [line.strip() for line in lines(one) if line.endswith("\n")]
        second = [line.strip() for line in lines(two)]
    left = claimed_when_a_lease_has_ended(shared_url)

    assert set(first) & set(second) == set()
    assert sorted({*first, *second, *left}) == ids
    assert len(left) <= 1  # it may have been killed between a claim and its end


def test_what_a_killed_sender_had_claimed_comes_again_when_its_lease_has_ended(
    shared_url: str,
) -> None:
    ids = post(shared_url, 3)

    with process("claim_and_wait", shared_url) as one:
        held = next(lines(one)).strip()
        with process("deliver_all", shared_url) as two:
            one.kill()
            sent = [line.strip() for line in lines(two)]
    with closing(open_store(shared_url)) as store:
        early = claim(store, lambda _: after_noon(LEASE_S - 0.001), LEASE_S)

    assert sorted([held, *sent]) == ids
    assert early is None
    assert claimed_when_a_lease_has_ended(shared_url) == {held: 2}


def claimed_when_a_lease_has_ended(url: str) -> dict[str, int]:
    """Attempts by callback."""
    found = {}
    with closing(open_store(url)) as store:
        while (taken := claim(store, lambda _: after_noon(LEASE_S), LEASE_S)) is not None:
            found[taken.callback.id] = taken.callback.attempts
    return found


def test_two_stores_on_one_place_see_each_others_transactions(shared_url: str) -> None:
    with closing(open_store(shared_url)) as one, closing(open_store(shared_url)) as two:
        keep(one, Note("a"))
        seen = kept(two)
        two.reset(SPACE)

        assert (seen, kept(one)) == ([Note("a")], [])
