"""What was exercised, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from contracts.report.sheet import Table

Json = Any


def coverage_table(coverage: Json) -> Iterator[Table]:
    """The sum by aspect and who exercised it, and each operation with what nobody did."""
    sources = list(coverage["sources"])
    yield Table(
        title="Coverage",
        head=("aspect", "known", "exercised", *sources),
        rows=tuple(
            (
                aspect,
                f"{total['known']:,}",
                share(total["seen"], total["known"]),
                *(f"{total['by'].get(source, 0):,}" for source in sources),
            )
            for aspect, total in coverage["totals"].items()
        ),
    )
    aspects = list(coverage["totals"])[1:]
    yield Table(
        title="Coverage by operation",
        head=("operation", "exchanges", *aspects, "never"),
        rows=tuple(_row(one, aspects) for one in coverage["operations"]),
    )


def share(seen: int, known: int) -> str:
    return f"{seen:,} ({100 * seen // known} %)" if known else "-"


def _row(one: Json, aspects: list[str]) -> tuple[str, ...]:
    counts = (_of(one["aspects"].get(aspect)) for aspect in aspects)
    never = by_aspect(one["never"])
    more = f" and {one['never_more']:,} more" if one["never_more"] else ""
    exchanges = sum(one["exchanges"].values())
    return (one["operation"], f"{exchanges:,}", *counts, never + more)


def by_aspect(points: Iterable[str]) -> str:
    """Points such as "statuses: 401", each aspect named once."""
    found: dict[str, list[str]] = {}
    for point in points:
        aspect, _, name = point.partition(": ")
        found.setdefault(aspect, []).append(name)
    return "; ".join(f"{aspect}: {', '.join(names)}" for aspect, names in found.items())


def _of(count: Json) -> str:
    return f"{count['seen']}/{count['known']}" if count else "-"
