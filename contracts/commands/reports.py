"""Where the reports of a command go."""

from __future__ import annotations

import os
from pathlib import Path

import click

from contracts.errors import CheckError
from contracts.report import FORMATS


def report_files(
    context: click.Context, option: click.Parameter, said: tuple[str, ...]
) -> tuple[tuple[str, Path | None], ...]:
    """What --format said, each a format and its file or None."""
    return tuple(format_file(one) for one in said)


def format_file(said: str) -> tuple[str, Path | None]:
    """A format, alone for standard output or with its file: "json" or "json=drift.json".

    Raises:
        CheckError: there is no such format.
    """
    name, equals, file = said.partition("=")
    if name not in FORMATS or bool(equals) != bool(file):
        raise CheckError(
            f"{said!r} names no report",
            where="--format",
            why=f"the formats are {', '.join(sorted(FORMATS))}",
            fix="say, for example, --format json, or --format html=report.html",
        )
    return name, writable(Path(file)) if file else None


def writable(file: Path) -> Path:
    """The same file, if a report can go there: better known before a run than after it.

    Raises:
        CheckError: its folder is not there, or either may not be written to.
    """
    there = file if file.exists() else file.parent
    if file.is_dir():
        raise unwritable(file, "it is a folder")
    if not there.exists():
        raise unwritable(file, f"there is no folder {file.parent}")
    if not os.access(there, os.W_OK):
        raise unwritable(file, "it may not be written to")
    return file


def unwritable(file: Path, why: str) -> CheckError:
    return CheckError(
        "A report cannot be written",
        where=str(file),
        why=why,
        fix="name a file in a folder that is there and that you may write to",
    )


def report_to(file: Path | None, text: str) -> None:
    """Write a report to a file or, without one, to standard output.

    Raises:
        CheckError: the file cannot be written.
    """
    if file is None:
        click.echo(text, nl=False)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritable(file, error.strerror or str(error)) from None
