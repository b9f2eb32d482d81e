"""What a run tells, to people and to programs. A format is a function named in `FORMATS`.

`json` has the report itself; all others tell a `Sheet`, which other commands make as well. Each is
loaded when it is asked for: a run wants one or two of them, and all take longer than what many runs
have to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from contracts.report.report import Report
from contracts.report.sheet import Sheet

Format = Callable[[Report], str]


def _of(module: str, function: str) -> Callable[..., Any]:
    """A function of one of the modules beside this one, which is loaded when it is called."""

    def call(*given: Any) -> Any:
        return getattr(import_module(f"contracts.report.{module}"), function)(*given)

    return call


SHEET_FORMATS: Mapping[str, Callable[[Sheet], str]] = {
    name: _of(name, name) for name in ("junit", "sarif", "html", "markdown")
}
sheet_of: Callable[[Report], Sheet] = _of("told", "sheet")
"""What a report tells people."""
to_terminal: Callable[[Sheet], None] = _of("terminal", "to_terminal")
"""Print a sheet for people, to standard output."""


def told_as(name: str) -> Format:
    """A report in one of the formats that tell a sheet."""
    write = SHEET_FORMATS[name]
    return lambda report: write(sheet_of(report))


FORMATS: Mapping[str, Format] = {
    "json": _of("json_format", "json_report"),
    **{name: told_as(name) for name in SHEET_FORMATS},
}
