"""`understudy check`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from contracts.accepted import read_accepted
from contracts.cases.generation import files_go_to
from contracts.commands.live import is_live, live_options, wish
from contracts.commands.reports import report_files, report_to
from contracts.differential.run import run_against
from contracts.errors import CheckError
from contracts.live.wish import Wish
from contracts.report import FORMATS, sheet_of, to_terminal
from contracts.report.report import Report
from contracts.running.budget import DEFAULT, Budget, read_budget
from contracts.running.credentials import all_headers
from contracts.running.live_plan import planned_live
from contracts.running.live_run import run_live
from contracts.running.run import PHASES, Order, run
from contracts.running.scope import Kept, readable
from contracts.targets.address import unsigned
from contracts.targets.target import Wanted
from mock_server.cache import folder

EXIT_CODES = {"conformant": 0, "violation": 1, "inconclusive": 3}


@click.command("check")
@click.argument("target")
@click.option(
    "--spec",
    "specs",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The OpenAPI document to judge a URL by; may be given several times.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Equal seeds, equal requests.")
@click.option(
    "--budget", default=DEFAULT, show_default=True, help='Requests, seconds ("45s"), or "2000,45s".'
)
@click.option(
    "--jobs", type=click.IntRange(1, 64), default=None, help="Processes; one for each processor."
)
@click.option(
    "--header", "-H", "headers", multiple=True, help='"Name: value" or "Name: $VARIABLE".'
)
@click.option("--bearer-env", metavar="NAME", help="The variable with the token to send.")
@click.option("--basic-env", metavar="USER,PASS", help="The variables with user and password.")
@click.option("--account", default="", help="Whose data is asked for.")
@click.option("--only", multiple=True, metavar="OPERATION", help="By id, or 'GET /path'; with *.")
@click.option("--exclude", multiple=True, metavar="OPERATION", help="Left out, in the same words.")
@click.option(
    "--phases", default=",".join(PHASES), show_default=True, help="Which kinds of requests."
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    callback=report_files,
    metavar="NAME[=FILE]",
    help=f"Instead of the terminal's, or to a file: {', '.join(sorted(FORMATS))}.",
)
@live_options
@click.option(
    "--against", metavar="URL", help="Ask another server the same, and tell where they differ."
)
@click.option(
    "--accept",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Findings that are known, each with a reason and an end.",
)
@click.option(
    "--journal",
    "journals",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="What your own tests asked the mock (HAR), for the coverage.",
)
@click.option(
    "--coverage",
    "coverage",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Coverage adds up in this file over runs.",
)
def command(target: str, **said: Any) -> None:
    """Judge an API, played or real, by its OpenAPI documents.

    \b
    understudy check mock:vonage
    understudy check mock:telnyx --budget 45s --format json=report.json
    understudy check http://127.0.0.1:8080/v2 --spec openapi.yaml --bearer-env TOKEN

    understudy check live:vonage --account abcd1234 --dry-run

    Exit codes: 0 fine, 1 findings, 2 wrong use or our error, 3 nothing to judge.
    """
    files_go_to(folder() / "hypothesis")
    gc.freeze()  # what was loaded stays; processes share it as long as nobody looks through it
    gc.enable()
    try:
        if is_live(target):
            sys.exit(judge_live(target.removeprefix("live:"), wish(said), said))
        sys.exit(judge(target, said))
    except KeyboardInterrupt:
        raise CheckError(
            "The run was interrupted",
            where=f"understudy check {unsigned(target)}",
            why="nothing is told of what was seen until then",
            fix="interrupt once, and wait for the report",
        ) from None


def judge(target: str, said: Mapping[str, Any]) -> int:
    """Judge a mock or an address; what the command exits with."""
    headers = all_headers(said["headers"], said["bearer_env"], said["basic_env"], os.environ)
    wanted = Wanted(target, said["specs"], said["seed"], headers, said["account"])
    budget = read_budget(said["budget"])
    with progress(budget) as tell:
        order = Order(
            budget,
            said["only"],
            said["exclude"],
            phases(said["phases"]),
            said["jobs"] or os.cpu_count() or 1,
            tell,
            kept_of(said),
            accepted=read_accepted(said["accept"]) if said["accept"] else (),
        )
        against = said["against"]
        report = run_against(wanted, against, order) if against else run(wanted, order)
    told(report, said["formats"])
    return EXIT_CODES[report.verdict]


def judge_live(name: str, wanted: Wish, said: Mapping[str, Any]) -> int:
    """Judge a vendor's own API, or say what would be sent; what the command exits with."""
    if wanted.dry_run:
        click.echo(planned_live(name, wanted, said["seed"]), nl=False)
        return 0
    report = run_live(name, wanted, said["seed"], kept=kept_of(said))
    told(report, said["formats"])
    is_fine = report.skipped and not wanted.required
    return 0 if is_fine else EXIT_CODES[report.verdict]


def kept_of(said: Mapping[str, Any]) -> Kept:
    """The files of coverage, seen to be such."""
    return readable(Kept(said["journals"], said["coverage"]))


def told(report: Report, files: Sequence[tuple[str, Path | None]]) -> None:
    """Write the reports to their files, and one to the terminal unless another goes there."""
    for name, file in files:
        report_to(file, FORMATS[name](report))
    if all(file is not None for _, file in files):
        to_terminal(sheet_of(report))


def phases(said: str) -> tuple[str, ...]:
    """The phases of "laws,fuzzing".

    Raises:
        CheckError: there is no such phase.
    """
    chosen = tuple(part.strip() for part in said.split(",") if part.strip())
    strangers = [one for one in chosen if one not in PHASES]
    if strangers or not chosen:
        raise CheckError(
            f"{said!r} names no phase",
            where="--phases",
            why=f"the phases are {', '.join(PHASES)}",
            fix="leave the option out for all of them",
        )
    return chosen


@contextmanager
def progress(budget: Budget) -> Iterator[Callable[[int], None]]:
    """Shows how far a run is, where somebody looks on."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda sent: None
        return
    columns = (TextColumn("judging"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=console, transient=True)
    shown = bar.add_task("", total=budget.requests if budget.counts else None)

    def tell(sent: int) -> None:
        bar.start()  # not before: it starts a thread, and processes can be copied only without
        bar.update(shown, completed=sent)

    try:
        yield tell
    finally:
        bar.stop()
