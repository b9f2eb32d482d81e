"""The server fell over."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.finding import Finding
from contracts.observed import Observed


def no_server_error(observed: Observed) -> Iterator[Finding]:
    """No request, right or wrong, is answered with a status of 500 or more."""
    if observed.status >= 500:
        yield Finding(
            check="no_server_error",
            operation=observed.operation,
            status=observed.status,
            pointer="",
            keyword="server-error",
            expected="an answer below 500",
            actual=str(observed.status),
        )
