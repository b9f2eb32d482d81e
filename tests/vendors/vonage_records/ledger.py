"""What the tests of records look at: a few accounts, and their records as the wire has them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeAlias

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.dataset import Dataset, DatasetSettings, Volume
from mock_server.ledger.finding import find
from mock_server.ledger.mix import Integers
from mock_server.ledger.stream import Stream
from mock_server.vendors.vonage.records import (
    PRODUCTS,
    Chosen,
    Options,
    ReportProduct,
    layout,
    selection,
)
from mock_server.vendors.vonage.records.product import Direction

Record: TypeAlias = dict[str, Any]

DAY_MS = 86_400_000
NOW = round(datetime(2026, 3, 5, 12, 34, 56, 789_000, UTC).timestamp() * 1000)

ACCOUNTS = {"abcd1234": 60_000, "cafe0001": 600, "beef0002": 2_000_000}

PER_SECOND = {"call": (1, 1), "app-call": (1, 1), "websocket-call": (1, 1)}
"""Calls of this vendor are paid by the second."""


@dataclass(frozen=True)
class View:
    """One sort of records: a product, with a direction or a type where these matter."""

    product: str
    direction: Direction | None = None
    conversation_type: str | None = None

    def __str__(self) -> str:
        return " ".join(filter(None, (self.product, self.direction, self.conversation_type)))

    @property
    def of(self) -> ReportProduct:
        return PRODUCTS[self.product]

    @property
    def parameters(self) -> dict[str, Any]:
        return {"direction": self.direction} if self.direction else {}

    def stream(self, account: str) -> Stream:
        ledger = self.of.ledger_product(self.conversation_type)
        assert ledger
        return dataset().stream(account, ledger)

    def options(self, *, everything: bool = False) -> Options:
        return Options(self.direction or "outbound", everything, everything)


VIEWS = (
    View("SMS", "outbound"),
    View("SMS", "inbound"),
    View("MESSAGES", "outbound"),
    View("MESSAGES", "inbound"),
    View("CONVERSATIONS", None, "ip-voice"),
    View("CONVERSATIONS", None, "cs-custom-event"),
    *(
        View(name)
        for name in PRODUCTS
        if name not in {"SMS", "MESSAGES", "CONVERSATIONS", "REPORTS-USAGE"}
    ),
)


@cache
def dataset() -> Dataset:
    settings = DatasetSettings(
        seed=11, realm="vonage", volume=Volume(accounts=ACCOUNTS), billing=PER_SECOND
    )
    return Dataset(settings)


@dataclass(frozen=True)
class Scanned:
    """Every record of a window, one by one."""

    window: tuple[int, int]
    indexes: Integers
    records: tuple[Record, ...]


@cache
def scanned(
    view: View, account: str = "abcd1234", window: tuple[int, int] | None = None
) -> Scanned:
    """All that a view shows of a window, found without a filter but for what the view is."""
    stream = view.stream(account)
    there = stream.visible(NOW)
    window = window or (there - 3000, there)
    indexes = everything(view, stream, window)
    return Scanned(window, indexes, tuple(wire(view, stream, indexes)))


def everything(view: View, stream: Stream, window: tuple[int, int]) -> Integers:
    """By the ledger's own columns: kind, direction and state of each record."""
    indexes = np.arange(*window)
    columns = Columns(stream, indexes, NOW)
    kept = np.ones(len(indexes), bool)
    if view.direction:
        kept &= columns.direction == ("outbound", "inbound").index(view.direction)
    if view.product == "SMS":
        kept &= columns.kind == [one.name for one in stream.product.kinds].index("sms")
    if view.product == "VERIFY-V2":
        kept &= ~columns.pending
    found: Integers = indexes[kept]
    return found


def wire(view: View, stream: Stream, indexes: Integers) -> list[Record]:
    columns = Columns(stream, indexes, NOW)
    body = layout(view.of, stream, view.options(everything=True)).json(columns)
    records: list[Record] = json.loads(body)
    return records


def chosen(view: View, stream: Stream, asked: Mapping[str, Any], as_of_ms: int = NOW) -> Chosen:
    return selection(view.of, stream, view.parameters | dict(asked), as_of_ms)


def found(wanted: Chosen, window: tuple[int, int]) -> list[int]:
    parts = list(find(wanted, *wanted.within(window)))
    return [int(one) for one in np.concatenate([np.empty(0, np.int64), *parts])]
