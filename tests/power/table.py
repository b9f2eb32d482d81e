"""What came of mutants and of the mock as it is, as a page of documentation has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from tests.power.between import GROUPS
from tests.power.runs import Clean, Outcome

BEGIN, END = "<!-- power: begin -->", "<!-- power: end -->"

WANTED = 0.95
"""Of all mutants."""


def share(outcomes: Iterable[Outcome]) -> float:
    """The part of mutants that were noticed."""
    noticed = [bool(one.by) for one in outcomes]
    return sum(noticed) / len(noticed) if noticed else 0.0


def text(outcomes: Mapping[str, Outcome], cleans: Iterable[Clean]) -> str:
    """The tables of all that was tried."""
    noticed = sum(bool(one.by) for one in outcomes.values())
    lines = [f"**{noticed} of {len(outcomes)} mutants are noticed.**", ""]
    lines += _of_the_mock(sorted(cleans, key=lambda one: (one.target, one.seed)))
    for group, mutants in GROUPS.items():
        tried = [one for one in mutants if one.name in outcomes]
        if not tried:
            continue
        lines += [f"### {group}", ""]
        lines += ["| what is wrong | where | noticed by | requests |", "| --- | --- | --- | --- |"]
        for mutant in tried:
            came = outcomes[mutant.name]
            by = ", ".join(came.by) or "**nobody**"
            lines.append(f"| {mutant.says} | `{mutant.operation}` | {by} | {came.requests:,} |")
        lines.append("")
    return "\n".join(lines)


def _of_the_mock(cleans: Iterable[Clean]) -> Iterator[str]:
    yield "| as it is | seeds | requests | findings |"
    yield "| --- | --- | --- | --- |"
    for target, runs in groupby(cleans, key=lambda one: one.target):
        each = list(runs)
        found = sorted({finding for one in each for finding in one.findings})
        requests = sum(one.requests for one in each)
        yield f"| `mock:{target}` | {len(each)} | {requests:,} | {'; '.join(found) or 'none'} |"
    yield ""


def write(file: Path, tables: str) -> None:
    """Put the tables between the marks of a page."""
    page = file.read_text()
    before, after = page.partition(BEGIN)[0], page.partition(END)[2]
    file.write_text(f"{before}{BEGIN}\n{tables}\n{END}{after}")
