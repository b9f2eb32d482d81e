"""The parameters of the older lists: a period, and fields that have to be equal to something."""

from __future__ import annotations

from collections.abc import Mapping

from mock_server.exchange import Request
from mock_server.vendors.telnyx.moments import moment_ms
from mock_server.vendors.telnyx.refusals import invalid
from mock_server.vendors.telnyx.search import ALWAYS, Condition, Span


def equal_to(
    request: Request, fields: Mapping[str, str], lower: frozenset[str] = frozenset()
) -> tuple[Condition, ...]:
    """What the records have to be.

    Args:
        fields: by parameter the field that it is about.
        lower: parameters whose words are in lower case in records.
    """
    given = {name: str(request.query[name]) for name in fields if request.query.get(name)}
    return tuple(
        Condition(fields[name], "equal", text.lower() if name in lower else text)
        for name, text in given.items()
    )


def made_between(request: Request) -> Span:
    """From `start_date` until before `end_date`; that the end does not count is ASSUMED.

    Raises:
        Rejection: 400, one of them is no moment, or the end is before the start.
    """
    begin_ms, end_ms = _moment(request, "start_date"), _moment(request, "end_date")
    span = ALWAYS[0] if begin_ms is None else begin_ms, ALWAYS[1] if end_ms is None else end_ms
    if span[1] < span[0]:
        raise invalid("end_date", "Invalid parameter value")
    return span


def _moment(request: Request, name: str) -> int | None:
    text = request.query.get(name)
    if text is None:
        return None
    found = moment_ms(str(text))
    if found is None:
        raise invalid(name, "Invalid parameter value")
    return found
