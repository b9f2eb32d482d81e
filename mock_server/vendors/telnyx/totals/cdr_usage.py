"""Totals of calls: what usage reports on voice hold, whichever dialect tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mock_server.ledger.dataset import Dataset
from mock_server.vendors.telnyx.totals.amounts import amount_text
from mock_server.vendors.telnyx.usage.sums import Ask, Row, usage_rows
from mock_server.vendors.telnyx.words import TN_TYPE

SERVICES = ("sip-trunking", "call-control")
"""Whose calls are counted: those of every connection. ASSUMED: the reports know connections and no
services."""

AGGREGATIONS: Mapping[str, tuple[str, ...]] = {
    "NO_AGGREGATION": (),
    "CONNECTION": ("connection_id",),
    "TAG": ("tags",),
    "BILLING_GROUP": ("billing_group_id",),
}
BREAKDOWNS: Mapping[str, tuple[str, ...]] = {
    "NO_BREAKDOWN": (),
    "DID_VS_TOLL_FREE": ("tn_type",),
    "COUNTRY": ("country_code",),
    "DID_VS_TOLL_FREE_PER_COUNTRY": ("tn_type", "country_code"),
}
"""What else rows are by. Source of the words, in the order of the first version's numbers: S of
specs/telnyx/SOURCE.toml."""

ALWAYS = ("direction",)
"""What rows are by in every aggregation, as those of messaging are (ASSUMED)."""

TOLL_FREE = TN_TYPE["toll-free"]

FIELDS: Mapping[str, str] = {
    "direction": "direction",
    "connection_id": "connection",
    "tags": "tags",
    "billing_group_id": "billing_group_id",
    "tn_type": "product",
    "country_code": "country_code",
}
"""Where a row tells what it is by."""


@dataclass(frozen=True, slots=True)
class CdrUsage:
    """A row. ASSUMED, all of it: a row of messaging's report, with what can be counted of calls.

    Args:
        product: DID, TOLL_FREE, or All.
        attempted, completed: calls, and those of them that were answered.
        call_sec, billed_sec: of completed calls, as they lasted and as they are billed.
    """

    cost: str
    currency: str
    direction: str
    attempted: str
    completed: str
    call_sec: str
    billed_sec: str
    product: str = "All"
    country_code: str = "All"
    connection: str = "all"
    tags: str = "All"
    billing_group_id: str = "All"


@dataclass(slots=True)
class _Totals:
    """What a row comes to, as long as it is added up."""

    attempted: int = 0
    completed: int = 0
    call_sec: int = 0
    billed_sec: int = 0
    cost: int = 0

    def add(self, row: Row) -> None:
        self.attempted += row.records
        self.completed += row.completed
        self.call_sec += row.units
        self.billed_sec += row.billed
        self.cost += row.cost


@dataclass(frozen=True, slots=True)
class CdrUsageAsk:
    """What is asked for; `order` is what is kept of it.

    Args:
        accounts: whose calls; they are added up.
        edges_ms: [from, to).
        aggregation: of AGGREGATIONS.
        breakdown: of BREAKDOWNS.
        connections: numbers of connections to keep to; empty for all.
    """

    accounts: Sequence[str]
    edges_ms: Sequence[int]
    aggregation: str
    breakdown: str
    connections: Sequence[int] = field(default=())

    @classmethod
    def of(cls, order: Mapping[str, Any]) -> CdrUsageAsk:
        names = ("accounts", "edges_ms", "aggregation", "breakdown", "connections")
        return cls(*(order[name] for name in names))

    def order(self) -> dict[str, Any]:
        return {
            "accounts": list(self.accounts),
            "edges_ms": list(self.edges_ms),
            "aggregation": self.aggregation,
            "breakdown": self.breakdown,
            "connections": list(self.connections),
        }


def cdr_usage(dataset: Dataset, ask: CdrUsageAsk, now_ms: int) -> list[CdrUsage]:
    """The rows of a report, sorted by what they are by.

    Args:
        now_ms: the moment at which the calls are looked at.
    """
    by = (*ALWAYS, *AGGREGATIONS[ask.aggregation], *BREAKDOWNS[ask.breakdown])
    found: dict[tuple[str, ...], _Totals] = {}
    for row in _summed(dataset, ask, by, now_ms):
        labels = tuple(map(_told, by, row.labels))
        found.setdefault(labels, _Totals()).add(row)
    currency = dataset.settings.currency
    return [_row(labels, by, found[labels], currency) for labels in sorted(found)]


def calls_of(dataset: Dataset, ask: CdrUsageAsk, now_ms: int) -> int:
    """How many calls a report is about."""
    return sum(row.records for row in _summed(dataset, ask, (), now_ms))


def covered_connections(dataset: Dataset, ask: CdrUsageAsk) -> list[int]:
    """The connections that a report is about: those asked for, otherwise all there are."""
    found = (dataset.account(account_id).connections for account_id in ask.accounts)
    return list(ask.connections) or [each.number for groups in found for each in groups]


def _summed(
    dataset: Dataset, ask: CdrUsageAsk, dimensions: tuple[str, ...], now_ms: int
) -> Iterator[Row]:
    numbers = frozenset(map(str, ask.connections))
    wanted = {"connection_id": numbers} if numbers else {}
    for account_id in ask.accounts:
        for service in SERVICES:
            question = Ask(service, tuple(ask.edges_ms), dimensions, wanted)
            yield from usage_rows(dataset, account_id, question, now_ms)


def _told(dimension: str, label: str) -> str:
    """What a report says; numbers that are not toll-free are one sort to it, mobiles among them."""
    if dimension != "tn_type":
        return label
    return "TOLL_FREE" if label == TOLL_FREE else "DID"


def _row(labels: tuple[str, ...], by: tuple[str, ...], totals: _Totals, currency: str) -> CdrUsage:
    texts = {FIELDS[name]: label for name, label in zip(by, labels, strict=True)}
    return CdrUsage(
        cost=amount_text(totals.cost),
        currency=currency,
        attempted=str(totals.attempted),
        completed=str(totals.completed),
        call_sec=str(totals.call_sec),
        billed_sec=str(totals.billed_sec),
        **texts,
    )
