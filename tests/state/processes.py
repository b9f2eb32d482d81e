"""What the tests run in processes of its own: `python -m tests.state.processes <what> <url>`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from mock_server.state.outbox import claim
from mock_server.state.store import Store, open_store
from tests.state.records import NOON, NOTE, SPACE, Note


def say(text: object) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def commit_pairs(store: Store) -> None:
    """Commit two notes at a time for ever, and say so after each."""
    number = 0
    while True:
        number += 1
        with store.transaction(SPACE) as state:
            state.put(NOTE, Note(f"{number:08}.left", "x" * 2_000))
            state.put(NOTE, Note(f"{number:08}.right", "x" * 2_000))
        say(number)


def stop_half_way(store: Store) -> None:
    """Change all there is within one transaction, which never ends."""
    with store.transaction(SPACE) as state:
        for note in state.page(NOTE):
            state.put(NOTE, Note(note.id, "changed" * 100_000))
        state.delete(NOTE, "a")
        say("open")
        sys.stdin.read()


def add(store: Store) -> None:
    """Count to 200 with whoever else does."""
    for _ in range(200):
        with store.transaction(SPACE) as state:
            number = state.ordinal("sum")
        say(number)


def claim_all(store: Store) -> None:
    """Claim what is there, and say what it was."""
    while (taken := claim(store, lambda _: NOON, 1e6)) is not None:
        say(taken.callback.id)


JOBS: Mapping[str, Callable[[Store], None]] = {
    job.__name__: job for job in (commit_pairs, stop_half_way, add, claim_all)
}

if __name__ == "__main__":
    opened = open_store(sys.argv[2])
    JOBS[sys.argv[1]](opened)
    opened.close()
