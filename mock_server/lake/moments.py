"""Moments in ms since 1970 UTC, and how they are written in names and messages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_ms(moment: datetime) -> int:
    """Of a moment in any time zone; what is less than a millisecond is cut off."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


def text(at_ms: int) -> str:
    """2026-10-01T00:00:00Z, with milliseconds where there are some."""
    moment = EPOCH + timedelta(milliseconds=at_ms)
    return moment.isoformat(timespec="milliseconds" if at_ms % 1000 else "seconds")[:-6] + "Z"


def file_text(at_ms: int) -> str:
    """20261001T000000Z: without colons, which some file systems do not have."""
    return text(at_ms).replace("-", "").replace(":", "")
