"""`understudy update`."""

from __future__ import annotations

from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import click

from contracts.commands.drift_options import LEVELS
from contracts.commands.reports import report_to
from contracts.drift.finding import Finding
from contracts.drift.rules import Severity
from contracts.errors import CheckError
from contracts.update.patch import counted, message, patch
from contracts.update.proposal import Proposal, propose
from contracts.update.search import Wanted


@click.command("update")
@click.argument("ours")
@click.argument("new")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help="Put the patch in a file."
)
@click.option("--write", is_flag=True, help="Change the files, and print what a commit would say.")
@click.option(
    "--only",
    multiple=True,
    metavar="GLOB",
    help="Of these operations alone, such as 'GET /usage*'; may be given several times.",
)
@click.option(
    "--severity",
    type=click.Choice(list(LEVELS)),
    default="safe",
    show_default=True,
    help="Of this severity and above.",
)
def command(ours: str, new: str, **said: Any) -> None:
    """Propose the change that makes our documents OURS say what the vendor's NEW says.

    It is printed as a patch, with the differences as its message. OURS is a file or a folder, NEW
    whatever `understudy drift` compares. Our sentences, comments, order and formatting stay; of NEW
    only names, types and limits are taken. What cannot be edited is listed.

    \b
    understudy update specs/acme.yaml https://acme.example/openapi.yaml | git am
    understudy update specs/acme new.json --only 'GET /usage*' --severity risky --output acme.patch
    understudy update specs/acme.yaml new.yaml --write

    Exit codes: 0 done, also if there is nothing to do; 1 something is left to do by hand; 2 wrong
    use or our error.
    """
    made = propose(ours, new, wanted(said["only"], LEVELS[said["severity"]]))
    if not made.files:
        click.echo(_nothing(made), err=True)
    elif said["write"]:
        _write(made)
        click.echo("\n\n".join(message(made, ours, new)), nl=False)
    else:
        now = datetime.now(UTC)  # noqa: TID251 - the edge: a mail is dated
        report_to(said["output"], patch(made, ours, new, now))
    if made.left or made.refusals:
        click.echo(f"Left to do by hand: {counted(made.left)}.", err=True)
        raise SystemExit(1)


def wanted(only: tuple[str, ...], severity: Severity) -> Wanted:
    """Whether a finding is to be mended."""

    def is_wanted(finding: Finding) -> bool:
        if finding.severity < severity:
            return False
        names = finding.operations
        return not only or any(fnmatchcase(name, glob) for name in names for glob in only)

    return is_wanted


def _nothing(made: Proposal) -> str:
    if made.left:
        return "Nothing of it can be changed without a hand:\n" + "\n".join(
            f"- {one.operations[0]}: {one.where}: {one.message}" for one in made.left
        )
    return "There is nothing to change."


def _write(made: Proposal) -> None:
    for file in made.files:
        try:
            file.path.write_bytes(file.after.encode("utf-8"))
        except OSError as error:
            raise CheckError(
                "A file cannot be changed",
                where=str(file.path),
                why=error.strerror or str(error),
                fix="see that you may write to it",
            ) from None
