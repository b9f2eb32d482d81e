"""What the vendor says of when to ask again, and how long a run waits for that."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from contracts.errors import PatienceEnded

UNTOLD_S = 10.0
"""To wait, doubled each time, when a vendor says "too many" and not until when. ASSUMED."""


class Patience:
    """The seconds that a run may still wait because it is asked to."""

    def __init__(self, seconds: float, host: str) -> None:
        self._left_s, self._host = seconds, host

    def spend(self, seconds: float) -> None:
        """Wait so much of it.

        Raises:
            PatienceEnded: it is more than is left.
        """
        if seconds > self._left_s:
            left = f"this run has {self._left_s:.0f} s left"
            raise self.ended(f"it asks to wait {seconds:.0f} s; {left}")
        self._left_s -= seconds

    def ended(self, why: str) -> PatienceEnded:
        return PatienceEnded(
            "The vendor wants to be left alone",
            where=self._host,
            why=why,
            fix="try again later; nothing was judged beyond what is told here",
        )


def asked_wait_s(headers: Mapping[str, str], now: datetime, reset_header: str) -> float | None:
    """Seconds that an answer asks to wait; None when it does not say.

    Args:
        headers: of the answer; names in any case.
        now: by our clock; where the answer has a date, the longer of both readings counts.
        reset_header: the vendor's own, in seconds; "" for none.
    """
    told = _retry_after_s(headers, now)
    if told is None and reset_header:
        told = _seconds(headers.get(reset_header, ""))
    return told


def _retry_after_s(headers: Mapping[str, str], now: datetime) -> float | None:
    text = headers.get("retry-after", "").strip()
    if (seconds := _seconds(text)) is not None:
        return seconds
    until = _date(text)
    if until is None:
        return None
    theirs = _date(headers.get("date", "")) or now
    return max((until - now).total_seconds(), (until - theirs).total_seconds(), 0.0)


def _seconds(text: str) -> float | None:
    """Whole or fractional, never negative, never not a number."""
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if seconds >= 0 and not math.isnan(seconds) else None


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
