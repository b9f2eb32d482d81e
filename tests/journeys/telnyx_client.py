"""Telnyx's official Python client, unchanged, and what an order needs to be followed to its end."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
from telnyx import Telnyx

from mock_server.web.clock import system_clock
from tests.serving import Server

TODAY = system_clock().replace(hour=0, minute=0, second=0, microsecond=0)
BEGIN, END = TODAY - timedelta(days=8), TODAY - timedelta(days=7)
"""A day that is over, whose records stay as they are."""

UNDER_WAY = ("PENDING", "pending", 1)
"""The status of a report that is being made, in the words of all kinds of reports."""

WAIT_S = 20.0
"""For a report. It takes a few hundredths of a second, and records add some."""


def telnyx_client(server: Server, key: str, *, retries: int = 0, strict: bool = True) -> Telnyx:
    """The client of an account.

    Args:
        strict: the client's own models judge every answer; else they take whatever comes.
    """
    return Telnyx(
        api_key=key,
        base_url=f"{server.url}/telnyx/v2",
        max_retries=retries,
        _strict_response_validation=strict,
    )


def lacking(answer: Any) -> set[str]:
    """The parts of an answer, of `data` and `meta`, that its model names and that are not there."""
    named = {"data", "meta"} & set(getattr(type(answer), "model_fields", ()))
    return {name for name in named if getattr(answer, name) is None}


def finished(read: Callable[[str], Any], report_id: str) -> Any:
    """The report, when it is no longer under way."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        report = read(report_id).data
        if report.status not in UNDER_WAY:
            return report
        time.sleep(0.02)
    raise AssertionError(f"{report_id} is not ready after {WAIT_S} seconds")


def rows_of(url: str) -> list[dict[str, str]]:
    """The rows of the CSV file behind a link, which needs no key."""
    answer = httpx.get(url)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv"), answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    return list(csv.DictReader(answer.text.splitlines()))
