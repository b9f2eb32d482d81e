"""What a run tells, to people and to programs. A format is a function named in `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable

from contracts.report.json_format import json_report
from contracts.report.report import Report

Format = Callable[[Report], str]

FORMATS: dict[str, Format] = {"json": json_report}
