"""What the pytest plugin costs: until the first fixture is ready, until an answer, and per test.

In processor time, after a test without the fixture: what pytest and its other plugins take to start
is not ours. Most tests import httpx, or a client that does; what it adds for others is a row of its
own. Compiled modules and read documents are in their caches, as from the second run of a suite on.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import orjson

from tests.bench.table import Row

RUNS = 7
READY_LIMIT_S = 0.3
EACH_LIMIT_S = 0.002

TESTS = """
from pathlib import Path
from time import process_time

import pytest

MOMENTS = {"plain": [], "played": []}
PARAMETERS = {"start_date": "2026-10-01", "end_date": "2026-11-01"}


@pytest.fixture
def plain():
    yield


@pytest.mark.parametrize("number", range(200))
def test_plain(plain, number):
    MOMENTS["plain"].append(process_time())


def test_first(mock_server):
    ready = process_time()
    client = mock_server.client("telnyx", headers={"Authorization": "Bearer KEY"})
    answer = client.get("/charges_summary", headers={"Prefer": "code=200"}, params=PARAMETERS)
    MOMENTS["answered"] = process_time() - ready
    MOMENTS["ready"] = ready - MOMENTS["plain"][-1]
    assert answer.status_code == 200


@pytest.mark.parametrize("number", range(200))
def test_played(mock_server, number):
    MOMENTS["played"].append(process_time())


def test_last():
    each = {name: (MOMENTS[name][-1] - MOMENTS[name][0]) / 199 for name in ("plain", "played")}
    took = [MOMENTS["ready"], MOMENTS["answered"], each["played"] - each["plain"]]
    Path("took.json").write_text(str(took))
"""


@dataclass(frozen=True, slots=True)
class Took:
    """Processor time in seconds."""

    ready_s: float
    answered_s: float
    each_s: float


def rows(folder: Path) -> Iterator[Row]:
    """For every vendor, for one, and for tests that speak HTTP in another way than httpx."""
    usual = _took(folder / "all", f"import httpx\n{TESTS}", apis="")
    yield _ready("every vendor", usual, READY_LIMIT_S)
    yield _row("first generated answer after it", [one.answered_s for one in usual])
    one_vendor = _took(folder / "one", f"import httpx\n{TESTS}", apis="telnyx")
    yield _ready("one vendor", one_vendor, READY_LIMIT_S)
    without = _took(folder / "without", TESTS, apis="")
    yield _ready("every vendor, and httpx with it", without)
    every = (*usual, *one_vendor, *without)
    yield _row("the fixture, per test", [one.each_s for one in every], EACH_LIMIT_S)


def _ready(who: str, took: Sequence[Took], limit_s: float | None = None) -> Row:
    what = f"first fixture of a pytest session, {who}"
    return _row(what, [one.ready_s for one in took], limit_s)


def _row(what: str, took_s: Sequence[float], limit_s: float | None = None) -> Row:
    middle_s = median(took_s)
    return Row(
        what=what,
        server="in process",
        figure=f"{middle_s * 1e3:.3g} ms CPU, at best {min(took_s) * 1e3:.3g}",
        target=f"< {limit_s * 1e3:g} ms" if limit_s else "",
        met=middle_s < limit_s if limit_s else None,
    )


def _took(suite: Path, tests: str, apis: str) -> list[Took]:
    suite.mkdir()
    (suite / "pytest.ini").write_text(f"[pytest]\nmock_server_apis = {apis}\n")
    (suite / "test_played.py").write_text(tests)
    return [_run(suite) for _ in range(1 + RUNS)][1:]  # the first one fills the caches


def _run(suite: Path) -> Took:
    written = {name: text for name, text in os.environ.items() if "BYTECODE" not in name}
    command = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    done = subprocess.run(
        command, cwd=suite, env=written, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stdout)
    return Took(*orjson.loads((suite / "took.json").read_bytes()))
