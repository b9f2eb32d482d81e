"""How a baseline's file is told from others, without what it takes to read one."""

from __future__ import annotations

from pathlib import Path

FORMAT = "understudy-baseline/1"


def is_baseline(path: Path) -> bool:
    """Whether a file looks like a baseline, readable or not.

    A pipe is left alone: it can be read only once.
    """
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return FORMAT.partition("/")[0].encode() in file.read(2_000_000)
    except OSError:
        return False
