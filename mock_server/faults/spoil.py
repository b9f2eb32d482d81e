"""Answers that are not what they should be, on purpose."""

from __future__ import annotations

from collections.abc import Callable

from mock_server.exchange import Refusal, Response
from mock_server.faults.fault import Fault
from mock_server.spec.operation import Operation

Say = Callable[[Refusal, Operation | None], Response]
"""How the vendor says no."""


def spoiled(fault: Fault, response: Response, operation: Operation, errors: Say) -> Response:
    """What a fault makes of an answer; what it does to the connection is not done here."""
    raise NotImplementedError
