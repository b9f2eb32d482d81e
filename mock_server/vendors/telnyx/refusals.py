"""The refusals that more than one of Telnyx's endpoints says."""

from __future__ import annotations

from mock_server.exchange import Rejection
from mock_server.spec.operation import Json


def invalid(parameter: str, detail: str = "", status: int = 400) -> Rejection:
    """A parameter of the query makes no sense."""
    return Rejection("invalid", status, detail, parameter=parameter)


def invalid_body(pointer: str, detail: str = "", status: int = 400) -> Rejection:
    """A member of the body makes no sense: `pointer` is a JSON pointer, such as `/start_time`."""
    return Rejection("invalid", status, detail, pointer=pointer)


def not_found(status: int = 404) -> Rejection:
    """There is nothing of that id; some operations name no 404 and say 400."""
    return Rejection("not_found", status)


def several(*errors: dict[str, Json]) -> Rejection:
    """More than one thing is wrong; each error is details of a refusal with its own `detail`."""
    return Rejection("invalid", 400, errors=list(errors))
