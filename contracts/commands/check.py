"""`understudy check`."""

from __future__ import annotations

from pathlib import Path

import click

from contracts.report import FORMATS
from contracts.running.run import run
from contracts.targets.target import Wanted


@click.command("check")
@click.argument("target")
@click.option("--spec", "specs", multiple=True, type=click.Path(path_type=Path))
@click.option("--seed", type=int, default=0)
def command(target: str, specs: tuple[Path, ...], seed: int) -> None:
    """Judge an API by its contract."""
    click.echo(FORMATS["json"](run(Wanted(target, specs, seed), 20)))
