"""The period of a usage report, and the days or hours that it is cut into."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from mock_server.spec.operation import Json
from mock_server.vendors.telnyx.date_words import span_ms
from mock_server.vendors.telnyx.moments import DAY_MS, HOUR_MS, moment_at, moment_ms, to_seconds
from mock_server.vendors.telnyx.refusals import invalid
from mock_server.vendors.telnyx.usage.products import DATE, DATE_TIME

Span: TypeAlias = tuple[int, int]
"""[from, to) in ms since 1970."""

MOST_DAYS = 31
"""Source: D of specs/telnyx/SOURCE.toml."""

_LAST = re.compile(r"last_([1-9]\d?)_(week|month)s", re.ASCII)


def span(query: Mapping[str, Json], now: datetime) -> Span:
    """The period asked for: two moments, or a word for it; otherwise today, in UTC.

    A moment that is given counts before a word, and a missing one is that of today. ASSUMED.

    Raises:
        Rejection: 400, it is none, ends before it begins, or is too long.
    """
    begin, end = _of_word(query.get("date_range") or "today", now)
    given = _moment(query, "start_date"), _moment(query, "end_date")
    begin = begin if given[0] is None else given[0]
    end = end if given[1] is None else given[1]
    if end < begin:
        raise invalid("end_date", "end_date must not be before start_date.")
    if end - begin > MOST_DAYS * DAY_MS:
        raise invalid("end_date", f"The period must not be longer than {MOST_DAYS} days.")
    return begin, end


def _moment(query: Mapping[str, Json], name: str) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    found = moment_ms(str(text))
    if found is None:
        raise invalid(name, f"{name} must be a moment, such as 2024-02-01T00:00:00Z.")
    return found


def _of_word(word: Json, now: datetime) -> Span:
    """Source of `last_N_weeks`: S of specs/telnyx/SOURCE.toml; months are ASSUMED to go alike.

    They are so many whole weeks or months before this one, as `last_week` and `last_month` are.
    """
    found = _LAST.fullmatch(str(word))
    if found is not None:
        return _last(int(found[1]), found[2], now)
    named = span_ms(str(word), now)
    if named is None:
        raise invalid("date_range", "date_range must be a period, such as last_3_days.")
    return named


def _last(count: int, unit: str, now: datetime) -> Span:
    begin = end = _of_word(f"this_{unit}", now)[0]
    for _ in range(count):
        begin, _ = _of_word(f"last_{unit}", moment_at(begin))
    return begin, end


def edges_ms(found: Span, dimensions: Sequence[str]) -> tuple[int, ...]:
    """The edges of the windows in which usage is told: hours, days, or the whole period."""
    begin, end = found
    step = HOUR_MS if DATE_TIME in dimensions else DAY_MS if DATE in dimensions else 0
    inner = range(begin - begin % step + step, end, step) if step else ()
    return begin, *inner, end


def told(begin_ms: int, dimension: str) -> str:
    """A window in words: `2026-11-17`, or `2026-11-17T09:00:00Z`. ASSUMED."""
    if dimension == DATE:
        return moment_at(begin_ms).date().isoformat()
    return to_seconds(moment_at(begin_ms - begin_ms % HOUR_MS))
