"""A private folder for what is slow to compute twice: JSON only, so nothing in it can run.

A file is read only when this user owns it and nobody else can write it; anything else counts
as absent. Losing the cache costs time, never correctness, so every failure to write is ignored.
"""

from __future__ import annotations

import os
import stat
import tempfile
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson

from mock_server import __version__


def folder() -> Path:
    """Where cached files live: $UNDERSTUDY_CACHE, else the XDG cache folder's `understudy`."""
    if named := os.environ.get("UNDERSTUDY_CACHE"):
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "understudy"


def digest(*parts: bytes) -> str:
    """A key for content: equal parts give equal keys, for this version of the project only."""
    hasher = blake2b(__version__.encode(), digest_size=16)
    for part in parts:
        hasher.update(len(part).to_bytes(8, "big"))
        hasher.update(part)
    return hasher.hexdigest()


def read(kind: str, key: str) -> Any | None:
    """The value kept under (kind, key), or None when there is none that can be trusted."""
    try:
        with _path(kind, key).open("rb") as file:
            if not _is_ours(os.fstat(file.fileno())):
                return None
            return orjson.loads(file.read())
    except (OSError, orjson.JSONDecodeError):
        return None


def write(kind: str, key: str, value: Any) -> None:
    """Keep a JSON value; readers see the old file or the whole new one, never a part."""
    try:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(folder().stat()):
            return
        with tempfile.NamedTemporaryFile(dir=folder(), delete=False) as file:
            file.write(orjson.dumps(value))
        Path(file.name).replace(_path(kind, key))
    except OSError:
        return


def _path(kind: str, key: str) -> Path:
    return folder() / f"{kind}-{key}.json"


def _is_ours(status: os.stat_result) -> bool:
    others_can_write = status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return status.st_uid == os.getuid() and not others_can_write
