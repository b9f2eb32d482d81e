"""Processes that do a run's tasks, each on a target that it opened for itself."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from threading import active_count
from typing import TypeAlias

from contracts.errors import CheckError
from contracts.evidence import fresh_key
from contracts.running.tally import Tally
from contracts.running.task import Task, Worker
from contracts.targets.target import Wanted, opened
from mock_server.errors import MockServerError

Over: TypeAlias = Callable[[], bool]
"""Whether no further task is to be begun."""

Do: TypeAlias = Callable[[Sequence[Task], Over], Iterator[Tally]]
"""Does tasks, and says what was seen of each, in the order in which they end."""


@contextmanager
def doing(wanted: Wanted, jobs: int) -> Iterator[Do]:
    """What does tasks in `jobs` processes; in this one for 1."""
    key = fresh_key()
    if jobs > 1:
        with ExitStack() as stack:
            hands: list[Hand] = []
            for _ in range(jobs):
                hands.append(stack.enter_context(hand(wanted, key, hands)))
            yield lambda tasks, over: shared_out(hands, tasks, over)
    else:
        with opened(wanted) as api:
            worker = Worker(api, wanted.seed, key)
            yield lambda tasks, over: (worker.done(task) for task in tasks if not over())


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """Another process, seen from here.

    Args:
        met: names of its tasks so far; it still has the cases that it made for these.
    """

    pipe: Connection
    met: set[str] = field(default_factory=set)

    def give(self, task: Task) -> None:
        self.met.add(task.name)
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

    def end(self) -> None:
        """Nothing more will be given."""
        with suppress(BrokenPipeError, ConnectionResetError):  # it has ended by itself
            self.pipe.send(None)
        self.pipe.close()


def beginning() -> SpawnContext | ForkContext:
    """How a process comes to be: a copy of this one has loaded everything, but has no threads."""
    copied = sys.platform == "linux" and active_count() == 1
    return get_context("fork") if copied else get_context("spawn")


@contextmanager
def hand(wanted: Wanted, key: bytes, others: Sequence[Hand]) -> Iterator[Hand]:
    """A process that does tasks until the context ends.

    Args:
        others: the hands that there are already; a copied process has their pipes, too.
    """
    context = beginning()
    ours, theirs = context.Pipe()
    copied = isinstance(context, ForkContext)
    inherited = (ours, *(other.pipe for other in others)) if copied else ()
    process = context.Process(target=serve, args=(wanted, key, theirs, inherited), daemon=True)
    process.start()
    theirs.close()
    one = Hand(ours)
    try:
        yield one
    except KeyboardInterrupt:
        process.terminate()  # nobody waits for what it is at
        raise
    finally:
        one.end()
        process.join(5)
        if process.is_alive():
            process.terminate()
            process.join()


def serve(wanted: Wanted, key: bytes, pipe: Connection, inherited: Sequence[Connection]) -> None:
    """The other process's part: tasks in, tallies out, until nobody is there any more.

    Args:
        inherited: the parent's ends of pipes; while one is open here, none of these processes
            notices that the parent is gone.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who is interrupted tells the others
    for end in inherited:
        end.close()
    try:
        with opened(wanted) as api:
            worker = Worker(api, wanted.seed, key)
            while (task := pipe.recv()) is not None:
                pipe.send(worker.done(task))
    except (EOFError, BrokenPipeError):
        return
    except MockServerError as error:
        pipe.send(error)


def shared_out(hands: list[Hand], tasks: Sequence[Task], over: Over) -> Iterator[Tally]:
    """Tasks go to whoever is free."""
    waiting, free = list(tasks), list(hands)
    busy: dict[Connection, Hand] = {}
    while waiting or busy:
        if over():
            waiting.clear()
        while waiting and free:
            one = free.pop()
            one.give(waiting.pop(next_task(one, hands, waiting)))
            busy[one.pipe] = one
        ready = wait(list(busy))
        for pipe in [one for one in busy if one in ready]:
            one = busy.pop(pipe)
            free.append(one)
            yield one.take()


def next_task(one: Hand, hands: Sequence[Hand], waiting: Sequence[Task]) -> int:
    """The first that it has met, else the first that nobody has met, else the first."""
    met = set[str]().union(*(other.met for other in hands))
    own = (index for index, task in enumerate(waiting) if task.name in one.met)
    new = (index for index, task in enumerate(waiting) if task.name not in met)
    return next(own, next(new, 0))
