"""What came of servers that were written elsewhere, as a page of documentation has it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.strangers.explained import Explanation, explanation
from tests.strangers.judging import Judged

Json = Any

BEGIN, END = "<!-- strangers: begin -->", "<!-- strangers: end -->"
UNEXPLAINED = "**unexplained**"


def unexplained(came: Iterable[Judged]) -> list[str]:
    """Findings for which nobody has said why."""
    return [
        f"{one.server}: {finding['check']}: {finding['operation']} {finding['status']}"
        f" {finding['pointer']}: {finding['keyword']}"
        for one in came
        for finding in one.report["findings"]
        if explanation(one.server, finding) is None
    ]


def text(came: Sequence[Judged]) -> str:
    """The tables of all that was judged: how much of each document, then each server's findings."""
    lines = [*_runs(came), ""]
    for server in dict.fromkeys(one.server for one in came):
        lines += [f"### {server}", "", *_classes(server, came), ""]
    return "\n".join(lines)


def _runs(came: Sequence[Judged]) -> Iterator[str]:
    yield "| server | document | requests | operations | findings | laws: held, broken, no say |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for one in came:
        laws = Counter(law["outcome"] for law in one.report["laws"])
        said = ", ".join(str(laws[each]) for each in ("conformant", "violation", "inconclusive"))
        operations = one.report["coverage"]["totals"]["operations"]
        cells = (
            one.server,
            one.title,
            f"{one.report['requests']:,}",
            f"{operations['seen']} of {operations['known']}",
            str(len(one.report["findings"])),
            said,
        )
        yield f"| {' | '.join(cells)} |"


def _classes(server: str, came: Iterable[Judged]) -> Iterator[str]:
    """A row for each explanation and what found it."""
    rows: dict[tuple[Explanation | None, str], list[Mapping[str, Json]]] = defaultdict(list)
    for one in came:
        if one.server == server:
            for finding in one.report["findings"]:
                rows[explanation(server, finding), finding["check"]].append(finding)
    yield "| found by | findings | operations | for example | whose | why |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for (why, check), findings in sorted(rows.items(), key=lambda row: -len(row[1])):
        operations = len({finding["operation"] for finding in findings})
        whose, because = (why.whose, why.because) if why else (UNEXPLAINED, "")
        example = _example(min(findings, key=lambda one: len(one["curl"])))
        yield f"| `{check}` | {len(findings)} | {operations} | {example} | {whose} | {because} |"


def _example(finding: Mapping[str, Json]) -> str:
    status = f" {finding['status']}" if finding["status"] else ""
    where = f" at `{finding['pointer']}`" if finding["pointer"].startswith("/") else ""
    said = f"expected {finding['expected']}, got {finding['actual']}".replace("|", "\\|")
    return f"`{finding['operation']}`{status}{where}: {said}"


def write(file: Path, tables: str) -> None:
    """Put the tables between the marks of a page."""
    page = file.read_text()
    before, after = page.partition(BEGIN)[0], page.partition(END)[2]
    file.write_text(f"{before}{BEGIN}\n{tables}\n{END}{after}")
