"""The status is one that the document knows."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.checks.documented import response_spec
from contracts.checks.said import Wrong, finding
from contracts.finding import Finding
from contracts.observed import Observed

ANYWHERE = (405, 406, 408, 411, 413, 414, 417, 426, 429, 431, 451)
"""Refusals that whoever stands in front of an API gives, and that hardly a document repeats.

Source: RFC 9110, 15.5; RFC 6585, 4 and 5.
"""


def documented_status(observed: Observed) -> Iterator[Finding]:
    """The document names the answer's status, its class or a default.

    A refusal that HTTP itself has for what is wrong with the request needs no naming.
    """
    operation = observed.promise.operation
    if observed.status >= 500 or response_spec(operation, observed.status) or _is_plain(observed):
        return
    known = ", ".join(one.status for one in operation.responses)
    wrong = Wrong("status", f"one of {known}", str(observed.status))
    yield finding(observed, "documented_status", wrong)


def _is_plain(observed: Observed) -> bool:
    """Whether the status follows from the request, whatever it is that was asked."""
    operation, status = observed.promise.operation, observed.status
    if status == 401:
        return bool(operation.security)
    if status == 404:
        return "{" in operation.path
    if status in (400, 415, 422):
        return observed.expectation != "accepted"
    return status in ANYWHERE
