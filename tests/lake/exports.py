"""Exports that tests make, and what other readers find in their files."""

from __future__ import annotations

import csv
import gzip
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from mock_server.lake.export import Export, Totals, shards
from mock_server.ledger.settings import DatasetSettings, Volume

DAY_MS = 86_400_000
OCTOBER_MS = 1_790_812_800_000
"""2026-10-01T00:00Z"""

ACCOUNT = "abcd1234"
SETTINGS = DatasetSettings(seed=3, realm="acme", volume=Volume(accounts={ACCOUNT: 20_000}))
EXPORT = Export(
    settings=SETTINGS,
    account=ACCOUNT,
    product="message",
    from_ms=OCTOBER_MS,
    to_ms=OCTOBER_MS + DAY_MS,
    as_of_ms=OCTOBER_MS + 30 * DAY_MS,
)
PARQUET = replace(EXPORT, format="parquet")


def longer(export: Export, days: int) -> Export:
    """The same for so many days, all of them settled."""
    to_ms = export.from_ms + days * DAY_MS
    return replace(export, to_ms=to_ms, as_of_ms=to_ms + 30 * DAY_MS)


def rows(export: Export, count: int, folder: Path) -> list[dict[str, str]]:
    """All rows of all shards, as texts."""
    found: list[dict[str, str]] = []
    for shard in shards(export, count):
        with gzip.open(folder / shard.name, "rt", encoding="utf-8", newline="") as file:
            found += csv.DictReader(file, strict=True)
    return found


def records(export: Export, count: int, folder: Path) -> list[dict[str, Any]]:
    """All rows of all shards, as Parquet's types."""
    found: list[dict[str, Any]] = []
    for shard in shards(export, count):
        found += pq.read_table(folder / shard.name).to_pylist()
    return found


def come_to(read: list[dict[str, str]]) -> Totals:
    """What rows come to, by adding up their decimals."""
    cost = sum((Decimal(row["cost"]) for row in read), Decimal(0))
    return Totals(len(read), int(cost.scaleb(8)))


def total(export: Export) -> Totals:
    return export.totals(export.from_ms, export.to_ms)
