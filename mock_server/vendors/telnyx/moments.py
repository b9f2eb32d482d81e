"""Days and moments as requests give them and as answers tell them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

DAY_MS: Final = 86_400_000
HOUR_MS: Final = 3_600_000

_MS: Final = timedelta(milliseconds=1)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?(Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def moment_ms(text: str) -> int | None:
    """Whole ms since 1970, rounded down; None when the text is no moment.

    Seconds, fractions and the offset may be missing, and so may the time of day; without an offset
    it is UTC. Source: D of specs/telnyx/SOURCE.toml for the forms that end in Z or an offset of
    nothing; that a missing offset means UTC is assumed.
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    day, time, fraction, offset = found.groups(default="")
    try:
        at = datetime.fromisoformat(f"{day}T{time or '00:00'}{offset or 'Z'}").astimezone(UTC)
    except (ValueError, OverflowError):  # no such day, or too far from here for a moment in UTC
        return None
    return ms_of(at) + int(fraction.ljust(3, "0")[:3])


def day(text: str) -> date | None:
    """A day written as YYYY-MM-DD; None when the text is none."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def ms_of(at: datetime) -> int:
    """Whole ms since 1970."""
    return (at - EPOCH) // _MS


def moment_at(ms: int) -> datetime:
    """The moment, in UTC, of ms since 1970."""
    return EPOCH + ms * _MS


def to_ms(at: datetime) -> str:
    """`2026-07-21T10:58:51.000Z`: the general rule. Source: D of specs/telnyx/SOURCE.toml."""
    return _in_utc(at, "milliseconds")


def to_seconds(at: datetime) -> str:
    """`2026-07-21T10:58:51Z`: detail records. Source: M1 of specs/telnyx/SOURCE.toml."""
    return _in_utc(at, "seconds")


def _in_utc(at: datetime, timespec: str) -> str:
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec=timespec) + "Z"
