"""The one clock. Everything inside gets the moment as an argument or asks this."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

system_clock = partial(datetime.now, UTC)  # noqa: TID251 - this is the edge where the clock is read
"""Now, in UTC, by the machine's clock. It is read for every request: no frame of Python for it."""
