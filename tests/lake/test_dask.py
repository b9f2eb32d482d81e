"""Shards on a Dask cluster of two processes, of which one is killed in the middle."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from distributed import LocalCluster

from mock_server.lake.cluster import run_on_dask
from mock_server.lake.errors import ExportError
from mock_server.lake.export import shards
from mock_server.ledger.selection import Filter
from tests.lake.exports import EXPORT, come_to, longer, rows, total
from tests.serving import free_port

COUNT = 12


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    quiet = {"dashboard_address": "127.0.0.1:0"}
    with LocalCluster(  # type: ignore[no-untyped-call]
        host="127.0.0.1",
        n_workers=2,
        threads_per_worker=1,
        dashboard_address=None,
        scheduler_kwargs=quiet,
    ) as running:
        yield running
    assert _workers() == []


def _workers() -> list[list[str]]:
    """The processes below this one that were started to work for it."""
    commands = []
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it ended since it was listed
            commands.append(process.cmdline())
    return [command for command in commands if any("spawn_main" in word for word in command)]


def test_a_killed_worker_costs_no_record_and_doubles_none(cluster: Any, tmp_path: Path) -> None:
    export = longer(EXPORT, 5)
    victim = next(iter(cluster.workers.values())).pid
    told: list[int] = []

    def kill_when_the_first_is_finished(more: int) -> None:
        if not told:
            os.kill(victim, signal.SIGKILL)
        told.append(more)

    address = cluster.scheduler_address
    checked = run_on_dask(export, COUNT, tmp_path, address, kill_when_the_first_is_finished)

    read = rows(export, COUNT, tmp_path)
    assert checked.faults == ()
    assert come_to(read) == total(export) == checked.totals
    assert len({row["id"] for row in read}) == len(read) > 50_000
    assert len(told) == COUNT
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []
    assert victim not in {worker.pid for worker in cluster.workers.values()}


def test_an_error_of_ours_comes_back_from_a_worker_as_it_is(cluster: Any, tmp_path: Path) -> None:
    run_on_dask(EXPORT, 2, tmp_path, cluster.scheduler_address)
    other = replace(EXPORT, wanted=Filter({"direction": frozenset({"inbound"})}))

    with pytest.raises(ExportError) as refusal:
        run_on_dask(other, 2, tmp_path, cluster.scheduler_address)

    assert "it differs in wanted" in refusal.value.why
    assert refusal.value.where.startswith(str(tmp_path / shards(EXPORT, 2)[0].name[:20]))


def test_a_scheduler_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError) as refusal:
        run_on_dask(EXPORT, 2, tmp_path, f"tcp://127.0.0.1:{free_port()}")

    assert "no Dask scheduler" in refusal.value.what


def test_without_the_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(ExportError) as refusal:
        run_on_dask(EXPORT, 2, tmp_path)

    assert "understudy[lake]" in refusal.value.fix
