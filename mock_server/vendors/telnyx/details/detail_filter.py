"""What `filter` of `/detail_records` asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mock_server.exchange import Rejection, Request
from mock_server.vendors.telnyx.date_words import span_ms
from mock_server.vendors.telnyx.records import RECORD_TYPES, RecordType
from mock_server.vendors.telnyx.refusals import invalid
from mock_server.vendors.telnyx.search import ALWAYS, OPERATORS, Condition, Span

OWN = frozenset({"record_type", "date_range"})
"""Members of `filter` that are no fields."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A filter that makes sense.

    Args:
        span: in which records were made; without a period all that there are (ASSUMED).
        conditions: on fields of the type; all have to be met.
        is_known: whether all fields in it are fields of the type: otherwise nothing is found.
    """

    record_type: RecordType
    span: Span
    conditions: tuple[Condition, ...]
    is_known: bool


def asked(request: Request, now: datetime, *, refuses_unknown: bool) -> Asked:
    """The filter of a request.

    Args:
        refuses_unknown: whether a field that the type does not have is refused. Newer documentation
            says so (K of specs/telnyx/SOURCE.toml); the API was seen to find nothing then (M1).

    Raises:
        Rejection: 400, it makes no sense.
    """
    given = request.query.get("filter")
    found: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    record_type = _record_type(found.get("record_type"))
    conditions = tuple(_conditions(found))
    unknown = [one.field for one in conditions if one.field not in record_type.makers]
    if unknown and refuses_unknown:
        # Source of the status: K. That the words are these is ASSUMED.
        raise invalid(f"filter[{unknown[0]}]", f"Unknown filter field: {unknown[0]}")
    return Asked(record_type, _span(found.get("date_range"), now), conditions, not unknown)


def _record_type(name: object) -> RecordType:
    """Source of the words: M1 of specs/telnyx/SOURCE.toml."""
    if not isinstance(name, str) or not name:
        raise invalid("filter[record_type]", "Record type is missing")
    record_type = RECORD_TYPES.get(name)
    if record_type is None:
        why = f"No matching record type was found matching given record type {name}"
        raise invalid("filter[record_type]", why)
    return record_type


def _span(word: object, now: datetime) -> Span:
    if word is None:
        return ALWAYS
    span = span_ms(str(word), now)
    if span is None:
        raise _unfit("date_range")
    return span


def _conditions(given: Mapping[str, Any]) -> Iterator[Condition]:
    for name, value in given.items():
        if name in OWN:
            continue
        if not isinstance(value, Mapping):
            yield Condition(name, "equal", _text(name, value))
            continue
        for operator, operand in value.items():
            if operator not in OPERATORS:
                raise _unfit(f"{name}][{operator}")
            yield Condition(name, operator, _text(f"{name}][{operator}", operand))


def _text(name: str, value: object) -> str:
    """A value as records have it.

    Raises:
        Rejection: 400, there are several; that this is not for either of them is ASSUMED.
    """
    if isinstance(value, list | Mapping):
        raise _unfit(name)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _unfit(name: str) -> Rejection:
    """Source of the words: the contract's example."""
    return invalid(f"filter[{name}]", "Invalid parameter value")
