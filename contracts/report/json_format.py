"""The report for programs; its shape is documented in docs/check.md, and only grows."""

from __future__ import annotations

from typing import Any

import orjson

from contracts.finding import Finding
from contracts.report.report import Report
from contracts.report.told import plots

Json = Any

PLACES = 6
"""Decimals of seconds: microseconds."""


def json_report(report: Report) -> str:
    told = {
        "target": report.target,
        "verdict": report.verdict,
        "requests": report.requests,
        "findings": [finding_json(one) for one in report.findings],
        "coverage": report.coverage,
        "accepted": [{**finding_json(one), "reason": reason} for one, reason in report.accepted],
        "laws": [
            {"name": law.name, "outcome": law.outcome, "reason": law.reason} for law in report.laws
        ],
        "latency": latency_json(report),
        "notes": list(report.notes),
        "seed": report.seed,
        "elapsed_s": round(report.elapsed_s, PLACES),
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2).decode() + "\n"


def finding_json(finding: Finding) -> dict[str, Json]:
    return {
        "check": finding.check,
        "operation": finding.operation,
        "status": finding.status,
        "pointer": finding.pointer,
        "severity": finding.severity,
        "expected": finding.expected,
        "actual": finding.actual,
        "curl": finding.curl,
        "fingerprint": finding.fingerprint,
        "keyword": finding.keyword,
        "place": finding.place,
    }


def latency_json(report: Report) -> dict[str, Json]:
    """By operation; the names of quantiles are those that people know."""
    names = {"least": "min_s", "50 %": "p50_s", "90 %": "p90_s", "99 %": "p99_s", "most": "max_s"}
    return {
        plot.subject: {
            "count": plot.count,
            **{names[name]: round(taken, PLACES) for name, taken in plot.quantiles.items()},
        }
        for plot in plots(report.seconds)
    }
