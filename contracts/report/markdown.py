"""A sheet as Markdown, for comments on changes and for job summaries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.report.sheet import Group, Sheet, Table, few, grouped

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
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def code(text: str) -> str:
    """Text as code, whatever backticks it has."""
    line = " ".join(text.split())
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
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
        yield from ("", "```sh", row.command.replace("\n", "\\n"), "```")


def _table(table: Table) -> Iterator[str]:
    yield f"\n## {plain(table.title)}\n"
    yield "| " + " | ".join(map(plain, table.head)) + " |"
    yield "| --- " * len(table.head) + "|"
    for row in table.rows:
        yield "| " + " | ".join(map(plain, row)) + " |"
