"""Writing a shard: once, wholly, and never a second time if it is there already."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from mock_server.lake import csvfile
from mock_server.lake.errors import ExportError
from mock_server.lake.export import Export, Shard, Totals
from mock_server.lake.files import crc32_of, written_whole
from mock_server.lake.manifest import SUFFIX, Manifest, read_manifest
from mock_server.lake.segments import chunks
from mock_server.ledger.columns import Columns

Progress: TypeAlias = Callable[[int], object]
"""Is told how many more records are written."""


@dataclass
class Count:
    """What has been written so far."""

    progress: Progress
    rows: int = 0
    cost: int = 0

    def add(self, columns: Columns) -> None:
        self.rows += len(columns)
        self.cost += int(columns.cost.sum())
        self.progress(len(columns))


def write_shard(
    export: Export, shard: Shard, folder: Path, progress: Progress = lambda rows: rows
) -> Manifest:
    """Write one shard's file and then its manifest; one that is finished is left as it is.

    Args:
        export: what is written.
        shard: one of the export's.
        folder: of all its files; it exists.
        progress: may be called often.

    Raises:
        ExportError: another export's file is in its place, a finished one has been changed, or
            it cannot be written.
    """
    try:
        expected = export.totals(shard.from_ms, shard.to_ms)
        return _finished(export, shard, folder, expected) or _written(
            export, shard, folder, expected, progress
        )
    except OSError as error:
        why, fix = error.strerror or str(error), "see to the folder, and export again"
        raise ExportError(
            "A shard cannot be written", where=str(folder / shard.name), why=why, fix=fix
        ) from error


def _finished(export: Export, shard: Shard, folder: Path, expected: Totals) -> Manifest | None:
    """The manifest of a shard that is there.

    Raises:
        ExportError: it is not what this export would write.
    """
    path = folder / f"{shard.name}{SUFFIX}"
    if not path.exists():
        return None
    manifest = read_manifest(path)
    faults = [*differences(manifest, export, expected), *manifest.faults(folder)]
    if faults:
        raise ExportError(
            "Something else is where a shard belongs",
            where=str(folder / shard.name),
            why="; ".join(faults),
            fix="export into another folder, or delete this shard and its manifest",
        )
    return manifest


def differences(manifest: Manifest, export: Export, expected: Totals) -> Iterator[str]:
    """How a shard's manifest differs from what the export says of that shard."""
    if manifest.fingerprint != export.fingerprint:
        there, wanted = dict(manifest.export), json.loads(json.dumps(export.described()))
        unequal = sorted(name for name in wanted if there.get(name) != wanted[name])
        yield f"it is of another export: it differs in {', '.join(unequal) or 'its tables'}"
    if manifest.rows != expected.rows:
        yield f"it has {manifest.rows} records instead of {expected.rows}"
    if manifest.cost != expected.cost:
        yield f"its records cost {manifest.cost} instead of {expected.cost} hundred-millionths"


def _written(
    export: Export, shard: Shard, folder: Path, expected: Totals, progress: Progress
) -> Manifest:
    count, write = Count(progress), _writer(export)
    with written_whole(folder / shard.name) as path:
        write(export, _counted(export, shard, count), path)
        if Totals(count.rows, count.cost) != expected:
            raise ExportError(
                "A shard does not add up",
                where=shard.name,
                why=f"it should be {expected}, and is {Totals(count.rows, count.cost)}",
                fix="this is a fault of Understudy: please report it with the command you gave",
            )
        size, crc32 = path.stat().st_size, crc32_of(path)
    manifest = Manifest(
        shard.name, shard.number, shard.of, export.described(), export.fingerprint,
        count.rows, count.cost, size, crc32,
    )  # fmt: skip
    manifest.write(folder)
    return manifest


def _counted(export: Export, shard: Shard, count: Count) -> Iterator[Columns]:
    window = export.stream.window(shard.from_ms, shard.to_ms, export.as_of_ms)
    for columns in chunks(export, *window):
        yield columns
        count.add(columns)


def _writer(export: Export) -> Callable[[Export, Iterator[Columns], Path], None]:
    if export.format == "csv.gz":
        return csvfile.write
    try:
        # Deferred because it takes half a second, and is an extra that need not be there.
        write: Callable[[Export, Iterator[Columns], Path], None] = import_module(
            "mock_server.lake.parquet"
        ).write
    except ImportError as error:
        raise ExportError(
            "Parquet files cannot be written here",
            where=f"the format {export.format}",
            why=f"the package {error.name} is missing",
            fix='install understudy[lake]: pip install "understudy[lake]"',
        ) from None
    return write
