"""What is asked of every exchange. A check is a function named in `CHECKS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from contracts.checks.server_error import no_server_error
from contracts.checks.status import documented_status
from contracts.finding import Finding
from contracts.observed import Observed

Check = Callable[[Observed], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (no_server_error, documented_status)
