"""What `understudy check` takes for vendors' own APIs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import click
from click.core import ParameterSource

from contracts.accepted import read_accepted
from contracts.errors import CheckError
from contracts.live.wish import Wish

Command = Callable[..., Any]

OPTIONS = (
    click.option("--live", is_flag=True, help="Yes, ask the vendor's own API; for live:NAME."),
    click.option("--dry-run", is_flag=True, help="Say what would be sent and cost; send nothing."),
    click.option("--require-live", is_flag=True, help="Without credentials exit with 3, not 0."),
    click.option(
        "--cases",
        type=click.IntRange(0, 1000),
        default=0,
        show_default=True,
        help="Generated requests to a vendor's own API, beside the fixed ones.",
    ),
    click.option(
        "--allow-cost",
        multiple=True,
        metavar="NAME=AMOUNT",
        help="Create something at a vendor's, such as create_report=0.10EUR.",
    ),
    click.option(
        "--daily",
        default="",
        metavar="AMOUNTS",
        help="A vendor's budget of a day: requests=200,records=100,money=0.05EUR.",
    ),
)

MEANT = ("live", "dry_run", "require_live", "cases", "allow_cost", "daily")
"""Options that mean something for vendors' own APIs alone."""

MEANINGLESS = (
    *("specs", "budget", "jobs", "headers", "bearer_env", "basic_env"),
    *("only", "exclude", "phases", "against"),
)
"""Options that mean nothing for them: what is sent is settled by the live file."""


def live_options(command: Command) -> Command:
    """The command with these options."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def is_live(target: str) -> bool:
    """Whether the target is a vendor's own API.

    Raises:
        CheckError: an option was given that means nothing for such a target.
    """
    found = target.startswith("live:")
    context = click.get_current_context()
    for name in MEANINGLESS if found else MEANT:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise CheckError(
                f"--{name.replace('_', '-').removesuffix('s')} means nothing here",
                where=f"understudy check {target}",
                why="what is sent to a vendor's own API is settled by its live file"
                if found
                else "it is about vendors' own APIs",
                fix="leave it out" if found else "leave it out, or judge live:NAME",
            )
    return found


def wish(said: Mapping[str, Any]) -> Wish:
    """The options as one value."""
    return Wish(
        live=said["live"],
        account=said["account"],
        dry_run=said["dry_run"],
        required=said["require_live"],
        cases=said["cases"],
        allow_cost=said["allow_cost"],
        daily=said["daily"],
        accepted=read_accepted(said["accept"]) if said["accept"] else (),
    )
