"""The report for programs; its shape is documented and stable."""

from __future__ import annotations

from dataclasses import asdict

import orjson

from contracts.finding import Finding
from contracts.report.report import Report


def json_report(report: Report) -> str:
    told = {
        "target": report.target,
        "verdict": report.verdict,
        "requests": report.requests,
        "findings": [finding_json(one) for one in report.findings],
        "coverage": report.coverage,
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2).decode() + "\n"


def finding_json(finding: Finding) -> dict[str, object]:
    return {**asdict(finding), "fingerprint": finding.fingerprint}
