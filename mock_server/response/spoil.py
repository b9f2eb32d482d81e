"""What a fault makes of an answer: another one, or the same with something broken in it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from math import ceil
from typing import TypeAlias

from mock_server.exchange import Headers, Refusal, Response
from mock_server.faults.fault import BREAKING, Fault
from mock_server.response.breaking import broken, noted
from mock_server.response.media import is_json
from mock_server.spec.operation import Operation

Say: TypeAlias = Callable[[Refusal, Operation | None], Response]
"""How the vendor says no."""

WITHOUT_BODY = frozenset({204, 205, 304})
"""Source: RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5."""


def spoiled(fault: Fault, response: Response, operation: Operation, errors: Say) -> Response:
    """What a fault makes of an answer; what it does to the connection is not done here.

    The note of the answer says what was broken, or why nothing was.
    """
    if fault.kind == "status":
        close(response)
        return refused(fault, operation, errors)
    if fault.kind == "malformed":
        return malformed(response)
    if fault.kind in BREAKING:
        return broken(fault, whole(response), operation)
    return response


def refused(fault: Fault, operation: Operation, errors: Say) -> Response:
    """The status in the words that the vendor has for it."""
    headers: Headers = tuple((k.lower().encode(), v.encode()) for k, v in fault.headers)
    if fault.retry_after_s is not None:
        headers = ((b"retry-after", b"%d" % ceil(fault.retry_after_s)), *headers)
    said = errors(Refusal("fault", fault.status, headers=headers), operation)
    if fault.status in WITHOUT_BODY:
        return replace(said, body=b"", media_type="")
    return said


def malformed(response: Response) -> Response:
    """JSON whose end is wrong; its length stays."""
    found = whole(response)
    if not is_json(found.media_type) or not found.body:
        return noted(found, "there is no JSON in this answer that could be malformed")
    told = noted(found, "the JSON is malformed at its end")
    return replace(told, body=found.body[:-1] + b",")


def whole(response: Response) -> Response:
    """The answer with all of its body at hand, when it is JSON that was to come in pieces."""
    if response.stream is None or not is_json(response.media_type):
        return response
    return replace(response, body=b"".join(response.stream), stream=None)


def close(response: Response) -> None:
    """Nobody will read the rest of it."""
    if isinstance(response.stream, Generator):
        response.stream.close()
