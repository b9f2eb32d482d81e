"""Making shards on this machine: one, some or all, in this process or in several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mock_server.lake.errors import ExportError
from mock_server.lake.export import Export, Shard
from mock_server.lake.files import remove_parts
from mock_server.lake.manifest import Manifest
from mock_server.lake.shard import Progress, write_shard
from mock_server.ledger.workers import ordered


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes an export's shards into a folder; can be sent to other processes."""

    export: Export
    folder: Path

    def prepared(self) -> Callable[[Shard], Manifest | ExportError]:
        """What writes a shard, with the stream's tables at hand."""
        _ = self.export.stream.table
        return partial(self._write)

    def _write(self, shard: Shard) -> Manifest | ExportError:
        try:
            return write_shard(self.export, shard, self.folder)
        except ExportError as error:
            return error  # told as what it is, not as the failure of a process


def run(
    writer: Writer, wanted: Sequence[Shard], workers: int, progress: Progress
) -> list[Manifest]:
    """Write the wanted shards; those that are finished are not written again.

    Args:
        writer: of what, and where to.
        wanted: shards of the writer's export.
        workers: processes; 0 to work in this one.
        progress: told how many more records are written.

    Raises:
        ExportError: a file of another export is in the way, or it cannot be written.
        WorkerError: a process ended too early, or could not do its work.
    """
    make_folder(writer.folder)
    if workers:
        found = list(_together(writer, wanted, workers, progress))
    else:
        found = [write_shard(writer.export, one, writer.folder, progress) for one in wanted]
    for shard in wanted:
        remove_parts(writer.folder / shard.name)
    return found


def _together(
    writer: Writer, wanted: Sequence[Shard], workers: int, progress: Progress
) -> Iterator[Manifest]:
    for finished in ordered(writer.prepared, wanted, workers):
        if isinstance(finished, ExportError):
            raise finished
        progress(finished.rows)
        yield finished


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where there is none.

    Raises:
        ExportError: that cannot be done.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(
            "There is no folder to export into",
            where=str(folder),
            why=error.strerror or str(error),
            fix="name one that can be made and written to",
        ) from None
