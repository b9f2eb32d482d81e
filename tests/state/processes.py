"""What the tests run in processes of its own: `python -m tests.state.processes <what> <url>`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from mock_server.state.outbox import claim, settle
from mock_server.state.store import Store, open_store
from tests.state.records import NOON, NOTE, SPACE, Note

ROOT = Path(__file__).parents[2]
LEASE_S = 30.0


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


def claim_and_wait(store: Store) -> None:
    """Claim one callback, say which, and never come to an end."""
    taken = claim(store, lambda _: NOON, LEASE_S)
    say(taken.callback.id if taken else "none")
    sys.stdin.read()


def deliver_all(store: Store) -> None:
    """Claim what is there, say so, and settle it."""
    while (taken := claim(store, lambda _: NOON, LEASE_S)) is not None:
        say(taken.callback.id)
        settle(store, taken, "sent", NOON)


JOBS: Mapping[str, Callable[[Store], None]] = {
    job.__name__: job
    for job in (commit_pairs, stop_half_way, add, claim_all, claim_and_wait, deliver_all)
}


@contextmanager
def process(job: str, url: str) -> Iterator[subprocess.Popen[str]]:
    assert job in JOBS
    command = (sys.executable, "-m", "tests.state.processes", job, url)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def lines(running: subprocess.Popen[str]) -> IO[str]:
    assert running.stdout is not None
    return running.stdout


if __name__ == "__main__":
    opened = open_store(sys.argv[2])
    JOBS[sys.argv[1]](opened)
    opened.close()
