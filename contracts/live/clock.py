"""Time, as the guard sees it; tests turn it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def system_now() -> datetime:
    """Now, in UTC, by the machine's clock."""
    return datetime.now(UTC)  # noqa: TID251 - the edge where the judge reads the clock


@dataclass(frozen=True, slots=True)
class Clock:
    """The day for budgets, seconds for paces, and a way to let them pass."""

    now: Callable[[], datetime] = system_now
    seconds: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
