"""Spans of time as requests give them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from mock_server.state.kind import EPOCH
from mock_server.vendors.vonage.unfit import unfit

Window: TypeAlias = tuple[int, int]
"""[from, to) in ms since 1970."""

DAY_MS = 86_400_000
DEFAULT_DAYS = 7
"""Source: S5 to S7 of specs/vonage/SOURCE.toml."""

_MS = timedelta(milliseconds=1)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)", re.ASCII
)


def moment_ms(text: str) -> int | None:
    """The first ms since 1970 that is not before a moment; None when the text is none."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    seconds, fraction, offset = found.groups(default="")
    try:
        at = datetime.fromisoformat(seconds + offset).astimezone(UTC)
        # Minus twice: the next whole ms, not the one before.
        moment = at - _MS * (-int(fraction.ljust(9, "0")) // 1_000_000)
    except (ValueError, OverflowError):  # no such day, or too far from here for a moment in UTC
        return None
    return ms_of(moment)


def ms_of(at: datetime) -> int:
    """Whole ms since 1970."""
    return (at - EPOCH) // _MS


def moment_at(ms: int) -> datetime:
    """The moment, in UTC, of ms since 1970."""
    return EPOCH + ms * _MS


def moment_text(at: datetime) -> str:
    """A moment as answers repeat it: whole seconds, or with the ms that the window really has."""
    return at.isoformat(timespec="milliseconds" if at.microsecond // 1000 else "seconds")


def window(start: str | None, end: str | None, now: datetime) -> Window:
    """From `date_start` until before `date_end`; without them from 7 days ago, until now.

    Raises:
        Rejection: 422, one of them is no moment, the window is empty, or it begins in the future.
            The words about the future were seen; the others are ASSUMED.
    """
    now_ms = ms_of(now)
    from_ms = _given("date_start", start, now_ms - DEFAULT_DAYS * DAY_MS)
    to_ms = _given("date_end", end, now_ms)
    if from_ms >= now_ms:
        raise unfit(("date_start", "date_start must be in the past"))
    if from_ms >= to_ms:
        raise unfit(("date_end", "date_end must be after date_start"))
    return from_ms, to_ms


def _given(name: str, text: str | None, otherwise: int) -> int:
    if text is None:
        return otherwise
    found = moment_ms(text)
    if found is None:
        raise unfit((name, f"{name} must be a date and time such as 2026-01-01T00:00:00Z"))
    return found
