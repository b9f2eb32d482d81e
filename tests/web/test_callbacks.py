"""Callbacks as they are sent: to whom, how often, and what is kept of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from mock_server.backing import Backings
from mock_server.faults.fault import Fault
from mock_server.faults.reading import read_rules
from mock_server.state.outbox import CALLBACK, Callback, Claim
from mock_server.state.store import Store, open_store
from mock_server.web.callbacks import LAST_S, LEASE_S, Sender
from mock_server.web.plans import Behaviour
from tests.hooks import Hooks, listening

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.fixture
def hooks() -> Iterator[Hooks]:
    with listening() as told:
        yield told


def owed(store: Store, url: str, due_at: datetime = NOON) -> None:
    callback = Callback("one", url, NOON, due_at, headers=(("content-type", "x/y"),), body=b"{}")
    with store.transaction("default") as state:
        state.put(CALLBACK, callback)


def kept(store: Store) -> Callback:
    with store.transaction("default") as state:
        callback = state.get(CALLBACK, "one")
    assert callback is not None
    return callback


def steps(store: Store, *moments: datetime, allow: tuple[str, ...] = ()) -> list[bool]:
    async def run() -> list[bool]:
        return [await Sender(store, lambda _, at=at: at, allow).step() for at in moments]  # type: ignore[misc]

    return asyncio.run(run())


def test_a_callback_is_sent_once_when_it_is_due(hooks: Hooks) -> None:
    store = open_store("memory:")
    owed(store, hooks.url)

    before, then, after = steps(store, NOON - timedelta(seconds=1), NOON, NOON + timedelta(days=1))

    assert (before, then, after) == (False, True, False)
    assert hooks.heard == [("/hook?a=1", "x/y", b"{}")]
    assert kept(store).progress == "sent"


def test_what_fails_is_tried_again_later_and_redirects_are_not_followed(hooks: Hooks) -> None:
    store = open_store("memory:")
    hooks.statuses = [500, 302, 204]
    owed(store, hooks.url)

    first = steps(store, NOON, NOON + timedelta(seconds=0.5))
    second = steps(store, NOON + timedelta(seconds=1))

    assert first == [True, False]
    assert second == [True]
    assert [path for path, _, _ in hooks.heard] == ["/hook?a=1", "/hook?a=1"]
    assert kept(store).progress == "sent"


def test_nobody_there_is_a_failure_that_is_told() -> None:
    store = open_store("memory:")
    owed(store, "http://127.0.0.1:9/")

    steps(store, NOON)

    assert kept(store).progress == "pending"
    assert "Connect" in kept(store).error


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1.example.com/",
        "http://localhost.example.com/",
        "http://[::ffff:10.0.0.1]/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "http:///path",
        "http://[bad/",
        "nonsense",
    ],
)
def test_callbacks_go_nowhere_but_to_this_machine(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_store("memory:")
    owed(store, url)

    steps(store, NOON)

    assert kept(store).progress == "refused"
    assert "is not sent" in caplog.text


def test_hosts_may_be_allowed_by_name_and_by_pattern() -> None:
    sender = Sender(open_store("memory:"), lambda _: NOON, ("hooks.example.com", "*.example.org"))

    assert sender.refusal("https://HOOKS.example.com/a") == ""
    assert sender.refusal("https://a.example.org:8443/") == ""
    assert "allow" in sender.refusal("https://example.com/")
    assert "allow" in sender.refusal("https://hooks.example.com.evil.test/")


FATES = {"duplicate": Fault("duplicate_callback"), "stale": Fault("stale_callback", seconds=60)}


@pytest.mark.parametrize(("kind", "later_s"), [("duplicate", 0), ("stale", 60)])
def test_a_callback_that_arrived_comes_once_more_as_it_was(
    hooks: Hooks, kind: str, later_s: float
) -> None:
    store, asked = open_store("memory:"), []

    def fate(taken: Claim) -> Fault:
        asked.append(taken.callback.id)
        return FATES[kind]

    owed(store, hooks.url)

    async def step(at: datetime) -> bool:
        return await Sender(store, lambda _: at, (), fate).step()

    def sent(seconds: float) -> bool:
        return asyncio.run(step(NOON + timedelta(seconds=seconds)))

    found = [sent(0), later_s > 0 and sent(later_s - 0.001), sent(later_s), sent(later_s + 9)]

    assert found == [True, False, True, False]
    assert [body for _, _, body in hooks.heard] == [b"{}", b"{}"]
    assert hooks.marks == [("one", "1"), ("one", "2")]
    assert asked == ["one"]
    assert kept(store).progress == "sent"


def test_a_callback_that_failed_is_no_duplicate_and_counts_its_attempts(hooks: Hooks) -> None:
    store = open_store("memory:")
    hooks.statuses = [500, 200]
    owed(store, hooks.url)

    async def run(at: datetime) -> bool:
        return await Sender(store, lambda _: at, (), lambda _: FATES["duplicate"]).step()

    for seconds in (0, 1, 1, 1):
        asyncio.run(run(NOON + timedelta(seconds=seconds)))

    assert hooks.marks == [("one", "1"), ("one", "2"), ("one", "3")]


def test_rules_of_a_session_say_which_of_its_callbacks_come_twice(hooks: Hooks) -> None:
    backings = Backings()
    match = {"vendor": "acme", "path": "/hook", "query": {"a": "1"}}
    rule = {"fault": "duplicate_callback", "match": match}
    behaviour = Behaviour(0, lambda: NOON, backings=backings, rules=read_rules([rule]))
    for name, vendor in (("one", "acme"), ("two", "other")):
        with backings.store.transaction("default") as state:
            state.put(CALLBACK, Callback(name, hooks.url, NOON, NOON, vendor=vendor))

    async def run() -> None:
        while await behaviour.sender.step():
            pass

    asyncio.run(run())

    assert sorted(hooks.marks) == [("one", "1"), ("one", "2"), ("two", "1")]


def test_what_is_being_delivered_at_the_end_is_delivered_first(hooks: Hooks) -> None:
    store = open_store("memory:")
    hooks.pause_s = 0.3
    owed(store, hooks.url)

    async def run() -> None:
        async with Sender(store, lambda _: NOON).sending():
            while not hooks.heard:  # the call has begun, and has no answer yet
                await asyncio.sleep(0.01)

    asyncio.run(run())

    assert len(hooks.heard) == 1
    assert kept(store).progress == "sent"


def test_a_delivery_that_takes_long_is_left_to_a_later_sender(hooks: Hooks) -> None:
    store = open_store("memory:")
    hooks.pause_s = LAST_S + 1.5
    owed(store, hooks.url)

    async def run() -> None:
        async with Sender(store, lambda _: NOON).sending():
            while not hooks.heard:
                await asyncio.sleep(0.01)

    asyncio.run(run())
    hooks.pause_s = 0.0
    again = steps(store, NOON + timedelta(seconds=LEASE_S))

    assert again == [True]
    assert (len(hooks.heard), kept(store).attempts, kept(store).progress) == (2, 2, "sent")
