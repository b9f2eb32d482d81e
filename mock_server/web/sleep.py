"""Waiting until a moment: never early, at most about a millisecond late, at no thread's cost."""

from __future__ import annotations

import asyncio
from time import monotonic

TIMER_GRAIN_S = 0.001
"""uvloop's timers count whole milliseconds: less than half of one would come back at once, and
waiting for the rest would keep the processor busy. Source: measured, uvloop 0.23."""


async def sleep_until(deadline_s: float) -> None:
    """Return at `deadline_s` on the clock of `time.monotonic()`; at once when it has passed.

    For a delay that means the whole time since the request came, add it to the moment of arrival.
    uvloop's timers fire up to a millisecond early, so the clock decides when the wait is over.
    """
    while (remaining_s := deadline_s - monotonic()) > 0:
        await asyncio.sleep(max(remaining_s, TIMER_GRAIN_S))
