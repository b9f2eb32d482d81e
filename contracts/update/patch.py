"""A proposal as a patch in a mail, as `git am` and `git apply` take it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from difflib import unified_diff
from email.utils import format_datetime
from pathlib import Path

from contracts.drift.finding import Finding
from contracts.drift.reading.text import without_secrets
from contracts.drift.rules import BREAKING, RISKY, SAFE
from contracts.update.proposal import File, Proposal

NO_COMMIT = "0" * 40
SHOWN_OPERATIONS = 3
AUTHOR = "understudy <understudy@localhost>"


def patch(proposal: Proposal, ours: str, new: str, now: datetime) -> str:
    """The whole mail.

    Args:
        now: its date, with a time zone.
    """
    subject, body = message(proposal, ours, new)
    head = (
        f"From {NO_COMMIT} Mon Sep 17 00:00:00 2001",
        f"From: {AUTHOR}",
        f"Date: {format_datetime(now)}",
        f"Subject: [PATCH] {subject}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
    )
    diffs = "".join(diff(file) for file in proposal.files)
    return "\n".join((*head, "", body, "---", "", diffs)) + "-- \nunderstudy\n"


def message(proposal: Proposal, ours: str, new: str) -> tuple[str, str]:
    """What a commit of it says: one line, and the findings."""
    subject = f"Update {_plain(ours)}: {counted(proposal.done)}"
    lines = [f"So that it says what {_plain(without_secrets(new))} says."]
    if proposal.done:
        lines += ["", *map(told, proposal.done)]
    if proposal.left:
        lines += ["", "Left to do by hand:", "", *map(told, proposal.left)]
    if proposal.others:
        lines += ["", f"Other differences, which were not asked for: {proposal.others}."]
    if proposal.refusals:
        lines += ["", "To be seen to before it is served:", ""]
        lines += [f"- {_plain(one)}" for one in proposal.refusals]
    return subject, "\n".join(lines) + "\n"


def counted(findings: Iterable[Finding]) -> str:
    counts = Counter(one.severity for one in findings)
    said = [f"{counts[level]} {level.word}" for level in (BREAKING, RISKY, SAFE) if counts[level]]
    return ", ".join(said) or "nothing"


def told(finding: Finding) -> str:
    shown = ", ".join(finding.operations[:SHOWN_OPERATIONS])
    more = len(finding.operations) - SHOWN_OPERATIONS
    where = f"{shown}, and {more} more" if more > 0 else shown
    return _plain(f"- {finding.severity.word}: {where}: {finding.where}: {finding.message}")


def _plain(text: str) -> str:
    """On one line: what a vendor wrote cannot begin a line of ours."""
    return " ".join(text.split())


def diff(file: File) -> str:
    """The change to one file, with paths from the top of its repository."""
    path = _from_top(file.path)
    lines = unified_diff(_lines(file.before), _lines(file.after), f"a/{path}", f"b/{path}")
    return f"diff --git a/{path} b/{path}\n" + "".join(_ended(lines))


def _lines(text: str) -> list[str]:
    """As git counts them: other line ends than its own are part of a line."""
    parts = text.split("\n")
    return [f"{one}\n" for one in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _ended(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _from_top(path: Path) -> str:
    whole = path.resolve()
    for folder in whole.parents:
        if (folder / ".git").exists():
            return whole.relative_to(folder).as_posix()
    here = Path.cwd()
    return whole.relative_to(here).as_posix() if whole.is_relative_to(here) else path.name
