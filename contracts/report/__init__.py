"""What a run tells, to people and to programs. A format is a function named in `FORMATS`.

`json` has the report itself; all others tell a `Sheet`, which other commands make as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.console import Console

from contracts.report.html import html
from contracts.report.json_format import json_report
from contracts.report.junit import junit
from contracts.report.markdown import markdown
from contracts.report.report import Report
from contracts.report.sarif import sarif
from contracts.report.sheet import Sheet
from contracts.report.terminal import terminal
from contracts.report.told import sheet

Format = Callable[[Report], str]

SHEET_FORMATS: Mapping[str, Callable[[Sheet], str]] = {
    "junit": junit,
    "sarif": sarif,
    "html": html,
    "markdown": markdown,
}


def told_as(name: str) -> Format:
    """A report in one of the formats that tell a sheet."""
    write = SHEET_FORMATS[name]
    return lambda report: write(sheet(report))


FORMATS: Mapping[str, Format] = {
    "json": json_report,
    **{name: told_as(name) for name in SHEET_FORMATS},
}


def to_terminal(report: Report, console: Console) -> None:
    """Print a report for people."""
    terminal(sheet(report), console)
