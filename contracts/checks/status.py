"""The status is one that the document knows."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.finding import Finding
from contracts.observed import Observed
from mock_server.spec.operation import Operation, ResponseSpec


def response_spec(operation: Operation, status: int) -> ResponseSpec | None:
    """What the document says of a status: itself, its class ("4XX"), or "default"."""
    known = {one.status.upper(): one for one in operation.responses}
    for name in (str(status), f"{status // 100}XX", "DEFAULT"):
        if name in known:
            return known[name]
    return None


def documented_status(observed: Observed) -> Iterator[Finding]:
    """The document names the answer's status, its class or a default."""
    operation = observed.promise.operation
    if observed.status >= 500 or response_spec(operation, observed.status):
        return
    known = ", ".join(one.status for one in operation.responses)
    yield Finding(
        check="documented_status",
        operation=observed.operation,
        status=observed.status,
        pointer="",
        keyword="status",
        expected=f"one of {known}",
        actual=str(observed.status),
        place=f"{observed.promise.file}#{operation.pointer}/responses",
    )
