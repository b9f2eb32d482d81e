"""Load on a server, and what it cost: processor time first, then requests per second."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import orjson
import psutil

from tests.bench.load import Load, Plan

SERVER_CORE, LOAD_CORE = "0", "1"


@dataclass(frozen=True, slots=True)
class Sample:
    """One server under one load, once; durations in seconds, per request where it says so."""

    requests_per_s: float
    cpu_per_request_s: float
    p50_s: float
    p99_s: float
    statuses: dict[str, int]


def pinned(core: str, command: Sequence[str]) -> tuple[str, ...]:
    """The command, kept to one core where this machine can do that and has two."""
    if shutil.which("taskset") and (os.cpu_count() or 1) > 1:
        return ("taskset", "--cpu-list", core, *command)
    return tuple(command)


def sample(process_id: int, plan: Plan) -> Sample:
    """Put the plan's load on a server that runs as this process and its children."""
    before_s = cpu_s(process_id)
    load = _send(plan)
    used_s = cpu_s(process_id) - before_s
    return Sample(
        requests_per_s=load.requests / load.seconds,
        cpu_per_request_s=used_s / load.requests,
        p50_s=load.p50_s,
        p99_s=load.p99_s,
        statuses=load.statuses,
    )


def cpu_s(process_id: int) -> float:
    """User and system time of a process and all below it, until now."""
    times = [process.cpu_times() for process in _tree(process_id)]
    return sum(time.user + time.system for time in times)


def resident_bytes(process_id: int) -> int:
    """Resident memory of a process and all below it."""
    return sum(process.memory_info().rss for process in _tree(process_id))


def _tree(process_id: int) -> list[psutil.Process]:
    process = psutil.Process(process_id)
    return [process, *process.children(recursive=True)]


def _send(plan: Plan) -> Load:
    finished = subprocess.run(
        pinned(LOAD_CORE, (sys.executable, "-m", "tests.bench.load")),
        input=orjson.dumps(asdict(plan)),
        stdout=subprocess.PIPE,
        timeout=plan.duration_s + 30,
        check=True,
    )
    return Load(**orjson.loads(finished.stdout))
