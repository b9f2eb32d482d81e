"""Making shards on a Dask cluster, or on processes of this machine that stand for one.

A shard is an ordinary task: when a worker dies, the scheduler gives its shards to another one,
which finds what is finished and writes what is not. All workers have to see the same folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from mock_server.lake.check import Checked, check
from mock_server.lake.errors import ExportError
from mock_server.lake.export import Export, Shard, shards
from mock_server.lake.files import remove_parts
from mock_server.lake.run import make_folder
from mock_server.lake.shard import Progress, write_shard

LOCAL = "local"
LOOPBACK = "127.0.0.1"
RETRIES = 3
"""How often a shard that failed is tried again; those of a dead worker are as often moved on."""

CONNECT_S = 5


def run_on_dask(export: Export, count: int, folder: Path, address: str = LOCAL,
                progress: Progress = lambda rows: rows) -> Checked:  # fmt: skip
    """Write all shards of an export, and check them against the closed form.

    Args:
        export: what is written.
        count: of shards; some for each worker.
        folder: the same for all workers, such as a network file system.
        address: of the scheduler, such as "tcp://10.0.0.5:8786"; LOCAL starts processes here, one
            for each processor, and ends them.
        progress: told how many more records are written, whenever a shard is finished.

    Raises:
        ExportError: Dask is missing, nobody answers, or a shard cannot be written.
    """
    distributed = _distributed()
    make_folder(folder)
    wanted = shards(export, count)
    with _client(distributed, address) as client:
        tasks = client.map(
            write_shard, [export] * count, wanted, [folder.resolve()] * count,
            pure=False, retries=RETRIES,
        )  # fmt: skip
        for task in distributed.as_completed(tasks):
            progress(_result(task).rows)
    _tidy(folder, wanted)
    return check(export, folder)


def _result(task: Any) -> Any:
    try:
        return task.result()
    except ExportError:
        raise
    except Exception as error:  # of any kind: it comes from another process
        raise ExportError(
            "A shard could not be written on the cluster",
            where="a Dask worker",
            why=f"{type(error).__name__}: {error}",
            fix="see what the worker printed; Understudy has to be installed there as it is here",
        ) from error


@contextmanager
def _client(distributed: Any, address: str) -> Iterator[Any]:
    if address == LOCAL:
        with (
            distributed.LocalCluster(
                host=LOOPBACK,
                threads_per_worker=1,
                dashboard_address=None,
                # Without this the scheduler takes a fixed port, even if it has no dashboard.
                scheduler_kwargs={"dashboard_address": f"{LOOPBACK}:0"},
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = distributed.Client(address, timeout=CONNECT_S)
    except (OSError, ValueError) as error:
        raise ExportError(
            "There is no Dask scheduler to be reached",
            where=address,
            why=str(error) or type(error).__name__,
            fix="start one with `dask scheduler`, or say --dask local",
        ) from None
    with client:
        yield client


def _distributed() -> Any:
    """Dask's `distributed`, deferred because it takes a second and is an extra.

    Raises:
        ExportError: it is not installed.
    """
    try:
        return import_module("distributed")
    except ImportError as error:
        raise ExportError(
            "Shards cannot be made on Dask here",
            where="--dask",
            why=f"the package {error.name} is missing",
            fix='install understudy[lake]: pip install "understudy[lake]"',
        ) from None


def _tidy(folder: Path, wanted: tuple[Shard, ...]) -> None:
    for shard in wanted:
        remove_parts(folder / shard.name)
