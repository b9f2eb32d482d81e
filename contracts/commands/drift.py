"""`understudy drift`."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from contracts.accepted import Accepted, read_accepted
from contracts.commands.drift_options import LEVELS, drift_options
from contracts.commands.reports import report_to
from contracts.drift.comparison import compare_named
from contracts.drift.telling import rules_told
from contracts.errors import CheckError
from contracts.outcome.outcome import Measures, Outcome, judged
from contracts.outcome.places import shown_side
from contracts.outcome.telling import json_outcome, sheet
from contracts.outcome.webhook import announce, secret_for
from contracts.outcome.words import check_sides, is_api
from contracts.over_time.holding import Hold, parse_hold, trouble_over_time
from contracts.over_time.runs import Run, append_run, read_runs, state_of
from contracts.report import SHEET_FORMATS, to_terminal
from contracts.uses.use import Uses
from contracts.watch.shown import Shown

NOTHING_JUDGED = 3
SIDES = "contracts.commands.drift_sides"


@click.command("drift")
@click.argument("old", required=False)
@click.argument("new", required=False)
@drift_options
def command(old: str | None, new: str | None, **said: Any) -> None:
    """Say what a client written against OLD meets when it talks to NEW.

    Documents are files, folders, addresses, or paths in a commit (HEAD~3:specs/acme). An API is
    mock:NAME, live:NAME, or api:URL with --spec; as NEW it is held against a baseline, a file of
    shapes that is made with --record and learns with every run; as OLD and NEW, two APIs are held
    against each other.

    \b
    understudy drift specs/acme.yaml https://acme.example/openapi.yaml
    understudy drift HEAD~3:specs/acme specs/acme --fail-on risky
    understudy drift old.yaml new.yaml --uses tests.har --format markdown=drift.md
    understudy drift acme.json api:http://127.0.0.1:8080 --spec acme.yaml --golden g.toml --record
    understudy drift telnyx.json live:telnyx --live --account ID --record
    understudy drift telnyx.json live:telnyx --live --account ID --history runs.jsonl --hold 3
    understudy drift mock:telnyx live:telnyx --live --account ID --captures 10

    Exit codes: 0 below --fail-on, 1 at or above it, 2 wrong use or our error, 3 nothing to judge.
    """
    if said["rules"]:
        click.echo(rules_told())
        return
    if old is None or new is None:
        raise click.UsageError("Name two sides: OLD and NEW.")
    sys.exit(_drift(old, new, said))


def _drift(old: str, new: str, said: dict[str, Any]) -> int:
    """The comparison, told to all who are to know; the exit status.

    All that may be wrong is read before anybody is asked anything, or a baseline learns.
    """
    check_sides(old, new)
    if said["webhook"]:
        secret_for(said["webhook"], os.environ)
    now = datetime.now(UTC)  # noqa: TID251 - the edge: runs are dated
    hold = _hold(said["hold"], said["history"])
    accepted = read_accepted(said["accept"]) if said["accept"] else ()
    uses = _uses(said["uses"], new if is_api(new) else old, said)
    source = f"{shown_side(old)} -> {shown_side(new)}"
    before = read_runs(said["history"], source) if said["history"] else ()
    shown = _shown(old, new, said, accepted)
    runs = _kept(before, _run(source, shown, new, now), shown, said["history"])
    counting = tuple(run for run in runs if run.is_judged)
    measures = Measures(now.date(), accepted, uses, counting, hold)
    found, notes = judged(shown.findings, measures)
    notes = (*shown.notes, *trouble_over_time(runs), *notes)
    outcome = Outcome(old, new, found, notes, shown.is_judged)
    _tell(outcome, runs, said)
    return _status(outcome, shown, said)


def _status(outcome: Outcome, shown: Shown, said: dict[str, Any]) -> int:
    if not shown.is_judged:
        return 0 if shown.is_learning else NOTHING_JUDGED
    return int(outcome.severity >= LEVELS[said["fail_on"]])


def _shown(old: str, new: str, said: dict[str, Any], accepted: tuple[Accepted, ...]) -> Shown:
    if is_api(old) or is_api(new) or said["seen"]:
        found: Shown = import_module(SIDES).shown(old, new, said, accepted)
        return found
    return Shown(list(compare_named(old, new).findings), is_judged=True)


def _hold(text: str, history: Path | None) -> Hold:
    hold = parse_hold(text)
    if history is None and hold != Hold():
        raise CheckError(
            "Nothing can be held without the runs so far",
            where=f"--hold {text}",
            why="it takes --history to know how long a difference has stood",
            fix="name the file that keeps the runs: --history runs.jsonl",
        )
    return hold


def _kept(before: tuple[Run, ...], run: Run, shown: Shown, history: Path | None) -> tuple[Run, ...]:
    """The runs so far and this one, which is kept; none where nobody keeps them."""
    if history is None or not (shown.is_judged or shown.trouble):
        return ()
    append_run(history, run)
    return (*before, run)


def _run(source: str, shown: Shown, new: str, now: datetime) -> Run:
    told = {one.fingerprint: one.message for one in shown.findings}
    state = "" if is_api(new) else state_of(told)
    about = {one.fingerprint: one.operations[0] for one in shown.findings}
    silent = tuple(sorted(shown.silent))
    return Run(now, source, state, told, dict(shown.trouble), shown.is_judged, about, silent)


def _uses(file: Path | None, side: str, said: dict[str, Any]) -> Uses | None:
    if file is None:
        return None
    used: Uses = import_module(SIDES).used(file, side, said)
    return used


def _tell(outcome: Outcome, runs: tuple[Run, ...], said: dict[str, Any]) -> None:
    """Reports to their files, one to standard output, and news to who wants them."""
    on_terminal, made = True, cache(partial(sheet, outcome, runs))
    for name, file in said["formats"]:
        text = json_outcome(outcome) if name == "json" else SHEET_FORMATS[name](made())
        on_terminal &= file is not None
        report_to(file, text)
    if on_terminal:
        to_terminal(made())
    if said["webhook"] and outcome.severity >= LEVELS[said["fail_on"]]:
        announce(said["webhook"], json_outcome(outcome), os.environ)
