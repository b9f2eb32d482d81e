"""What our protocol tells an application in its scope, beside what ASGI has."""

from __future__ import annotations

TRANSPORT = "understudy.transport"
"""In `scope["extensions"]`: the connection's transport, to reset it or to cut an answer short."""

ARRIVED_S = "understudy.arrived_s"
"""In the scope: when the request's first byte was read, on the clock of `time.monotonic()`."""
