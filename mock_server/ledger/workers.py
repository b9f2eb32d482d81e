"""Work spread over processes: results in order, and only few of them ahead of their use."""

from __future__ import annotations

import signal
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from itertools import count, islice
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from typing import Any, TypeAlias, TypeVar

from mock_server.errors import DataError, MockServerError

Item = TypeVar("Item")
Result = TypeVar("Result")
Link: TypeAlias = "Connection[Any, Any]"


class WorkerError(MockServerError):
    """A process of ours that could not do its work."""


def ordered(
    prepare: Callable[[], Callable[[Item], Result]], items: Iterable[Item], workers: int
) -> Generator[Result, None, None]:
    """What a function makes of each item, in the order of the items.

    At most 2 * workers + 1 results are being made or waiting to be taken. The processes start with
    the first result that is asked for, and are gone when the last one was taken, the iterator is
    closed, or anything fails.

    Args:
        prepare: called once in each process, returns the function: here is the place to load what
            all items need. It is sent to the processes, as are the items and the results, so they
            have to be picklable; the function itself does not.
        items: taken one by one.
        workers: processes; 0 to do the work in this one, when it is asked for.

    Raises:
        DataError: fewer than no workers.
        WorkerError: a process ended too early or the function raised. (Without workers, what it
            raised itself.)
    """
    if workers < 0:
        raise DataError(
            f"There cannot be {workers} worker processes",
            where="the number of workers",
            why="it is less than none",
            fix="use 0 to work in this process, or the number of its processors",
        )
    if workers == 0:
        yield from map(prepare(), items)
        return
    with _crew(prepare, workers) as crew:
        yield from _in_order(crew, iter(items))


def _in_order(crew: tuple[Link, ...], items: Iterator[Any]) -> Iterator[Any]:
    idle, busy, done = list(crew), dict[Link, int](), dict[int, Any]()
    started = 0
    for wanted in count():
        finished: list[Link] | None = None
        while finished is None or finished:
            room = wanted + 2 * len(crew) + 1 - started
            for item in islice(items, min(len(idle), room)):
                worker = idle.pop()
                _send(worker, item)
                busy[worker] = started
                started += 1
            # Whoever has finished gets new work before this process turns to other things.
            finished = _finished(tuple(busy), 0 if wanted in done else None)
            for worker in finished:
                done[busy.pop(worker)] = _received(worker)
                idle.append(worker)
        if wanted not in done:
            return
        yield done.pop(wanted)


@contextmanager
def _crew(prepare: Callable[[], Any], workers: int) -> Iterator[tuple[Link, ...]]:
    with ExitStack() as stack:
        yield tuple(stack.enter_context(_worker(prepare)) for _ in range(workers))


@contextmanager
def _worker(prepare: Callable[[], Any]) -> Iterator[Link]:
    # Not forked: a copy of a process that has threads can wait forever for a lock that one held.
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, prepare), daemon=True)
    with ours:
        with theirs:
            process.start()
        try:
            yield ours
        finally:
            process.kill()
            process.join()
            process.close()


def _finished(busy: tuple[Link, ...], timeout_s: float | None) -> list[Link]:
    """The workers that have a result, or are lost; waits for one if there is no time limit."""
    ready = connection.wait(busy, timeout_s) if busy else []
    return [worker for worker in busy if worker in ready]


def _send(worker: Link, item: Any) -> None:
    try:
        worker.send(item)
    except OSError as error:
        raise _lost() from error


def _received(worker: Link) -> Any:
    try:
        succeeded, answer = worker.recv()
    except (EOFError, OSError) as error:
        raise _lost() from error
    if not succeeded:
        raise WorkerError(
            "A worker process could not do its work",
            where="the function that it was given",
            why=answer,
            fix="use 0 workers to meet the same error in this process",
        )
    return answer


def _lost() -> WorkerError:
    return WorkerError(
        "A worker process ended before its work was done",
        where="the processes that make parts of a file",
        why="it was killed, perhaps for want of memory, or could not start: see what it printed",
        fix="ask again, with fewer workers if memory is short",
    )


def _work(asker: Link, prepare: Callable[[], Callable[[Any], Any]]) -> None:
    """What a worker process does until it is killed, or left alone by the one that asks."""
    # Ctrl-C goes to all processes of a terminal; the one that asks ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    prepared, function = _attempt(prepare)
    with suppress(EOFError, OSError):
        while True:
            item = asker.recv()
            asker.send(_attempt(partial(function, item)) if prepared else (False, function))


def _attempt(call: Callable[[], Any]) -> tuple[bool, Any]:
    try:
        return True, call()
    except Exception:  # Of any kind: it is told to the process that asked, which raises it.
        return False, traceback.format_exc()
