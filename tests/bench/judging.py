"""How long the judge takes: two large documents compared, both mocks checked."""

from __future__ import annotations

import json
import resource
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import orjson

from tests.bench.table import Row
from tests.contracts.drift.test_large import retype
from tests.documents.large import large_document
from tests.serving import UNDERSTUDY

DRIFT_LIMIT_S = 2.0
CHECK_LIMIT_S = 60.0
CASES = 5_000


def rows(folder: Path) -> Iterator[Row]:
    yield drift(folder)
    yield from checks(folder)


def drift(folder: Path) -> Row:
    """Two documents of 900 operations and 4 MB, one type in a hundred changed."""
    text = orjson.dumps(large_document(900, 4_000_000))
    changed = orjson.loads(text)
    retype(changed, Random(1))
    (folder / "old.json").write_bytes(text)
    (folder / "new.json").write_bytes(orjson.dumps(changed))
    command = ["drift", str(folder / "old.json"), str(folder / "new.json"), "--format", "json"]
    runs = [processor_s(command) for _ in range(3)]
    seconds, output = min(runs)
    count = len(json.loads(output)["findings"])
    return Row(
        what=f"two documents of 4 MB and 900 operations compared, {count:,} findings",
        server="understudy drift",
        figure=f"{seconds:.2f} s CPU, the start of Python among it",
        target=f"< {DRIFT_LIMIT_S:g} s",
        met=seconds < DRIFT_LIMIT_S,
    )


def checks(folder: Path) -> Iterator[Row]:
    """Each vendor's mock with the default budget."""
    for vendor in ("telnyx", "vonage"):
        file, begun = folder / f"{vendor}.json", time.perf_counter()
        processor_s(["check", f"mock:{vendor}", "--format", f"json={file}"])
        seconds = time.perf_counter() - begun
        requests = json.loads(file.read_text())["requests"]
        yield Row(
            what=f"mock:{vendor} checked with {requests:,} requests",
            server="understudy check",
            figure=f"{seconds:.0f} s",
            target=f"< {CHECK_LIMIT_S:g} s, with half of {CASES:,}",
            met=seconds < CHECK_LIMIT_S and requests >= CASES / 2,
        )


def processor_s(arguments: list[str]) -> tuple[float, str]:
    """Seconds of the processor that a command took, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    finished = subprocess.run(
        [str(UNDERSTUDY), *arguments], capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    if finished.returncode not in (0, 1):
        raise RuntimeError(finished.stderr)
    return used, finished.stdout
