"""From the command to the first answer, and the memory that takes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from tests.bench import peers
from tests.bench.measure import cpu_s, resident_bytes
from tests.bench.table import Row
from tests.bench.throughput import OURS
from tests.bench.workloads import VALID, Workload, ask
from tests.documents.large import write_large
from tests.serving import UNDERSTUDY, free_port, serving

NAME = f"{OURS}uvicorn"
GENERATED = replace(VALID, name="generated", target=f"{VALID.target}&__code=200")
"""The vendor's handler is passed over: its first answer would take the ledger along."""

LARGE = Workload("large", "GET", "/active_account_0s", 200)
SIZE = "900 operations, 4 MB of"
MEMORY_LIMIT_MB = 100


@dataclass(frozen=True, slots=True)
class Served:
    """What we are told to serve, what is asked of it first, and where.

    Args:
        names: of vendors and documents; none for all vendors.
        limit_s: until the first answer, with an empty cache.
    """

    names: Sequence[str]
    first: Workload
    prefix: str
    limit_s: float


@dataclass(frozen=True, slots=True)
class Start:
    """Until a server had answered once."""

    took_s: float
    used_cpu_s: float
    resident_mb: float


def rows(folder: Path, repeats: int, with_peers: bool) -> Iterator[Row]:
    """Our own documents and large ones, each with an empty cache and with a filled one."""
    write_large(folder / "large.json")
    write_large(folder / "large.yaml")
    yield from _ours(folder, "our own documents", _vendors(GENERATED), repeats)
    yield from _ours(folder, "our own documents and their ledger", _vendors(VALID), repeats)
    for kind in ("json", "yaml"):
        large = Served((str(folder / f"large.{kind}"),), LARGE, "/v2", 3.0)
        yield from _ours(folder, f"{SIZE} {kind}", large, repeats)
    for name in peers.NAMES if with_peers else ():
        start = _peer(name, folder / "large.json")
        yield _time(f"{SIZE} json", name, (start,))
        yield _memory(f"{SIZE} json", name, (start,))


def _vendors(first: Workload) -> Served:
    return Served((), first, "/telnyx/v2", 1.0)


def _ours(folder: Path, what: str, served: Served, repeats: int) -> Iterator[Row]:
    caches = [folder / f"cache of {what} {number}" for number in range(repeats)]
    cold = [_start(cache, served) for cache in caches]
    warm = [_start(cache, served) for cache in caches]
    yield _time(f"{what}, cache empty", NAME, cold, served.limit_s)
    yield _time(f"{what}, cache filled", NAME, warm, 1.0)
    yield _memory(what, NAME, warm, MEMORY_LIMIT_MB)


def _time(what: str, name: str, starts: Sequence[Start], limit_s: float | None = None) -> Row:
    took_s = median(start.took_s for start in starts)
    used_s = median(start.used_cpu_s for start in starts)
    return Row(
        what=f"start to first answer, {what}",
        server=name,
        figure=f"{took_s:.2f} s, of which {used_s:.2f} s CPU",
        target=f"< {limit_s:g} s" if limit_s else "",
        met=took_s < limit_s if limit_s else None,
    )


def _memory(what: str, name: str, starts: Sequence[Start], limit_mb: float | None = None) -> Row:
    resident_mb = median(start.resident_mb for start in starts)
    return Row(
        what=f"resident memory, {what}",
        server=name,
        figure=f"{resident_mb:.0f} MB",
        target=f"< {limit_mb:g} MB" if limit_mb else "",
        met=resident_mb < limit_mb if limit_mb else None,
    )


def _start(cache: Path, served: Served) -> Start:
    port = free_port()
    command = (UNDERSTUDY, "serve", *served.names, "--latency", "none", "--port", str(port))
    command = ("env", f"UNDERSTUDY_CACHE={cache}", *command)
    return _first_answer(command, port, served.first, served.prefix)


def _peer(name: str, document: Path) -> Start:
    port = free_port()
    prefix = "/v2" if name == peers.MOCKOON else ""
    return _first_answer(peers.command(name, document, port), port, LARGE, prefix)


def _first_answer(command: Sequence[str], port: int, first: Workload, prefix: str) -> Start:
    began_s = time.perf_counter()
    with serving(command, port=port, wait_s=120) as server:
        status, body = ask(port, first, prefix)
        took_s = time.perf_counter() - began_s
        if status != first.status:
            raise RuntimeError(f"{command} answers {status}: {body.decode()}")
        process = server.process.pid
        return Start(took_s, cpu_s(process), resident_bytes(process) / 1e6)
