"""What is known of a shard's file: written beside it when it is finished."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mock_server.lake.errors import ExportError
from mock_server.lake.files import crc32_of, written_whole

SUFFIX = ".manifest.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A finished shard.

    Args:
        file: its name, without a folder.
        number: from 1 to `of`.
        export: all of the export, as JSON; see `Export.described`.
        fingerprint: of the export.
        cost: in hundred-millionths of the currency, of all its records together.
        size: of the file; bytes.
        crc32: of the file; hexadecimal.
    """

    file: str
    number: int
    of: int
    export: Mapping[str, Any]
    fingerprint: str
    rows: int
    cost: int
    size: int
    crc32: str

    def write(self, folder: Path) -> None:
        with written_whole(folder / f"{self.file}{SUFFIX}") as path:
            path.write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")

    def faults(self, folder: Path) -> list[str]:
        """What is not as it was when the shard was finished."""
        path = folder / self.file
        if not path.is_file():
            return [f"{self.file} is not there"]
        size = path.stat().st_size
        if size != self.size:
            return [f"{self.file} has {size} bytes, and had {self.size}"]
        if crc32_of(path) != self.crc32:
            return [f"{self.file} has other content than when it was written"]
        return []


def read_manifest(path: Path) -> Manifest:
    """The manifest of a file.

    Raises:
        ExportError: it is none.
    """
    try:
        return Manifest(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ExportError(
            f"{path.name} is not a manifest",
            where=str(path),
            why=str(error) or type(error).__name__,
            fix="delete it and the file it belongs to, and export again",
        ) from None


def manifests(folder: Path) -> list[Manifest]:
    """All manifests of a folder, in order of their names.

    Raises:
        ExportError: one of them is none.
    """
    return [read_manifest(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]
