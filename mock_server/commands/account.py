"""An account of the ledger at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from mock_server.commands.tables import table
from mock_server.lake.moments import EPOCH, moment_ms, text
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.fields import UNIT
from mock_server.ledger.product import Product
from mock_server.ledger.stream import Stream
from mock_server.ledger.sums import MEASURES, sums

SHOWN = 6
"""Of a list that may be long."""


@dataclass(frozen=True, slots=True)
class Month:
    """What a product's records of a month come to; cost in hundred-millionths."""

    records: int
    billed: int
    cost: int


@dataclass(frozen=True, slots=True)
class Line:
    """One product.

    Args:
        per_day: records of an ordinary day.
        span: the seconds of the first and the last record, in ms; None when there is none.
        months: the last whole month, then this one.
    """

    product: Product
    per_day: float
    span: tuple[int, int] | None
    months: tuple[Month, Month]


def account_table(dataset: Dataset, account_id: str, api: str) -> Table:
    """Who the account is."""
    rows = table("account", account_id)
    for name, value in _facts(dataset, account_id):
        rows.add_row(name, value)
    rows.add_row("dataset", f"{dataset.fingerprint} ({api}, seed {dataset.settings.seed})")
    return rows


def _facts(dataset: Dataset, account_id: str) -> Iterator[tuple[str, str]]:
    world, account = dataset.world, dataset.account(account_id)
    countries = {world.networks[one].country for one in account.networks}
    yield "kind", "sub-account" if account.is_sub else "main account"
    yield "currency", account.currency
    yield "records on an ordinary day", f"{account.per_day:,}"
    yield "at home in", world.countries[account.home].name
    yield "reaches", f"{len(account.networks)} networks in {len(countries)} countries"
    yield "numbers", _some([f"+{number}" for number in account.numbers])
    yield "profiles", _some([one.name for one in account.profiles])
    yield "connections", _some([one.name for one in account.connections])
    yield "tags", _some([one.name for one in account.tags])
    yield "sub-accounts", _some(account.sub_accounts)


def _some(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
    return ", ".join(texts[:SHOWN]) + more or "none"


def overview(dataset: Dataset, account_id: str, at_ms: int, out: Console) -> Table:
    """What the account's records come to, by product and all together."""
    listed = track(
        dataset.products, "Adding up", console=out, transient=True, disable=not out.is_terminal
    )
    lines = [line(dataset.stream(account_id, name), at_ms) for name in listed]
    edges = month_edges(at_ms)
    rows = table("product", "a day", "first record", "last record", "units")
    for begin in edges[:2]:
        for what in ("records", "billed", dataset.account(account_id).currency):
            rows.add_column(f"{text(begin)[:7]}\n{what}", justify="right")
    for one in lines:
        rows.add_row(*_cells(one))
    rows.add_section()
    rows.add_row(*_total_cells(lines))
    return rows


def line(stream: Stream, at_ms: int) -> Line:
    """What a stream's records come to at a moment."""
    measures = sums(stream, month_edges(at_ms), at_ms).measures[:, 0]
    chosen = [MEASURES.index(name) for name in ("records", "billed", "cost")]
    last, this = (Month(*row) for row in measures[:, chosen].tolist())
    per_day = stream.account.per_day * stream.product.share / 10**6
    return Line(stream.product, per_day, _span(stream, at_ms), (last, this))


def month_edges(at_ms: int) -> list[int]:
    """Where the month before, and this one begin; and this moment."""
    at = EPOCH + timedelta(milliseconds=at_ms)
    this = datetime(at.year, at.month, 1, tzinfo=UTC)
    before = (this - timedelta(days=1)).replace(day=1)
    return [moment_ms(before), moment_ms(this), at_ms]


def _span(stream: Stream, at_ms: int) -> tuple[int, int] | None:
    there = stream.visible(at_ms)
    if not there:
        return None
    first, last = stream.timeline.moments(np.array([0, there - 1], np.int64)).tolist()
    return first // 1000 * 1000, last // 1000 * 1000


def _cells(one: Line) -> Iterator[str]:
    yield one.product.name
    yield f"{one.per_day:,.1f}" if one.per_day < 10 else f"{one.per_day:,.0f}"
    yield from map(text, one.span) if one.span else ("none", "none")
    yield one.product.units.name
    for month in one.months:
        yield from (f"{month.records:,}", f"{month.billed:,}", money(month.cost))


def _total_cells(lines: Sequence[Line]) -> Iterator[str]:
    yield from ("all together", f"{sum(one.per_day for one in lines):,.0f}", "", "", "")
    for number in (0, 1):
        months = [one.months[number] for one in lines]
        records, cost = sum(one.records for one in months), sum(one.cost for one in months)
        yield from (f"{records:,}", "", money(cost))


def money(amount: int) -> str:
    """An amount, exactly."""
    return f"{Decimal(amount) / UNIT:,f}"
