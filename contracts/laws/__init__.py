"""What must hold between several answers. A law is a value named in `LAWS`."""

from __future__ import annotations

from contracts.laws.equality import EQUAL_REQUESTS
from contracts.laws.filters import PARTING
from contracts.laws.identity import BY_ID
from contracts.laws.law import Inconclusive, Law, NoData
from contracts.laws.trial import Outcome, outcome
from contracts.laws.windows import WINDOWS

LAWS: tuple[Law, ...] = (EQUAL_REQUESTS, WINDOWS, PARTING, BY_ID)

__all__ = ["LAWS", "Inconclusive", "Law", "NoData", "Outcome", "outcome"]
