"""One page that holds all of a sheet and asks nobody for anything."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape
from pathlib import Path

from contracts.report.plots import latency
from contracts.report.sheet import Group, Row, Sheet, Table, few, grouped

HERE = Path(__file__).parent

LONG_CELL = 40
"""A column with longer cells than this is words, not numbers; the first one is names."""

FOLDED = 160
"""A cell with more than this would make its row tall; its beginning stands for it until asked."""

MOST_SUBJECTS = 6


def html(sheet: Sheet) -> str:
    """The page; whatever is in the sheet is text in it, and nothing of it can run or load."""
    style = (HERE / "page.css").read_text(encoding="utf-8")
    script = (HERE / "page.js").read_text(encoding="utf-8")
    title = escape(f"{sheet.command} {sheet.title}")
    return "\n".join(
        (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy(style, script)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>",
            *_body(sheet),
            f"<script>{script}</script>\n</body>\n</html>\n",
        )
    )


def policy(style: str, script: str) -> str:
    """Only this style and this script, by their digests."""
    return (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; "
        f"script-src 'sha256-{_digest(script)}'; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


def _body(sheet: Sheet) -> Iterator[str]:
    kind = "good" if sheet.is_good else "bad" if sheet.counted else "unsure"
    yield f"<h1>{escape(sheet.command)} {escape(sheet.title)}</h1>"
    yield (f'<p class="verdict {kind}"><b>{escape(sheet.verdict)}</b> {escape(sheet.summary)}</p>')
    yield _facts(sheet.facts)
    for note in sheet.notes:
        yield f"<p>{escape(note)}</p>"
    if sheet.counted:
        yield "<h2>Findings</h2>"
        yield from (_finding(group) for group in grouped(sheet.counted))
    for table in sheet.tables:
        yield _table(table)
    if sheet.plots:
        yield from ("<h2>Latency</h2>", latency(sheet.plots))
    accepted = [row for row in sheet.rows if row.suppressed]
    if accepted:
        yield "<h2>Accepted</h2>"
        yield from (_accepted(row) for row in accepted)


def _finding(group: Group) -> str:
    row = group.first
    lines = [("about", few(group.subjects, MOST_SUBJECTS)), ("where", row.where)]
    lines += [*row.lines, *(("document", place) for place in dict.fromkeys(row.places[:2]))]
    lines += [("fingerprint", few([one.fingerprint for one in group.rows], MOST_SUBJECTS))]
    head = f"<h3><b>{escape(row.word)}</b> {escape(row.rule)}</h3>"
    facts = _facts(tuple(line for line in lines if line[1]))
    return f'<article class="{row.level}">{head}{facts}{_shown(row)}{_others(group)}</article>'


def _others(group: Group) -> str:
    """All operations, where the line above names only some."""
    if len(group.subjects) <= MOST_SUBJECTS:
        return ""
    names = "".join(f"<li>{escape(one)}</li>" for one in group.subjects)
    return f"<details><summary>all {len(group.subjects):,}</summary><ul>{names}</ul></details>"


def _shown(row: Row) -> str:
    """The command, and what came folded away."""
    if not row.answer:
        return _command(row)
    answer = f"<pre>{escape(row.answer)}</pre>"
    return f"{_command(row)}<details><summary>the answer</summary>{answer}</details>"


def _command(row: Row) -> str:
    if not row.command:
        return ""
    text = escape(row.command)
    return f'<div class="command"><button hidden>copy</button><pre>{text}</pre></div>'


def _accepted(row: Row) -> str:
    facts = (
        ("about", few(row.subjects, MOST_SUBJECTS)),
        ("reason", row.suppressed),
        ("fingerprint", row.fingerprint),
    )
    head = f"<h3>{escape(row.rule)}: {escape(row.message)}</h3>"
    return f'<article class="note">{head}{_facts(facts)}</article>'


def _facts(facts: tuple[tuple[str, str], ...]) -> str:
    pairs = (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    return f"<dl>{''.join(pairs)}</dl>"


def _table(table: Table) -> str:
    wordy = [
        number > 0 and any(len(row[number]) > LONG_CELL for row in table.rows)
        for number in range(len(table.head))
    ]
    head = _cells("th", table.head, wordy)
    rows = "".join(f"<tr>{_cells('td', row, wordy)}</tr>" for row in table.rows)
    caption = f"<p>{escape(table.caption)}</p>" if table.caption else ""
    return (
        f'<h2>{escape(table.title)}</h2>{caption}<div class="scroll"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cells(tag: str, row: tuple[str, ...], wordy: list[bool]) -> str:
    return "".join(
        f'<{tag} class="words">{_folded(cell)}</{tag}>'
        if is_wordy
        else f"<{tag}>{escape(cell)}</{tag}>"
        for cell, is_wordy in zip(row, wordy, strict=True)
    )


def _folded(text: str) -> str:
    if len(text) <= FOLDED:
        return escape(text)
    begins = text[: text.rfind(" ", 0, FOLDED // 2) + 1] or text[: FOLDED // 2]
    rest = text[len(begins) :]
    return f"<details><summary>{escape(begins)}</summary>{escape(rest)}</details>"
