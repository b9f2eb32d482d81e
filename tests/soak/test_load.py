"""A steady load with faults on: nothing goes wrong that no rule asked for, and memory stays."""

from __future__ import annotations

import asyncio
import time
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import psutil

from tests.serving import UNDERSTUDY, Server, free_port, serving
from tests.soak.load import Load, Outcomes, Question, asked

SETTINGS = """
volume = "hobby"
store = "sqlite:///{folder}/store.db"
workers = {workers}

[[faults.rules]]
match = {{ path = "/v2/usage_reports/options" }}
fault = {{ kind = "status", status = 503, retry_after_s = 1 }}
probability = 0.05

[[faults.rules]]
match = {{ path = "/v2/usage_reports/options" }}
latency = "1ms..20ms"

[[faults.rules]]
match = {{ path = "/v2/billing_groups" }}
fault = {{ kind = "reset", lost = "request" }}
probability = 0.02

[[faults.rules]]
match = {{ path = "/v2/reports/mdr_usage_reports" }}
fault = {{ kind = "malformed" }}
probability = 0.05
"""

ACCOUNTS = tuple(f"beef{number:04}" for number in range(30))
"""So many that none of them asks more often than it may, also when a slow machine catches up."""

WARMING = Load(rate=50.0, seconds=5.0)
"""Until both workers have met all accounts."""

BROKEN = {"ConnectionResetError", "IncompleteReadError"}
"""What a reset is to the one who waits for an answer."""

FLAT = 1.05
"""Memory in the last tenth of the time, over what it was in the first: this project's promise."""


def records() -> list[Question]:
    """What no rule is for, and what takes most memory: an account's records are kept at hand."""
    target = "/vonage/v2/reports/records?product=SMS&direction=outbound&limit=1&account_id="
    return [
        question("none", target + account, f"Basic {b64encode(f'{account}:any'.encode()).decode()}")
        for account in ACCOUNTS
    ]


def questions() -> list[Question]:
    """Of eight, one for records."""
    bearer = "Bearer KEY_ANY"
    others = [
        question("status", "/telnyx/v2/usage_reports/options?product=messaging", bearer),
        question("reset", "/telnyx/v2/billing_groups", bearer),
        question("malformed", "/telnyx/v2/reports/mdr_usage_reports", bearer),
    ]
    return [each for one in records() for each in (one, *others, *others, others[0])]


def question(kind: str, target: str, credentials: str) -> Question:
    head = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {credentials}\r\n\r\n"
    return Question(kind, head.encode())


@contextmanager
def playing(folder: Path, workers: int) -> Iterator[Server]:
    port, settings = free_port(), folder / "understudy.toml"
    settings.write_text(SETTINGS.format(folder=folder, workers=workers))
    command = (UNDERSTUDY, "serve", "--config", str(settings), "--port", str(port))
    with serving(command, port=port, wait_s=60) as server:
        yield server


def memory(server: Server) -> int:
    """What the server's processes hold together, pages that they share counted once; bytes."""
    parent = psutil.Process(server.process.pid)
    return sum(each.memory_full_info().pss for each in (parent, *parent.children()))


def test_a_steady_load_meets_only_the_faults_that_were_asked_for(folder: Path, load: Load) -> None:
    with playing(folder, workers=2) as server, ThreadPoolExecutor(1) as threads:
        asyncio.run(asked(server.port, records(), WARMING))
        warm = asyncio.run(asked(server.port, questions(), WARMING))
        running = threads.submit(lambda: asyncio.run(asked(server.port, questions(), load)))
        samples = [memory(server)]
        while not running.done():
            time.sleep(min(1.0, load.seconds / 20))
            samples.append(memory(server))
        outcomes = running.result()
    tenth = max(1, len(samples) // 10)
    before, after = median(samples[:tenth]), median(samples[-tenth:])
    print(told(outcomes, load, before, after))  # noqa: T201

    assert unasked(outcomes) == unasked(warm) == {}
    assert asked_for(outcomes)
    assert after / before < FLAT


def unasked(outcomes: Outcomes) -> dict[tuple[str, str], int]:
    """What went wrong although no rule says so."""
    return {
        (kind, what): number
        for (kind, what), number in outcomes.of.items()
        if not (what.startswith("200") or is_asked(kind, what))
    }


def is_asked(kind: str, what: str) -> bool:
    if kind == "reset":
        return what in BROKEN
    return kind == "status" and what == "503*"


def asked_for(outcomes: Outcomes) -> bool:
    """Whether every rule was met, each about as often as it says."""
    found = {
        "status": outcomes.of["status", "503*"] / 0.05 / 3,
        "reset": sum(outcomes.of["reset", what] for what in BROKEN) / 0.02 / 2,
        "malformed": outcomes.of["malformed", "200*"] / 0.05 / 2,
    }
    eighth = outcomes.total / 8
    return all(0.3 * eighth < number < 2 * eighth for number in found.values())


def told(outcomes: Outcomes, load: Load, before: float, after: float) -> str:
    rate = outcomes.total / load.seconds
    return (
        f"{outcomes.total} requests, {rate:.0f} a second, {outcomes.late} of them sent late; "
        f"memory from {before / 1e6:.1f} to {after / 1e6:.1f} MB; {dict(outcomes.of)}"
    )
