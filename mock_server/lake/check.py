"""Whether a folder holds all of its exports, by what is written beside the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from mock_server.lake.export import Export, Totals, from_description, shards
from mock_server.lake.manifest import Manifest, manifests
from mock_server.lake.shard import differences
from mock_server.ledger.settings import fingerprint


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of one export.

    Args:
        export: what was exported.
        shards: how many there should be.
        totals: what those that are there come to together.
        faults: a sentence for everything that is wrong.
    """

    export: Export
    shards: int
    totals: Totals
    faults: tuple[str, ...]


def check(export: Export, folder: Path) -> Checked:
    """Hold an export's files against its closed form: all there, whole, and adding up.

    Raises:
        ExportError: a manifest cannot be read.
    """
    mine = [one for one in manifests(folder) if one.fingerprint == export.fingerprint]
    return _checked(export, mine, folder)


def check_all(folder: Path) -> list[Checked]:
    """The same for every export that a folder has shards of.

    Raises:
        ExportError: a manifest cannot be read, or is of something that cannot be exported.
    """
    found = sorted(manifests(folder), key=_identity)
    return [
        _checked(from_description(next(iter(same)).export), same, folder)
        for same in (list(group) for _, group in groupby(found, _identity))
    ]


def _identity(manifest: Manifest) -> tuple[str, int]:
    return manifest.fingerprint, manifest.of


def _checked(export: Export, found: Sequence[Manifest], folder: Path) -> Checked:
    totals = Totals(sum(one.rows for one in found), sum(one.cost for one in found))
    count = found[0].of if found else 0
    faults = tuple(_faults(export, found, totals, folder))
    return Checked(export, count, totals, faults)


def _faults(
    export: Export, found: Sequence[Manifest], totals: Totals, folder: Path
) -> Iterator[str]:
    if not found:
        yield "no shard of it is there"
        return
    if {one.fingerprint for one in found} != {export.fingerprint}:
        yield (
            "it was made with other tables or another version of them "
            f"(this dataset is {fingerprint(export.settings)})"
        )
        return
    by_number = {one.number: one for one in found}
    for shard in shards(export, found[0].of):
        manifest = by_number.get(shard.number)
        if manifest is None:
            yield f"shard {shard.number} of {shard.of} is missing"
            continue
        expected = export.totals(shard.from_ms, shard.to_ms)
        for fault in (*differences(manifest, export, expected), *manifest.faults(folder)):
            yield f"shard {shard.number} of {shard.of}: {fault}"
    expected = export.totals(export.from_ms, export.to_ms)
    if totals != expected:
        yield f"together they come to {totals}, and should come to {expected}"
