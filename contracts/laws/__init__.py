"""What must hold between several answers. A law is a value named in `LAWS`."""

from __future__ import annotations

from contracts.laws.equality import EQUAL_REQUESTS
from contracts.laws.law import Law

LAWS: tuple[Law, ...] = (EQUAL_REQUESTS,)
