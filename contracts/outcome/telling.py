"""An outcome as a sheet, which every format tells, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from contracts.drift.finding import Finding
from contracts.drift.rules import BREAKING, RISKY, ROWS, SAFE, Severity
from contracts.outcome.outcome import Judged, Outcome
from contracts.outcome.places import places, shown_side
from contracts.over_time.runs import Run
from contracts.report.sheet import Case, Level, Row, Sheet, Table

LEVELS: Mapping[Severity, Level] = {BREAKING: "error", RISKY: "warning", SAFE: "note"}

MOST_UNUSED = 200
"""Folded differences that are listed; of more only the number is told."""


MOST_SUPPRESSED = 20
"""Findings that do not count and are told one by one."""


def sheet(outcome: Outcome, runs: tuple[Run, ...] = ()) -> Sheet:
    """What people and CI are told."""
    shown = [one for one in outcome.judged if one.is_used]
    return Sheet(
        command="understudy drift",
        title=f"{shown_side(outcome.old)} -> {shown_side(outcome.new)}",
        verdict=verdict(outcome),
        summary=summary(outcome),
        is_good=outcome.is_judged and outcome.severity < RISKY,
        rows=tuple(row(one, outcome) for one in shown),
        facts=(("old", shown_side(outcome.old)), ("new", shown_side(outcome.new))),
        rules=rules(outcome),
        cases=tuple(cases(outcome)),
        tables=tuple(tables(outcome, runs)),
        notes=(*outcome.notes, *suppressed(outcome)),
    )


def verdict(outcome: Outcome) -> str:
    if not outcome.is_judged:
        return "inconclusive"
    if outcome.severity:
        return outcome.severity.word
    return "nothing counts" if outcome.judged else "nothing differs"


def suppressed(outcome: Outcome) -> Iterator[str]:
    """What does not count, and why, in whole sentences."""
    hidden = [one for one in outcome.judged if one.suppressed and one.is_used]
    for one in hidden[:MOST_SUPPRESSED]:
        yield f"Does not count ({one.suppressed}): {one.finding.where}: {one.finding.message}."
    if len(hidden) > MOST_SUPPRESSED:
        yield f"{len(hidden) - MOST_SUPPRESSED} more do not count."


def summary(outcome: Outcome) -> str:
    """How many of each severity count, and what does not."""
    told = [one for one in outcome.judged if one.is_used]
    counts = Counter(one.finding.severity.word for one in told if one.counts)
    parts = [f"{counts[level.word]} {level.word}" for level in LEVELS if counts[level.word]]
    hidden = sum(not one.counts for one in told)
    unused = sum(not one.is_used for one in outcome.judged)
    parts += [f"{hidden} that do not count"] * bool(hidden)
    parts += [f"{unused} of what is not used"] * bool(unused)
    return ", ".join(parts) or "no difference"


def row(one: Judged, outcome: Outcome) -> Row:
    finding = one.finding
    details = [("what", finding.message)]
    if finding.verdict:
        details.append(("verdict", finding.verdict))
    if one.standing is not None and one.standing.says:
        details.append(("since", one.standing.says))
    return Row(
        rule=finding.kind,
        level=LEVELS[finding.severity],
        label=finding.severity.word,
        subjects=finding.operations,
        where=finding.where,
        message=finding.message,
        details=tuple(details),
        places=places(finding, outcome.old, outcome.new),
        fingerprint=finding.fingerprint,
        suppressed=one.suppressed,
    )


def rules(outcome: Outcome) -> dict[str, str]:
    sentences = {one.kind: one.sentence.format_map(_Dots()) for one in ROWS}
    kinds = {one.finding.kind for one in outcome.judged}
    return {kind: sentences.get(kind, kind.replace("-", " ")) for kind in sorted(kinds)}


class _Dots(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "..."


def cases(outcome: Outcome) -> Iterator[Case]:
    """For those who count tests: each finding that is used, or one that passed."""
    for one in outcome.judged:
        if one.is_used:
            finding = one.finding
            failed = one.counts and finding.severity is not SAFE
            yield Case(
                finding.operations[0],
                f"{finding.kind} {finding.where} {finding.fingerprint}",
                "failed" if failed else "skipped",
                finding.message if one.counts else one.suppressed,
                finding.verdict,
            )
    if not any(one.is_used for one in outcome.judged):
        done = outcome.is_judged
        yield Case(
            shown_side(outcome.new), "compared", "passed" if done else "skipped", verdict(outcome)
        )


def tables(outcome: Outcome, runs: tuple[Run, ...]) -> Iterator[Table]:
    unused = [one for one in outcome.judged if not one.is_used]
    if unused:
        yield Table(
            "What your code does not use",
            ("severity", "operation", "place", "what"),
            tuple(_unused(one.finding) for one in unused[:MOST_UNUSED]),
            f"{len(unused)} in all",
        )
    if len(runs) > 1:
        lines = tuple(_run(run) for run in runs[-30:])
        yield Table("The last runs", ("when (UTC)", "differences", "trouble"), lines[::-1])


def _run(run: Run) -> tuple[str, str, str]:
    told = str(len(run.told)) if run.is_judged else "nothing was judged"
    trouble = ", ".join(f"{count} x {what}" for what, count in sorted(run.trouble.items()))
    return f"{run.at:%Y-%m-%d %H:%M}", told, trouble


def _unused(finding: Finding) -> tuple[str, str, str, str]:
    return finding.severity.word, finding.operations[0], finding.where, finding.message


def json_outcome(outcome: Outcome) -> str:
    """The documented, stable form: what counts is in `findings`, all else beside it."""
    told = [one for one in outcome.judged if one.counts and one.is_used]
    rest = [one for one in outcome.judged if not (one.counts and one.is_used)]
    document: dict[str, Any] = {
        "old": shown_side(outcome.old),
        "new": shown_side(outcome.new),
        "judged": outcome.is_judged,
        "severity": outcome.severity.word,
        "findings": [one.finding.to_json() for one in told],
        "folded": [_folded(one) for one in rest],
        "notes": list(outcome.notes),
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n"


def _folded(one: Judged) -> dict[str, Any]:
    return {**one.finding.to_json(), "why": one.suppressed or "your code does not use it"}
