"""Ours, the bare servers and the other mock servers, all up at once on the same document."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import orjson
import yaml

from tests.bench import peers
from tests.bench.measure import SERVER_CORE, pinned
from tests.bench.throughput import BARE, OURS, SERVERS, Contender
from tests.bench.workloads import DOCUMENT, MANY, POST, VALID, Workload, ask, prefix_of
from tests.serving import UNDERSTUDY, free_port, serving


@contextmanager
def contenders(folder: Path, with_peers: bool) -> Iterator[list[Contender]]:
    """Start everybody; the folder is for the documents that the others are given."""
    with ExitStack() as stack:
        ours = [_ours(stack, server) for server in SERVERS]
        body_bytes = len(_answer(ours[0], VALID))
        bare = [_bare(stack, server, body_bytes) for server in SERVERS]
        document = _with_examples(folder, ours[0])
        others = [_peer(stack, name, document) for name in peers.NAMES if with_peers]
        yield [*bare, *ours, *others]


def _ours(stack: ExitStack, server: str) -> Contender:
    port = free_port()
    options = ("--latency", "none", "--server", server, "--port", str(port))
    return _start(stack, f"{OURS}{server}", (UNDERSTUDY, "serve", str(DOCUMENT), *options), port)


def _bare(stack: ExitStack, server: str, body_bytes: int) -> Contender:
    port = free_port()
    command = (sys.executable, "-m", "tests.bench.hello", server, str(port), str(body_bytes))
    return _start(stack, f"{BARE}{server}", command, port)


def _peer(stack: ExitStack, name: str, document: Path) -> Contender:
    port = free_port()
    return _start(stack, name, peers.command(name, document, port), port)


def _start(stack: ExitStack, name: str, command: Sequence[str], port: int) -> Contender:
    running = serving(pinned(SERVER_CORE, command), port=port, wait_s=60)
    server = stack.enter_context(running)
    prefix = prefix_of(port)
    if prefix is None:
        raise RuntimeError(f"{name} does not answer: {ask(port, VALID, '')}")
    return Contender(name, port, server.process.pid, prefix)


def _answer(contender: Contender, workload: Workload) -> bytes:
    return ask(contender.port, workload, contender.prefix)[1]


def _with_examples(folder: Path, ours: Contender) -> Path:
    """The document with our own answers as examples, so that all send bodies of the same size."""
    document = yaml.load(DOCUMENT.read_bytes(), yaml.CSafeLoader)
    for workload in (VALID, POST, MANY):
        operation: Any = document["paths"][workload.target.partition("?")[0]]
        good = operation[workload.method.lower()]["responses"]["200"]
        content = good["content"]["application/json"]
        content.pop("examples", None)
        content["example"] = orjson.loads(_answer(ours, workload))
    path = folder / "document.json"
    path.write_bytes(orjson.dumps(document))
    return path
