from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import get_args

import pytest

from mock_server.state.outbox import CALLBACK, RETRIES_S, Callback, Claim, Outcome, claim, settle
from mock_server.state.store import Store
from tests.state.records import NOON, NOTE, SPACE, Note, after_noon, keep

LEASE_S = 30.0


def callback(key: str = "c", due_s: float = 0.0) -> Callback:
    headers = (("content-type", "application/json"), ("x-name", "Zoë"))
    url = "http://127.0.0.1:9/hook"
    body = b'{"n": 1}\xff'
    return Callback(key, url, NOON, after_noon(due_s), headers=headers, body=body)


def post(store: Store, *callbacks: Callback, space: str = SPACE) -> None:
    with store.transaction(space) as state:
        for one in callbacks:
            state.put(CALLBACK, one)


def found(store: Store, key: str = "c", space: str = SPACE) -> Callback | None:
    with store.transaction(space) as state:
        return state.get(CALLBACK, key)


def claimed(store: Store, seconds: float) -> Claim:
    taken = claim(store, lambda _: after_noon(seconds), LEASE_S)
    assert taken is not None
    return taken


def test_nothing_is_claimed_before_it_is_due(store: Store) -> None:
    post(store, callback(due_s=5))

    assert claim(store, lambda _: after_noon(4.999_999), LEASE_S) is None
    assert claimed(store, 5).callback.body == b'{"n": 1}\xff'


def test_the_first_to_be_due_of_all_spaces_is_claimed_first(store: Store) -> None:
    post(store, callback("a", 3), callback("b", 1), space="one")
    post(store, callback("a", 2), space="two")

    taken = [claimed(store, 9) for _ in range(3)]

    assert [(one.space, one.callback.id) for one in taken] == [
        ("one", "b"),
        ("two", "a"),
        ("one", "a"),
    ]


def test_a_claimed_callback_is_nobody_elses_until_its_lease_ends(store: Store) -> None:
    post(store, callback())

    first = claimed(store, 0)

    assert claim(store, lambda _: after_noon(LEASE_S - 0.001), LEASE_S) is None
    assert (first.callback.attempts, claimed(store, LEASE_S).callback.attempts) == (1, 2)


@pytest.mark.parametrize("outcome", ["sent", "refused"])
def test_a_settled_callback_is_never_claimed_again(store: Store, outcome: Outcome) -> None:
    post(store, callback())

    settle(store, claimed(store, 0), outcome, after_noon(1), "410 Gone")

    settled = found(store)
    assert settled is not None
    assert (settled.progress, settled.error) == (outcome, "410 Gone")
    assert claim(store, lambda _: after_noon(1e6), LEASE_S) is None


def test_a_failed_callback_is_tried_again_by_its_schedule_and_then_given_up(store: Store) -> None:
    post(store, callback())
    now, waits = 0.0, []

    def clock(_: str) -> datetime:
        return after_noon(now)

    while (taken := claim(store, clock, LEASE_S)) is not None:
        settle(store, taken, "failed", after_noon(now), f"attempt {taken.callback.attempts}")
        first = next(iter(store.firsts(CALLBACK)), None)
        waits += [(first[0] - after_noon(now)).total_seconds()] if first else []
        now += waits[-1] if first else 1e6

    given_up = found(store)
    assert given_up is not None
    assert tuple(waits) == RETRIES_S
    assert (given_up.attempts, given_up.progress, given_up.error) == (6, "failed", "attempt 6")


def test_the_schedule_is_the_callbacks_own(store: Store) -> None:
    post(store, replace(callback(), retries_s=()))

    settle(store, claimed(store, 0), "failed", NOON, "refused")

    settled = found(store)
    assert settled is not None
    assert settled.progress == "failed"


def test_a_sender_whose_lease_ran_out_can_only_report_that_it_arrived(store: Store) -> None:
    post(store, callback("failed"), callback("sent"))
    late = [claimed(store, 0), claimed(store, 0)]
    again = [claimed(store, LEASE_S), claimed(store, LEASE_S)]

    settle(store, late[0], "failed", after_noon(31), "timeout")
    settle(store, late[1], "sent", after_noon(31))

    assert found(store, "failed") == again[0].callback
    assert found(store, "sent") == replace(again[1].callback, progress="sent")


def test_a_callback_that_arrived_stays_so_whatever_another_sender_says(store: Store) -> None:
    post(store, callback())
    first, second = claimed(store, 0), claimed(store, LEASE_S)
    settle(store, first, "sent", after_noon(31))

    settle(store, second, "failed", after_noon(32), "timeout")

    assert found(store) == replace(second.callback, progress="sent")


@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_a_report_from_before_a_reset_says_nothing_about_an_equal_callback(
    store: Store, outcome: Outcome
) -> None:
    post(store, callback())
    before = claimed(store, 0)
    store.reset(SPACE)
    settle(store, before, outcome, NOON)
    gone = found(store)
    post(store, callback())

    settle(store, before, outcome, NOON)

    assert (gone, found(store)) == (None, callback())


def test_a_callback_is_kept_with_what_caused_it_or_not_at_all(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction(SPACE) as state:  # noqa: PT012 - both
        state.put(NOTE, Note("cause"))
        state.put(CALLBACK, callback())
        _ = 1 / 0

    assert claim(store, lambda _: NOON, LEASE_S) is None

    keep(store, Note("cause", due_at=NOON))

    assert claim(store, lambda _: NOON, LEASE_S) is None  # only callbacks are
