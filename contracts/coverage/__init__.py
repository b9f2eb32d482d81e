"""What of a contract was exercised: by the judge, and by your own tests."""

from __future__ import annotations

from contracts.coverage.coverage import Coverage
from contracts.coverage.gauge import Gauge
from contracts.coverage.journal import archived, journalled
from contracts.coverage.kept import read_coverage, write_coverage

__all__ = ["Coverage", "Gauge", "archived", "journalled", "read_coverage", "write_coverage"]
