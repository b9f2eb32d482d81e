"""What is told of usage: numbers that follow from the sums of a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mock_server.ledger.money.currency import UNIT
from mock_server.vendors.telnyx.usage.row import Row
from mock_server.vendors.telnyx.words import UPLINK_EIGHTHS

KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class Metric:
    """A number that is told, as a fraction: exact as long as rows are added up.

    Args:
        amount: the numerator.
        divisor: the denominator.
    """

    amount: Callable[[Row], int]
    divisor: int = 1

    def value(self, amount: int) -> int | float:
        """The JSON number that is nearest."""
        return amount if self.divisor == 1 else amount / self.divisor

    def text(self, amount: int) -> str:
        """With six decimal places, in CSV. Source: the contract's example."""
        millionths = (2 * amount * 10**6 + self.divisor) // (2 * self.divisor)
        return f"{millionths // 10**6}.{millionths % 10**6:06d}"


COUNT = Metric(lambda row: row.records)
COMPLETED = Metric(lambda row: row.completed)
UNITS = Metric(lambda row: row.units)
CALL_SEC = UNITS
BILLED_SEC = Metric(lambda row: row.billed)
COST = Metric(lambda row: row.cost, UNIT)
CUSTOMER_CARRIER_FEE = Metric(lambda row: row.fee, UNIT)

UPLINK_DATA = Metric(lambda row: row.units * UPLINK_EIGHTHS, 8)
DOWNLINK_DATA = Metric(lambda row: row.units * (8 - UPLINK_EIGHTHS), 8)
"""In kilobytes, as in detail records."""
UPLINK_DATA_BYTES = Metric(lambda row: row.units * (KILOBYTE * UPLINK_EIGHTHS // 8))
DOWNLINK_DATA_BYTES = Metric(lambda row: row.units * (KILOBYTE * (8 - UPLINK_EIGHTHS) // 8))
