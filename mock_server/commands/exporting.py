"""How an export is made, and what is told meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from mock_server.errors import ConfigError
from mock_server.lake.cluster import run_on_dask
from mock_server.lake.errors import ExportError
from mock_server.lake.export import Export, Shard, Totals, shards
from mock_server.lake.run import Writer, run
from mock_server.lake.shard import Progress
from mock_server.ledger.fields import UNIT

STEPS = 10
"""How often progress is told where it cannot be drawn."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How it is made.

    Args:
        part: the only one that is wanted, and of how many; None for all.
        count: of all parts.
        workers: processes; 0 for none but this one.
        dask: a scheduler's address; None for no cluster.
    """

    part: tuple[int, int] | None
    count: int
    workers: int
    dask: str | None
    folder: Path


def execute(export: Export, plan: Plan, out: Console) -> None:
    """Make what is wanted, and tell what it came to.

    Raises:
        ConfigError: the plan contradicts itself.
        ExportError: it cannot be made, or does not add up.
    """
    _check(plan)
    wanted = _wanted(export, plan)
    expected = export.totals(wanted[0].from_ms, wanted[-1].to_ms)
    with _reported(expected.rows, out) as progress:
        if plan.dask:
            _on_dask(export, plan, progress)
        else:
            run(Writer(export, plan.folder), wanted, _processes(plan, wanted), progress)
    for shard in wanted:
        out.print(str(plan.folder / shard.name), highlight=False, soft_wrap=True)
    out.print(f"{told(expected, export)}; export {export.fingerprint}", highlight=False)


def told(totals: Totals, export: Export) -> str:
    """Records and cost, for people."""
    cost = Decimal(totals.cost) / UNIT
    return f"{totals.rows:,} records, {cost:,f} {export.settings.currency}"


def check_moment(export: Export, plan: Plan, at: int | None) -> None:
    """Parts that are made at different times only fit together if they look at one moment.

    Raises:
        ConfigError: the moment is not given, and it matters.
    """
    if plan.part and at is None and not export.is_settled:
        raise ConfigError(
            "One part of this export would not fit the others",
            where="--shard without --at",
            why="its last records are not settled yet: what they tell depends on the moment",
            fix="give every part the same --at, such as --at 2026-11-04T00:00Z",
        )


def _check(plan: Plan) -> None:
    if plan.part and plan.dask:
        raise ConfigError(
            "One part alone is not made on a cluster",
            where="--shard and --dask",
            why="a cluster makes all parts of an export",
            fix="say --shards 8 instead of --shard, or leave --dask out",
        )
    if plan.workers < 0:
        raise ConfigError(
            f"There cannot be {plan.workers} processes",
            where="--workers",
            why="it is less than none",
            fix="say 0, or how many processors may be used",
        )


def _wanted(export: Export, plan: Plan) -> tuple[Shard, ...]:
    if plan.part is None:
        return shards(export, plan.count)
    number, count = plan.part
    return (shards(export, count)[number - 1],)


def _processes(plan: Plan, wanted: tuple[Shard, ...]) -> int:
    return 0 if len(wanted) == 1 else min(plan.workers, len(wanted))


def _on_dask(export: Export, plan: Plan, progress: Progress) -> None:
    checked = run_on_dask(export, plan.count, plan.folder, plan.dask or "", progress)
    if checked.faults:
        raise ExportError(
            "The export is not what it should be",
            where=str(plan.folder),
            why="; ".join(checked.faults),
            fix="see that all workers have this very folder, and export again",
        )


@contextmanager
def _reported(total: int, out: Console) -> Iterator[Progress]:
    """A bar on a terminal; elsewhere a line for every tenth."""
    if not out.is_terminal:
        yield Lines(total, out)
        return
    columns = (TextColumn("records"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=out, transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda rows: bar.advance(task, rows)


class Lines:
    """Tells progress in lines, for logs."""

    def __init__(self, total: int, out: Console) -> None:
        self._total, self._out, self._done = total, out, 0

    def __call__(self, rows: int) -> None:
        before = self._done * STEPS // max(1, self._total)
        self._done += rows
        if self._done * STEPS // max(1, self._total) > before:
            self._out.print(f"{self._done:,} of {self._total:,} records", highlight=False)
