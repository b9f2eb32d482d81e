"""A report as a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import quantiles

from contracts.finding import Finding
from contracts.report.coverage_table import coverage_table
from contracts.report.report import Asked, Report, Tried
from contracts.report.sheet import Case, Outcome, Plot, Row, Sheet

OUTCOMES: Mapping[str, Outcome] = {
    "conformant": "passed",
    "violation": "failed",
    "inconclusive": "skipped",
    "inapplicable": "skipped",
}

NOT_ASKED = "It was not asked within the budget."


def sheet(report: Report) -> Sheet:
    places = {one.key: one.place for one in report.operations}
    rows = [row(one, places) for one in report.findings]
    rows += [row(one, places, reason) for one, reason in report.accepted]
    return Sheet(
        command="understudy check",
        title=report.target,
        verdict=report.verdict,
        summary=summary(report),
        is_good=report.verdict == "conformant",
        rows=tuple(rows),
        facts=tuple(facts(report)),
        rules=rules(report),
        cases=tuple(cases(report)),
        tables=tuple(coverage_table(report.coverage)) if report.coverage else (),
        plots=tuple(plots(report.seconds)),
        notes=report.notes,
    )


def row(finding: Finding, places: Mapping[str, str], suppressed: str = "") -> Row:
    status = str(finding.status) if finding.status else ""
    place = finding.place or places.get(finding.operation, "")
    return Row(
        rule=finding.check,
        level=finding.severity,
        subjects=(finding.operation,),
        message=f"{finding.keyword}: expected {finding.expected}, got {finding.actual}",
        where=" ".join(part for part in (status, finding.pointer) if part),
        details=(("expected", finding.expected), ("actual", finding.actual)),
        command=finding.curl,
        answer=finding.answer,
        places=(place,) if place else (),
        fingerprint=finding.fingerprint,
        suppressed=suppressed,
    )


def summary(report: Report) -> str:
    """The numbers behind the verdict."""
    asked = sum(1 for one in report.operations if one.exchanges)
    parts = [_count(len(report.findings), "finding"), _count(report.requests, "request")]
    if report.operations:
        parts.append(f"{asked:,} of {_count(len(report.operations), 'operation')}")
    if report.accepted:
        parts.append(f"{len(report.accepted):,} accepted")
    if report.elapsed_s:
        parts.append(f"{report.elapsed_s:.1f} s")
    return ", ".join(parts)


def facts(report: Report) -> Iterator[tuple[str, str]]:
    yield "target", report.target
    yield "verdict", report.verdict
    yield "requests", f"{report.requests:,}"
    yield "seed", str(report.seed)
    yield "elapsed", f"{report.elapsed_s:.1f} s"


def rules(report: Report) -> dict[str, str]:
    """What is said of each; a check that nobody described is still named."""
    laws = {law.name: law.says for law in report.laws}
    found = {one.check: one.check.replace("_", " ") for one in report.findings}
    known = {one.check: one.check.replace("_", " ") for one, _ in report.accepted}
    return {**known, **found, **report.checks, **laws}


def cases(report: Report) -> Iterator[Case]:
    """Each check of each operation, and each law."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for one in report.findings:
        found.setdefault((one.operation, one.check), []).append(one)
    for asked in report.operations:
        for check in report.checks:
            yield _check_case(asked, check, found.pop((asked.key, check), []))
    broken = {check for _, check in found}
    for law in report.laws:
        if law.name not in broken:
            yield _law_case(law)
    for (operation, check), findings in found.items():
        yield Case(operation, check, "failed", _said(findings[0]), _all_said(findings))


def plots(seconds: Mapping[str, Sequence[float]]) -> Iterator[Plot]:
    """Those that take longest first."""
    made = [_plot(name, taken) for name, taken in seconds.items() if taken]
    yield from sorted(made, key=lambda one: -one.quantiles["90 %"])


def _plot(subject: str, taken: Sequence[float]) -> Plot:
    cuts = quantiles(taken, n=100, method="inclusive") if len(taken) > 1 else [taken[0]] * 99
    named = {"least": min(taken), "50 %": cuts[49], "90 %": cuts[89], "99 %": cuts[98]}
    return Plot(subject, len(taken), {**named, "most": max(taken)})


def _check_case(asked: Asked, check: str, findings: list[Finding]) -> Case:
    if findings:
        return Case(asked.key, check, "failed", _said(findings[0]), _all_said(findings))
    if not asked.exchanges or asked.why_not:
        return Case(asked.key, check, "skipped", asked.why_not or NOT_ASKED)
    return Case(asked.key, check, "passed")


def _law_case(law: Tried) -> Case:
    return Case("laws", law.name, OUTCOMES[law.outcome], law.reason, law.says)


def _said(finding: Finding) -> str:
    return f"{finding.keyword}: expected {finding.expected}, got {finding.actual}"


def _all_said(findings: list[Finding]) -> str:
    return "\n\n".join(
        "\n".join(
            (
                f"{one.operation} answered {one.status or 'several times'} {one.pointer}".rstrip(),
                f"expected: {one.expected}",
                f"actual:   {one.actual}",
                one.curl,
                f"fingerprint: {one.fingerprint}",
            )
        )
        for one in findings
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
