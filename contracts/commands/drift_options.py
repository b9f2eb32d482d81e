"""What `understudy drift` takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from contracts.commands.reports import report_files
from contracts.drift.rules import Severity
from contracts.report import FORMATS

LEVELS: Mapping[str, Severity] = {one.word: one for one in reversed(Severity) if one}


def _path(*names: str, help: str) -> Callable[..., Any]:  # noqa: A002 - click's own word
    kind = click.Path(path_type=Path, dir_okay=False)
    return click.option(*names, type=kind, metavar="FILE", help=help)


OPTIONS = (
    click.option(
        "--fail-on",
        type=click.Choice(list(LEVELS)),
        default="breaking",
        show_default=True,
        help="End with status 1 from this severity on.",
    ),
    click.option(
        "--format",
        "formats",
        multiple=True,
        callback=report_files,
        metavar="NAME[=FILE]",
        help=f"Instead of the terminal's, or to a file: {', '.join(sorted(FORMATS))}.",
    ),
    click.option("--rules", is_flag=True, help="List all kinds of differences, and end."),
    _path("--accept", help="Known differences: [[accepted]] with fingerprint, reason, expires."),
    _path("--uses", help="What your code uses: a journal (.har), or a list of operations."),
    _path("--history", help="Keep the runs here, to see what holds and what was taken back."),
    click.option(
        "--hold",
        default="1",
        show_default=True,
        help="How long a difference must stand before it counts: runs, or 36h, 2d. With --history.",
    ),
    click.option("--webhook", default="", metavar="URL", help="POST news here, signed."),
    _path("--seen", help="Of two documents: a baseline that tells which one the API follows."),
    click.option("--published", default="", metavar="DOCUMENT", help="What the vendor says now."),
    click.option("--record", is_flag=True, help="OLD may be a new baseline."),
    click.option(
        "--captures",
        type=click.IntRange(1, 100),
        default=1,
        show_default=True,
        help="How often an API is looked at in this run.",
    ),
    click.option("--no-learn", is_flag=True, help="Leave the baseline as it is."),
    _path("--golden", help="Golden requests ([[golden]]), where they are not a vendor's."),
    click.option(
        "--spec",
        "specs",
        multiple=True,
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="The document of an API at an address; may be given several times.",
    ),
    click.option("--header", "-H", "headers", multiple=True, help='"Name: value" or "Name: $VAR".'),
    click.option("--bearer-env", metavar="NAME", help="The variable with the token to send."),
    click.option("--basic-env", metavar="USER,PASS", help="The variables with user and password."),
    click.option("--account", default="", help="Whose data is asked for."),
    click.option("--seed", type=int, default=0, show_default=True, help="Of a mock."),
    click.option("--live", is_flag=True, help="Yes, ask the vendor's own API; for live:NAME."),
    click.option("--daily", default="", metavar="AMOUNTS", help="A vendor's budget of a day."),
)


def drift_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with these options."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command
