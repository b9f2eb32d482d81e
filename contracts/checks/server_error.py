"""The server fell over."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.said import Wrong, finding
from contracts.finding import Finding
from contracts.observed import Observed


def no_server_error(observed: Observed) -> Iterator[Finding]:
    """No request, right or wrong, is answered with a status of 500 or more."""
    if observed.status >= 500:
        wrong = Wrong("server-error", "an answer below 500", str(observed.status))
        yield finding(observed, "no_server_error", wrong)
