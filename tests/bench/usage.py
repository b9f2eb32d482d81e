"""How long a server takes to sum up a month of an account with ten million messages."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import repeat
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import orjson

from tests.bench.ledger import BUSY, VOLUMES
from tests.bench.measure import SERVER_CORE, cpu_s, pinned
from tests.bench.table import Row
from tests.bench.throughput import OURS
from tests.serving import UNDERSTUDY, Server, free_port, serving

NAME = f"{OURS}uvicorn"
AS_BUSY = tuple(f"as-busy-{number}" for number in range(5))
LIMIT_MS = 100.0
PAUSE_S = 0.25
"""Between two requests: Telnyx answers five of them a second."""

PERIOD = "start_date=2026-10-01T00:00:00Z&end_date=2026-11-01T00:00:00Z"
USAGE = f"/usage_reports?product=messaging&metrics=cost,parts,count&{PERIOD}&dimensions="
SYNC = f"/reports/mdr_usage_reports/sync?{PERIOD}&aggregation_type="
QUESTIONS: Mapping[str, str] = {
    "by profile": f"{USAGE}profile_id",
    "by day": f"{USAGE}date",
    "by day and profile": f"{USAGE}date,profile_id",
    "by profile, from /sync": f"{SYNC}PROFILE",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, how long it took, and what it cost the server."""

    body: bytes
    took_ms: float
    used_ms: float


def rows(quick: bool) -> Iterator[Row]:
    """The first question of all, the first about another account, and each again and again."""
    with _server() as server:
        cold = _ask(server, QUESTIONS["by profile"], BUSY)
        found = orjson.loads(cold.body)["data"]
        what = f"a month of {sum(row['count'] for row in found):,} messages"
        yield _row(f"{what} by profile, asked first of all", (cold,))
        new = [_ask(server, QUESTIONS["by profile"], account) for account in AS_BUSY]
        yield _row("the same of accounts that were not asked for before", new, LIMIT_MS)
        for name, question in QUESTIONS.items():
            _ask(server, question, BUSY)
            answers = [_ask(server, question, BUSY) for _ in repeat(None, 5 if quick else 25)]
            yield _row(f"{what} {name}", answers, LIMIT_MS)


@contextmanager
def _server() -> Iterator[Server]:
    with TemporaryDirectory() as folder:
        settings = Path(folder, "understudy.toml")
        lines = [f"{account} = {VOLUMES[BUSY]}" for account in (BUSY, *AS_BUSY)]
        settings.write_text("\n".join(("[accounts]", *lines)))
        port = free_port()
        command = (UNDERSTUDY, "serve", "telnyx", "--port", str(port), "--config", str(settings))
        with serving(pinned(SERVER_CORE, command), port=port) as server:
            yield server


def _ask(server: Server, question: str, key: str) -> Answer:
    """Asked of a connection that is open already."""
    time.sleep(PAUSE_S)
    connection = HTTPConnection(server.host, server.port, timeout=30)
    connection.connect()
    before_s, began_s = cpu_s(server.process.pid), time.perf_counter()
    connection.request("GET", f"/v2{question}", headers={"Authorization": f"Bearer {key}"})
    response = connection.getresponse()
    body, took_s = response.read(), time.perf_counter() - began_s
    connection.close()
    if response.status != 200:
        raise RuntimeError(f"{question} is answered with {response.status}: {body.decode()}")
    return Answer(body, took_s * 1e3, (cpu_s(server.process.pid) - before_s) * 1e3)


def _row(what: str, answers: Sequence[Answer], limit_ms: float | None = None) -> Row:
    # A process's clock ticks a hundred times a second: only the mean of some is finer.
    used_ms = sum(answer.used_ms for answer in answers) / len(answers)
    took_ms = median(answer.took_ms for answer in answers)
    return Row(
        what=what,
        server=NAME,
        figure=f"{used_ms:.0f} ms CPU, {took_ms:.0f} ms",
        target=f"< {limit_ms:g} ms CPU" if limit_ms else "",
        met=used_ms < limit_ms if limit_ms else None,
    )
