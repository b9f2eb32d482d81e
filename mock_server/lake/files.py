"""Files that are there as a whole or not at all, whoever dies in between."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from mock_server.ledger.deflate import CODEC

PART = ".part"
PIECE_BYTES = 1 << 20


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A path beside the target to write to; it takes the target's name when all went well.

    Several may do this at the same time: each has a path of its own, and the last one counts.
    """
    path = target.with_name(f".{target.name}.{token_hex(4)}{PART}")
    try:
        yield path
        _synchronised(path)
        path.replace(target)
        _synchronised(target.parent)
    finally:
        path.unlink(missing_ok=True)


def remove_parts(target: Path) -> None:
    """Remove what writers of this file left when they were killed."""
    for path in target.parent.glob(f".{_escaped(target.name)}.*{PART}"):
        path.unlink(missing_ok=True)


def crc32_of(path: Path) -> str:
    """Of a whole file; 8 hexadecimal digits."""
    found = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            found = CODEC.crc32(piece, found)
    return f"{found:08x}"


def _synchronised(path: Path) -> None:
    """On the disk, and not only on its way there."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _escaped(name: str) -> str:
    return "".join(f"[{one}]" if one in "*?[" else one for one in name)
