"""Totals of look-ups of numbers: what usage reports on them hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mock_server.ledger.dataset import Dataset
from mock_server.vendors.telnyx.people import user_id
from mock_server.vendors.telnyx.totals.amounts import amount_text
from mock_server.vendors.telnyx.usage.sums import Ask, Row, usage_rows

SERVICE = "number-lookup"

AGGREGATIONS = ("ALL", "BY_ORGANIZATION_MEMBER")
"""Source: S of specs/telnyx/SOURCE.toml."""


@dataclass(frozen=True, slots=True)
class LookupUsage:
    """The look-ups of one type by one user; a row of the file.

    Args:
        type: what was looked up, as the dimension `type` of usage has it.
        total_dips: how many, whether they found anything or not.
        total_cost: a decimal number.
    """

    user_id: str
    type: str
    total_dips: int
    total_cost: str
    currency: str


@dataclass(frozen=True, slots=True)
class LookupUsageAsk:
    """What is asked for; `order` is what is kept of it.

    Args:
        accounts: whose look-ups, the one that asks first.
        edges_ms: [from, to).
        aggregation: ALL adds the accounts up, as if all were the first one's; the other word tells
            each by itself (ASSUMED: a member of an organization is an account).
    """

    accounts: Sequence[str]
    edges_ms: Sequence[int]
    aggregation: str

    @classmethod
    def of(cls, order: Mapping[str, Any]) -> LookupUsageAsk:
        return cls(order["accounts"], order["edges_ms"], order["aggregation"])

    def order(self) -> dict[str, Any]:
        accounts, edges_ms = list(self.accounts), list(self.edges_ms)
        return {"accounts": accounts, "edges_ms": edges_ms, "aggregation": self.aggregation}


def lookup_usage(dataset: Dataset, ask: LookupUsageAsk, now_ms: int) -> list[LookupUsage]:
    """The rows of a report, user by user in the order of the accounts.

    Args:
        now_ms: the moment at which the look-ups are looked at.
    """
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for account_id in ask.accounts:
        owner = ask.accounts[0] if ask.aggregation == "ALL" else account_id
        for row in sorted(_summed(dataset, account_id, ask, now_ms), key=lambda row: row.labels):
            key = user_id(owner), row.labels[0]
            dips, cost = found.get(key, (0, 0))
            found[key] = dips + row.records, cost + row.cost
    currency = dataset.settings.currency
    return [
        LookupUsage(user, kind, dips, amount_text(cost), currency)
        for (user, kind), (dips, cost) in found.items()
    ]


def lookups_of(dataset: Dataset, ask: LookupUsageAsk, now_ms: int) -> int:
    """How many look-ups a report is about."""
    return sum(
        row.records
        for account_id in ask.accounts
        for row in _summed(dataset, account_id, ask, now_ms)
    )


def _summed(dataset: Dataset, account_id: str, ask: LookupUsageAsk, now_ms: int) -> list[Row]:
    question = Ask(SERVICE, tuple(ask.edges_ms), ("type",))
    return usage_rows(dataset, account_id, question, now_ms)
