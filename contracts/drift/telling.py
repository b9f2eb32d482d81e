"""A report for people to read in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import click

from contracts.drift.finding import Finding, Report
from contracts.drift.rules import BREAKING, RISKY, ROWS, SAFE, Severity

COLOURS = {BREAKING: "red", RISKY: "yellow", SAFE: "green"}
SHOWN_OPERATIONS = 3


def told(report: Report) -> str:
    if not report.findings:
        return "Nothing differs that a client could notice."
    return "\n".join((*(_told(finding) for finding in report.findings), _total(report)))


def rules_told() -> str:
    """Every kind of difference, and its severity where a client sends and where it receives."""
    width = max(len(row.kind) for row in ROWS)
    lines = [f"{'kind':{width}}  {'request':8}  {'response':8}  means"]
    for row in ROWS:
        sentence = row.sentence.format(subject="...", before="...", after="...")
        lines.append(f"{row.kind:{width}}  {row.request.word:8}  {row.response.word:8}  {sentence}")
    return "\n".join(lines)


def _told(finding: Finding) -> str:
    return "\n".join(_lines(finding)) + "\n"


def _lines(finding: Finding) -> Iterator[str]:
    severity = click.style(f"{finding.severity.word:8}", fg=COLOURS[finding.severity], bold=True)
    yield f"{severity}  {_operations(finding)}"
    yield f"          {finding.where}: {finding.message}"
    yield f"          {finding.kind}, {finding.fingerprint}"
    yield f"          old {finding.old_pointer or 'the document'}"
    yield f"          new {finding.new_pointer or 'the document'}"


def _operations(finding: Finding) -> str:
    shown = ", ".join(finding.operations[:SHOWN_OPERATIONS])
    more = len(finding.operations) - SHOWN_OPERATIONS
    return f"{shown}, and {more} more" if more > 0 else shown


def _total(report: Report) -> str:
    counts = Counter(finding.severity for finding in report.findings)
    said = (
        f"{counts[severity]} {severity.word}" for severity in _worst_first() if counts[severity]
    )
    return ", ".join(said)


def _worst_first() -> list[Severity]:
    return sorted((severity for severity in Severity if severity), reverse=True)
