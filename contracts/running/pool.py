"""Processes that do a run's tasks, each on a target that it opened for itself."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import TypeAlias

from contracts.errors import CheckError
from contracts.evidence import fresh_key
from contracts.running.tally import Tally
from contracts.running.task import Task, Worker
from contracts.targets.target import Wanted, opened
from mock_server.errors import MockServerError

Do: TypeAlias = Callable[[Iterable[Task]], Iterator[tuple[Task, Tally]]]
"""Does tasks, and says of each what was seen, in the order in which they end."""


@contextmanager
def doing(wanted: Wanted, jobs: int) -> Iterator[Do]:
    """What does tasks in `jobs` processes; in this one for 1."""
    key = fresh_key()
    if jobs > 1:
        with ExitStack() as stack:
            hands = [stack.enter_context(hand(wanted, key)) for _ in range(jobs)]
            yield lambda tasks: shared_out(hands, deque(tasks))
    else:
        with opened(wanted) as api:
            worker = Worker(api, wanted.seed, key)
            yield lambda tasks: ((task, worker.done(task)) for task in tasks)


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """Another process, seen from here."""

    pipe: Connection

    def give(self, task: Task) -> None:
        self.pipe.send(task)

    def take(self) -> Tally:
        """What came of the task.

        Raises:
            MockServerError: what went wrong there.
        """
        try:
            told = self.pipe.recv()
        except EOFError:
            raise CheckError(
                "A process of this run has ended by itself",
                where="understudy check",
                why="it was killed, or had no memory left",
                fix="run again with --jobs 1",
            ) from None
        if isinstance(told, Exception):
            raise told
        tally: Tally = told
        return tally


@contextmanager
def hand(wanted: Wanted, key: bytes) -> Iterator[Hand]:
    """A process that does tasks until the context ends."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(wanted, key, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Hand(ours)
    finally:
        ours.close()
        process.join(5)
        if process.is_alive():
            process.terminate()
            process.join()


def serve(wanted: Wanted, key: bytes, pipe: Connection) -> None:
    """The other process's part: tasks in, tallies out, until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who is interrupted tells the others
    try:
        with opened(wanted) as api:
            worker = Worker(api, wanted.seed, key)
            while True:
                pipe.send(worker.done(pipe.recv()))
    except (EOFError, BrokenPipeError):
        return
    except MockServerError as error:
        pipe.send(error)


def shared_out(hands: list[Hand], tasks: deque[Task]) -> Iterator[tuple[Task, Tally]]:
    """Tasks go to whoever is free, in their order."""
    busy: dict[Connection, tuple[Hand, Task]] = {}
    free = list(hands)
    while tasks or busy:
        while tasks and free:
            one, task = free.pop(), tasks.popleft()
            one.give(task)
            busy[one.pipe] = one, task
        ready = wait(list(busy))
        for pipe in [one for one in busy if one in ready]:
            one, task = busy.pop(pipe)
            free.append(one)
            yield task, one.take()
