"""Totals of messaging: what usage reports on messages hold, whichever dialect tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mock_server.ledger.dataset import Dataset
from mock_server.vendors.telnyx.totals.amounts import amount_text
from mock_server.vendors.telnyx.usage.sums import Ask, Row, usage_rows

BROKEN_DOWN: Mapping[str, tuple[str, ...]] = {
    "NO_AGGREGATION": (),
    "PROFILE": ("profile_id",),
    "TAGS": ("tags",),
}
"""What else rows are by, by aggregation type. Source: S of specs/telnyx/SOURCE.toml."""

ALWAYS = ("direction", "message_type", "tn_type")
"""What rows are by in every aggregation. ASSUMED: these are the fields of a row whose example in
the document is a value of its own and not `All`."""


@dataclass(frozen=True, slots=True)
class MdrUsage:
    """A row: texts all of them, numbers too. Source: S of specs/telnyx/SOURCE.toml.

    Args:
        product: the direction again, as in the document's example (ASSUMED for the other one).
        delivered, sent: messages that went out.
        received: messages that came in.
    """

    cost: str
    currency: str
    carrier_passthrough_fee: str
    direction: str
    product: str
    message_type: str
    tn_type: str
    sent: str
    delivered: str
    received: str
    parts: str
    connection: str = "all"
    profile_id: str = "All"
    tags: str = "All"


@dataclass(slots=True)
class _Totals:
    """What a row comes to, as long as it is added up."""

    messages: int = 0
    delivered: int = 0
    parts: int = 0
    cost: int = 0
    fee: int = 0

    def add(self, row: Row, status: str) -> None:
        self.messages += row.records
        self.delivered += row.records if status == "delivered" else 0
        self.parts += row.units
        self.cost += row.cost
        self.fee += row.fee


@dataclass(frozen=True, slots=True)
class MdrUsageAsk:
    """What is asked for; `order` is what is kept of it.

    Args:
        accounts: whose messages; they are added up.
        edges_ms: [from, to).
        aggregation: of BROKEN_DOWN.
        profiles: ids or names of profiles to keep to; empty for all. ASSUMED: a document speaks of
            names, an example of another has ids.
    """

    accounts: Sequence[str]
    edges_ms: Sequence[int]
    aggregation: str
    profiles: Sequence[str] = field(default=())

    @classmethod
    def of(cls, order: Mapping[str, Any]) -> MdrUsageAsk:
        return cls(order["accounts"], order["edges_ms"], order["aggregation"], order["profiles"])

    def order(self) -> dict[str, Any]:
        return {
            "accounts": list(self.accounts),
            "edges_ms": list(self.edges_ms),
            "aggregation": self.aggregation,
            "profiles": list(self.profiles),
        }


def mdr_usage(dataset: Dataset, ask: MdrUsageAsk, now_ms: int) -> list[MdrUsage]:
    """The rows of a report, sorted by what they are by.

    Args:
        now_ms: the moment at which the messages are looked at.
    """
    by = BROKEN_DOWN[ask.aggregation]
    found: dict[tuple[str, ...], _Totals] = {}
    for row in _summed(dataset, ask, (*ALWAYS, *by, "status"), now_ms):
        *labels, status = row.labels
        found.setdefault(tuple(labels), _Totals()).add(row, status)
    currency = dataset.settings.currency
    return [_row(labels, by, found[labels], currency) for labels in sorted(found)]


def messages_of(dataset: Dataset, ask: MdrUsageAsk, now_ms: int) -> int:
    """How many messages a report is about."""
    return sum(row.records for row in _summed(dataset, ask, (), now_ms))


def _summed(
    dataset: Dataset, ask: MdrUsageAsk, dimensions: tuple[str, ...], now_ms: int
) -> Iterator[Row]:
    for account_id in ask.accounts:
        wanted = {}
        if ask.profiles:
            groups = dataset.account(account_id).profiles
            wanted["profile_id"] = frozenset(
                one.id for one in groups if {one.id, one.name} & set(ask.profiles)
            )
        question = Ask("messaging", tuple(ask.edges_ms), dimensions, wanted)
        yield from usage_rows(dataset, account_id, question, now_ms)


def _row(labels: tuple[str, ...], by: tuple[str, ...], totals: _Totals, currency: str) -> MdrUsage:
    direction, message_type, tn_type, *others = labels
    went_out = direction == "outbound"
    return MdrUsage(
        cost=amount_text(totals.cost),
        currency=currency,
        carrier_passthrough_fee=amount_text(totals.fee),
        direction=direction,
        product=direction,
        message_type=message_type,
        tn_type=tn_type,
        sent=str(totals.messages if went_out else 0),
        delivered=str(totals.delivered if went_out else 0),
        received=str(0 if went_out else totals.messages),
        parts=str(totals.parts),
        **dict(zip(by, others, strict=True)),
    )
