"""Figures of ours alone: how exact delays are, and the generator by itself."""

from __future__ import annotations

import timeit

import orjson

from mock_server.data.generator import GeneratorOptions, compile_generator
from mock_server.spec.load import load_document
from tests.bench.load import Plan
from tests.bench.measure import SERVER_CORE, pinned, sample
from tests.bench.table import Row
from tests.bench.throughput import OURS
from tests.bench.workloads import DOCUMENT, VALID, ask
from tests.serving import UNDERSTUDY, free_port, serving

DELAY_S = 1.0
EVERY_S = 1.05
"""Each connection asks again this long after it asked, so that nearly all wait at any moment."""
WAITING = 1000
RECORDS = 1000
RENDER_LIMIT_S = 0.0005


def generator() -> Row:
    """How long a thousand records take to generate, without a server around them."""
    document = load_document(DOCUMENT)
    entry = next(entry for entry in document.entries if entry.id == "GetPaginatedWdrs")
    good = next(each for each in document.operation(entry).responses if each.status == "200")
    ready = compile_generator(good.content[0].schema, GeneratorOptions())
    answer = ready.render(b"warm", size=RECORDS)
    records, kilobytes = len(orjson.loads(answer)["data"]), len(answer) / 1e3
    seconds = min(timeit.repeat(lambda: ready.render(b"seed", size=RECORDS), number=1, repeat=50))
    return Row(
        what=f"generating {records:,} records, {kilobytes:.0f} KB",
        server="in process",
        figure=f"{seconds * 1e3:.2f} ms",
        target=f"< {RENDER_LIMIT_S * 1e3:g} ms",
        met=seconds < RENDER_LIMIT_S,
    )


def delays() -> Row:
    """How much later than asked, with a thousand connections of which nearly all are waiting."""
    port = free_port()
    latency = f"{DELAY_S * 1e3:.0f}ms"
    options = ("--latency", latency, "--port", str(port))
    command = pinned(SERVER_CORE, (UNDERSTUDY, "serve", str(DOCUMENT), *options))
    with serving(command, port=port) as server:
        ask(port, VALID, "/v2")  # what is compiled on first use is no part of the delay
        request = VALID.request(port, "/v2").decode("latin-1")
        result = sample(server.process.pid, Plan(port, request, WAITING, 5.0, every_s=EVERY_S))
    late_ms = [(moment_s - DELAY_S) * 1e3 for moment_s in (result.p50_s, result.p99_s)]
    return Row(
        what=f"delay of {latency}, {WAITING:,} connections waiting",
        server=f"{OURS}uvicorn",
        figure="{:+.2f} ms at the median, {:+.2f} ms at p99".format(*late_ms),
        target="< +5 ms",
        met=late_ms[0] < 5,
    )
