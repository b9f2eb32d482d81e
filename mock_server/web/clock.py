"""The one clock. Everything inside gets the moment as an argument or asks this."""

from __future__ import annotations

from datetime import UTC, datetime


def system_clock() -> datetime:
    """Now, in UTC, by the machine's clock."""
    return datetime.now(UTC)  # noqa: TID251 - this is the edge where the clock is read
