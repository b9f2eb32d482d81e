"""From what a request asks of a type of record to what is looked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mock_server.ledger.dataset import Dataset
from mock_server.vendors.telnyx.records import RecordType, streams
from mock_server.vendors.telnyx.records.shared import AT_MADE
from mock_server.vendors.telnyx.search.conditions import TEXTUAL, Condition, Range, of_moments
from mock_server.vendors.telnyx.search.parts import Part, narrowed
from mock_server.vendors.telnyx.search.places import Search
from mock_server.vendors.telnyx.search.sources import Span

ALWAYS: Span = (0, 2**53)
"""All records that there are."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which records are asked for, and in which order.

    Args:
        conditions: on fields that the type has; all of them have to be met.
        span: in which they were made.
        descending: the newest come first.
    """

    record_type: RecordType
    conditions: tuple[Condition, ...] = ()
    span: Span = ALWAYS
    descending: bool = True


def search(wish: Wish, dataset: Dataset, account_id: str, now_ms: int) -> Search:
    """What to look for in an account's records.

    Raises:
        Rejection: 400, a condition makes no sense for its field.
    """
    seconds, conditions = _made_within(wish)
    parts = [Part(one.stream, one.wanted) for one in streams(dataset, account_id, wish.record_type)]
    for condition in conditions:
        parts = [one for part in parts for one in narrowed(part, wish.record_type, condition)]
    span = max(wish.span[0], seconds.low * 1000), min(wish.span[1], seconds.high * 1000)
    return Search(tuple(parts), span, now_ms, wish.descending)


def _made_within(wish: Wish) -> tuple[Range, Iterable[Condition]]:
    """The seconds since 1970 in which the records were made, and all other conditions."""
    within, rest = Range(), []
    for condition in wish.conditions:
        is_textual = condition.operator in TEXTUAL
        is_made = wish.record_type.makers[condition.field] is AT_MADE and not is_textual
        seconds = of_moments(condition) if is_made else None
        if seconds is None:
            rest.append(condition)
        else:
            within = Range(max(within.low, seconds.low), min(within.high, seconds.high))
    return within, rest
