"""Two large documents are compared in little memory; how long it takes, `make bench` tells."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import orjson

from tests.documents.large import large_document

MEGABYTES = 500
OTHERS = {"string": "integer", "integer": "string"}
RUN = """
import gc, re, sys
gc.disable()
from contracts.drift.comparison import compare_named
report = compare_named(*sys.argv[1:])
used = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(len(report.findings), int(used[1]) / 1024)
"""
"""`getrusage` would tell the most of this process and of the one that started it."""


def test_900_operations_in_4_mb_take_less_than_500_mb(tmp_path: Path) -> None:
    text = orjson.dumps(large_document(900, 4_000_000))
    tree = orjson.loads(text)  # in which nothing is the same object twice
    (tmp_path / "old.json").write_bytes(text)
    changed = retype(tree, Random(1))
    (tmp_path / "new.json").write_bytes(orjson.dumps(tree))

    found, megabytes = measured(tmp_path)

    assert found == changed
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


def measured(folder: Path) -> tuple[int, float]:
    """The number of findings, and megabytes at the most."""
    command = [sys.executable, "-c", RUN, str(folder / "old.json"), str(folder / "new.json")]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    return int(told[0]), float(told[1])
