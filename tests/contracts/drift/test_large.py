"""Two large documents are compared while one waits."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import orjson

from tests.documents.large import large_document

PROCESSOR_SECONDS = 2.0
MEGABYTES = 500
OTHERS = {"string": "integer", "integer": "string"}
RUN = """
import gc, resource, sys
gc.disable()
from contracts.drift.comparison import compare_named
from contracts.drift.telling import told
report = compare_named(*sys.argv[1:])
assert told(report)
used = resource.getrusage(resource.RUSAGE_SELF)
print(len(report.findings), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def test_900_operations_in_4_mb_take_two_seconds_and_less_than_500_mb(tmp_path: Path) -> None:
    text = orjson.dumps(large_document(900, 4_000_000))
    tree = orjson.loads(text)  # in which nothing is the same object twice
    (tmp_path / "old.json").write_bytes(text)
    changed = retype(tree, Random(1))
    (tmp_path / "new.json").write_bytes(orjson.dumps(tree))

    runs = [measured(tmp_path) for _ in range(2)]

    found, seconds, megabytes = min(runs, key=lambda run: run[1])
    assert found == changed
    assert seconds < PROCESSOR_SECONDS
    assert megabytes < MEGABYTES


def retype(value: Any, rng: Random) -> int:
    """Give one in a hundred texts and numbers another type; returns how many."""
    children = value.values() if isinstance(value, dict) else value
    changed = sum(retype(child, rng) for child in children if isinstance(child, dict | list))
    kind = value.get("type") if isinstance(value, dict) and "enum" not in value else None
    if isinstance(kind, str) and kind in OTHERS and rng.random() < 0.01:
        value["type"] = OTHERS[kind]
        changed += 1
    return changed


def measured(folder: Path) -> tuple[int, float, float]:
    """The number of findings, seconds of the processor, and megabytes at the most."""
    command = [sys.executable, "-c", RUN, str(folder / "old.json"), str(folder / "new.json")]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    return int(told[0]), float(told[1]), float(told[2])
