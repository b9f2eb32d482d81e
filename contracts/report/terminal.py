"""The report for people at a terminal: the worst first, the verdict last."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from contracts.report.sheet import Group, Level, Sheet, Table, few, grouped, printable

STYLES: dict[Level, str] = {"error": "bold red", "warning": "yellow", "note": "cyan"}

MOST_GROUPS = 25
MOST_SUBJECTS = 4


def to_terminal(sheet: Sheet) -> None:
    terminal(sheet, Console())


def terminal(sheet: Sheet, console: Console) -> None:
    """Print a sheet; nothing in it is taken for markup."""
    groups = grouped(sheet.counted)
    for group in groups[:MOST_GROUPS]:
        console.print(*_finding(group), sep="\n", soft_wrap=True)
    if len(groups) > MOST_GROUPS:
        console.print(Text(f"{len(groups) - MOST_GROUPS:,} more kinds of findings; see --format"))
    for table in sheet.tables[:1]:
        console.print(_grid(table))
    for note in sheet.notes:
        console.print(Text("note: ", style="cyan") + _plain(note), soft_wrap=True)
    style = "bold green" if sheet.is_good else "bold red" if sheet.counted else "bold yellow"
    line = Text(sheet.verdict, style=style) + _plain(f": {sheet.title}: {sheet.summary}")
    console.print(line, soft_wrap=True)


def _finding(group: Group) -> Iterator[Text | Padding]:
    row = group.first
    head = Text(row.word, style=STYLES[row.level]) + Text(printable(f" {row.rule} "), style="bold")
    yield head + _plain(few(group.subjects, MOST_SUBJECTS))
    if row.where:
        yield _line("where", row.where)
    for name, value in row.lines:
        yield _line(name, value)
    for place in row.places[:1]:
        yield _line("document", place)
    if row.command:
        yield _line("show it", row.command)
    known = few([one.fingerprint for one in group.rows], MOST_SUBJECTS)
    yield _line("fingerprint", known)
    yield Text("")


def _line(name: str, value: str) -> Text:
    return Text(f"  {printable(name) + ':':<13}", style="dim") + _plain(value)


def _plain(text: str) -> Text:
    return Text(printable(text))


def _grid(table: Table) -> Grid:
    grid = Grid(title=table.title, title_justify="left", box=None, pad_edge=False)
    for number, name in enumerate(table.head):
        grid.add_column(name, justify="right" if number else "left")
    for row in table.rows:
        grid.add_row(*(_plain(cell) for cell in row))
    return grid
