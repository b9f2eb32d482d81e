"""Small accounts, and their records looked at one by one: what the books have to agree with."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.dataset import Dataset, DatasetSettings, Volume
from mock_server.ledger.money import Month

ACCOUNT = "acc0000001"
DAY_MS = 86_400_000


def dataset(seed: int = 1, per_day: int = 40, currency: str = "EUR") -> Dataset:
    volume = Volume(default=per_day, accounts={ACCOUNT: per_day})
    return Dataset(DatasetSettings(seed=seed, realm="test", currency=currency, volume=volume))


def ms(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    """A moment in UTC as ms since 1970."""
    return int(datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp()) * 1000


NOW_MS = ms(2026, 3, 5, 12, 34)


def records_there(data: Dataset, product: str, window_ms: tuple[int, int], now_ms: int) -> Columns:
    """The records made in a window that have appeared by now, found by looking at their moments."""
    stream = data.stream(ACCOUNT, product)
    begin, end = (
        stream.timeline.index_at(edge + margin)
        for edge, margin in zip(window_ms, (-DAY_MS, DAY_MS), strict=True)
    )
    near = Columns(stream, np.arange(begin, end))
    there = near.made_ms < now_ms - data.products[product].published_after_s * 1000
    inside = (near.made_ms >= window_ms[0]) & (near.made_ms < window_ms[1])
    return Columns(stream, near.indexes[there & inside])


def cost_looked_at(data: Dataset, window_ms: tuple[int, int], now_ms: int) -> int:
    """What those records cost."""
    return sum(
        int(records_there(data, product, window_ms, now_ms).cost.sum()) for product in data.products
    )


def usage_looked_at(
    data: Dataset, window_ms: tuple[int, int], now_ms: int
) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    """By product and country: records, units, billed units and cost."""
    found: dict[tuple[str, str], Counter[int]] = {}
    for product in data.products:
        columns = records_there(data, product, window_ms, now_ms)
        rows = zip(
            columns.country.tolist(),
            columns.units.tolist(),
            columns.billed.tolist(),
            columns.cost.tolist(),
            strict=True,
        )
        for country, *measures in rows:
            row = found.setdefault((product, data.world.countries[country].code), Counter())
            row.update(dict(enumerate((1, *measures))))
    return {key: (row[0], row[1], row[2], row[3]) for key, row in found.items()}


def months(first: Month, last: Month) -> list[Month]:
    """From the first to the last, both included."""
    found = [first]
    while found[-1] < last:
        found.append(found[-1].next)
    return found
