from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from mock_server.errors import DataError
from mock_server.ledger.workers import WorkerError, ordered
from tests.ledger.zipstream import work


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_results_are_in_the_order_of_the_items(workers: int) -> None:
    results = list(ordered(work.uneven_squares, range(20), workers))

    assert results == [number * number for number in range(20)]


@pytest.mark.parametrize("workers", [0, 2])
def test_no_items_are_no_results(workers: int) -> None:
    assert list(ordered(work.squares, (), workers)) == []


def test_the_work_is_done_in_other_processes_and_they_are_gone_afterwards() -> None:
    processes = set(ordered(work.process_ids, range(20), 2))

    assert os.getpid() not in processes
    assert not any(map(psutil.pid_exists, processes))


def test_without_workers_the_work_is_done_here() -> None:
    assert set(ordered(work.process_ids, range(3), 0)) == {os.getpid()}


def test_results_may_be_larger_than_a_pipe() -> None:
    results = list(ordered(work.large_results, range(8), 2))

    assert [(result[0], len(result)) for result in results] == [(n, 1 << 20) for n in range(8)]


def test_only_a_few_items_are_taken_ahead() -> None:
    taken = []

    def items() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    results = ordered(work.squares, items(), 2)
    ahead = [len(taken) - used for used, _ in zip(range(40), results, strict=False)]
    results.close()

    assert max(ahead) <= 2 * 2 + 1


def test_an_early_end_leaves_no_processes() -> None:
    results = ordered(work.process_ids, range(1000), 2)
    processes = {next(results) for _ in range(10)}

    results.close()

    assert (any(map(psutil.pid_exists, processes)), _workers()) == (False, [])


def test_results_that_nobody_asks_for_start_no_processes() -> None:
    ordered(work.squares, range(10), 2)

    assert _workers() == []


@pytest.mark.parametrize(
    "prepare",
    [
        pytest.param(work.death_at_three, id="a process is killed"),
        pytest.param(work.failure_at_three, id="the function raises"),
        pytest.param(work.failed_start, id="the preparation raises"),
    ],
)
def test_a_worker_that_fails_is_an_error_of_ours_and_leaves_no_processes(prepare: Any) -> None:
    with pytest.raises(WorkerError):
        list(ordered(prepare, range(1000), 2))

    assert _workers() == []


def test_a_failure_tells_where_in_the_worker_it_happened() -> None:
    with pytest.raises(WorkerError, match="ZeroDivisionError"):
        list(ordered(work.failure_at_three, range(1000), 1))


def test_there_cannot_be_fewer_than_no_workers() -> None:
    with pytest.raises(DataError):
        list(ordered(work.squares, (), -1))


def _workers() -> list[str]:
    """Processes of ours, but the one that Python keeps for what they share."""
    children = psutil.Process().children(recursive=True)
    commands = [" ".join(child.cmdline()) for child in children]
    return [command for command in commands if "spawn_main" in command]
