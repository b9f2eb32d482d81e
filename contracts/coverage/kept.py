"""Coverage that adds up over runs: a file that each run reads and writes."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Any

import orjson

from contracts.coverage.coverage import Coverage
from contracts.errors import CheckError

Json = Any

VERSION = 1


def read_coverage(file: Path) -> Coverage:
    """What earlier runs kept; nothing where there is no file yet.

    Raises:
        CheckError: the file is something else.
    """
    try:
        kept = orjson.loads(file.read_bytes())
    except FileNotFoundError:
        return Coverage()
    except OSError as error:
        raise _unusable(file, error.strerror or str(error)) from None
    except orjson.JSONDecodeError as error:
        raise _unusable(file, str(error)) from None
    try:
        return _read(kept)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise _unusable(file, "it was not written by `understudy check --coverage`") from None


def write_coverage(file: Path, coverage: Coverage) -> None:
    """Keep it for the next run; the file is whole or as it was.

    Raises:
        CheckError: it cannot be written.
    """
    hits: dict[str, Json] = {}
    for by, counter in coverage.hits.items():
        for (key, aspect, name), count in sorted(counter.items()):
            hits.setdefault(by, {}).setdefault(key, {}).setdefault(aspect, {})[name] = count
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(orjson.dumps({"version": VERSION, "hits": hits}))
        draft.replace(file)
    except OSError as error:
        raise _unusable(file, error.strerror or str(error)) from None


def _read(kept: Json) -> Coverage:
    if kept["version"] != VERSION:
        raise ValueError(kept["version"])
    coverage = Coverage()
    for by, operations in kept["hits"].items():
        coverage.hits[by] = Counter(
            {
                (key, aspect, name): int(count)
                for key, aspects in operations.items()
                for aspect, names in aspects.items()
                for name, count in names.items()
            }
        )
    return coverage


def _unusable(file: Path, why: str) -> CheckError:
    return CheckError(
        "Coverage cannot be kept in this file",
        where=f"--coverage {file}",
        why=why,
        fix="name another file, or delete this one to begin anew",
    )
