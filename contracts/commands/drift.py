"""`understudy drift`."""

from __future__ import annotations

from pathlib import Path

import click
import orjson

from contracts.drift.comparison import compare_named
from contracts.drift.rules import Severity
from contracts.drift.telling import rules_told, told
from mock_server.errors import ConfigError

LEVELS = {severity.word: severity for severity in Severity if severity}


@click.command("drift")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--fail-on",
    type=click.Choice(list(reversed(LEVELS))),
    default="breaking",
    show_default=True,
    help="End with status 1 from this severity on.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    show_default=True,
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@click.option("--rules", is_flag=True, help="List all kinds of differences, and end.")
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - an argument for each option
    ctx: click.Context,
    old: str | None,
    new: str | None,
    fail_on: str,
    form: str,
    output: Path | None,
    rules: bool,
) -> None:
    """Say what a client written against OLD meets when it talks to NEW.

    OLD and NEW are files, folders, addresses, or paths in a commit. Ends with 0 when nothing is as
    severe as --fail-on, with 1 when something is, with 2 when a document cannot be read.

    \b
    understudy drift specs/acme.yaml https://acme.example/openapi.yaml
    understudy drift HEAD~3:specs/acme specs/acme --fail-on risky
    understudy drift old.yaml new.yaml --format json --output drift.json
    """
    if rules:
        click.echo(rules_told())
        return
    if old is None or new is None:
        raise click.UsageError("Name two documents: OLD and NEW.")
    report = compare_named(old, new)
    if form == "json":
        text = orjson.dumps(report.to_json(), option=orjson.OPT_INDENT_2).decode()
    else:
        text = told(report)
    _write(text, output)
    ctx.exit(int(report.severity >= LEVELS[fail_on]))


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(click.unstyle(text) + "\n")
    except OSError as error:
        raise ConfigError(
            f"The file {output.name!r} cannot be written",
            where=str(output),
            why=error.strerror or str(error),
            fix="name a file in a folder that is there and that you may write to",
        ) from None
