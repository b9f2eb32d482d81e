"""A sheet as Markdown, for comments on changes and for job summaries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.report.sheet import Group, Sheet, Table, few, grouped, printable

MOST_GROUPS = 50
MOST_SUBJECTS = 8

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|!~&@])")


def markdown(sheet: Sheet) -> str:
    return "\n".join(_lines(sheet)) + "\n"


def _lines(sheet: Sheet) -> Iterator[str]:
    yield f"# {plain(sheet.command)}: {plain(sheet.title)}"
    yield ""
    yield f"**{plain(sheet.verdict)}**: {plain(sheet.summary)}"
    groups = grouped(sheet.counted)
    for group in groups[:MOST_GROUPS]:
        yield from _finding(group)
    if len(groups) > MOST_GROUPS:
        yield f"\n{len(groups) - MOST_GROUPS:,} more kinds of findings are left out here."
    for note in sheet.notes:
        yield f"\n> {plain(note)}"
    for table in sheet.tables[:1]:
        yield from _table(table)


def plain(text: str) -> str:
    """Text that means nothing to Markdown, on one line."""
    return _SPECIAL.sub(r"\\\1", printable(" ".join(text.split())))


def code(text: str) -> str:
    """Text as code, whatever backticks it has."""
    line = printable(" ".join(text.split()))
    fence = _fence(line, 1)
    edge = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{edge}{line}{edge}{fence}"


def _finding(group: Group) -> Iterator[str]:
    row = group.first
    subjects = few([code(one) for one in group.subjects], MOST_SUBJECTS)
    yield f"\n### {plain(row.word)}: {code(row.rule)}\n"
    yield f"- about: {subjects}"
    if row.where:
        yield f"- where: {code(row.where)}"
    for name, value in row.lines:
        yield f"- {plain(name)}: {code(value)}"
    for place in row.places[:2]:
        yield f"- document: {code(place)}"
    yield f"- fingerprint: {code(row.fingerprint)}"
    if row.command:
        command = printable(row.command)
        fence = _fence(command, 3)
        yield from ("", f"{fence}sh", command, fence)


def _fence(text: str, least: int) -> str:
    """More backticks than the text has in a row."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    return "`" * max(least, longest + 1)


def _table(table: Table) -> Iterator[str]:
    yield f"\n## {plain(table.title)}\n"
    yield "| " + " | ".join(map(plain, table.head)) + " |"
    yield "| --- " * len(table.head) + "|"
    for row in table.rows:
        yield "| " + " | ".join(map(plain, row)) + " |"
