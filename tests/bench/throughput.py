"""Servers side by side under the same load, round by round, so that all meet the same noise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.load import Plan
from tests.bench.measure import Sample, sample
from tests.bench.peers import PRISM, STEADY
from tests.bench.table import Row
from tests.bench.workloads import INVALID, VALID, VARIED, WORKLOADS, Workload, ask

OURS = "understudy on "
BARE = "bare ASGI app on "
SERVERS = ("uvicorn", "granian")

TARGETS: Mapping[str, Mapping[str, float]] = {
    f"{OURS}uvicorn": {f"{BARE}uvicorn": 0.6, STEADY: 1.4, PRISM: 5.0},
    f"{OURS}granian": {f"{BARE}granian": 0.78, STEADY: 1.8, PRISM: 5.0},
}
"""How many times the work of another we do per processor second: the project's own aims."""

HOT = (VALID, VARIED)
"""What is compared with a bare application."""

Rounds = Mapping[str, Sequence[Sample]]


@dataclass(frozen=True, slots=True)
class Contender:
    """A server that is up; `prefix` stands before the document's paths."""

    name: str
    port: int
    process_id: int
    prefix: str


def rows(contenders: Sequence[Contender], rounds: int, duration_s: float) -> Iterator[Row]:
    """Every workload on every contender that answers it as the document says."""
    valid: Rounds = {}
    for workload in WORKLOADS:
        taking_part = [each for each in contenders if _answers(each, workload)]
        measured = _measure(taking_part, workload, rounds, duration_s)
        valid = measured if workload is VALID else valid
        for name in measured:
            yield _row(workload, name, measured, valid)


def _answers(contender: Contender, workload: Workload) -> bool:
    if contender.name.startswith(BARE):
        return workload in HOT
    return ask(contender.port, workload, contender.prefix)[0] == workload.status


def _measure(
    contenders: Sequence[Contender], workload: Workload, rounds: int, duration_s: float
) -> Rounds:
    measured: dict[str, list[Sample]] = {contender.name: [] for contender in contenders}
    for number in range(rounds + 1):
        for contender in contenders:
            request = workload.request(contender.port, contender.prefix).decode("latin-1")
            plan = Plan(contender.port, request, workload.connections, duration_s)
            result = sample(contender.process_id, plan)
            if number:  # the first round only warms up
                measured[contender.name].append(result)
    return measured


def _row(workload: Workload, name: str, measured: Rounds, valid: Rounds) -> Row:
    samples = measured[name]
    cpu_us = median(each.cpu_per_request_s for each in samples) * 1e6
    per_s = median(each.requests_per_s for each in samples)
    p50_ms = median(each.p50_s for each in samples) * 1e3
    ratios = {other: _ratio(samples, measured[other]) for other in _rivals(name, measured)}
    targets = TARGETS.get(name, {}) if workload in HOT else {}
    if workload is INVALID and name in TARGETS:
        ratios["valid"] = _ratio(samples, valid[name])
        targets = {"valid": 1.0}
    asked = {other: targets[other] for other in ratios if other in targets}
    return Row(
        what=workload.name,
        server=name,
        figure=f"{cpu_us:,.0f} µs CPU, {per_s:,.0f}/s, p50 {p50_ms:.1f} ms",
        compared=", ".join(f"{ratio:.2f} x {_short(other)}" for other, ratio in ratios.items()),
        target=", ".join(f"{target:g} x {_short(other)}" for other, target in asked.items()),
        met=all(ratios[other] >= target for other, target in asked.items()) if asked else None,
    )


def _rivals(name: str, measured: Rounds) -> list[str]:
    return [other for other in TARGETS.get(name, {}) if other in measured]


def _ratio(ours: Sequence[Sample], theirs: Sequence[Sample]) -> float:
    """Requests per processor second, ours over theirs: the median of the rounds."""
    return median(
        their.cpu_per_request_s / our.cpu_per_request_s
        for our, their in zip(ours, theirs, strict=True)
    )


def _short(name: str) -> str:
    return "bare" if name.startswith(BARE) else name.split(maxsplit=1)[0]
