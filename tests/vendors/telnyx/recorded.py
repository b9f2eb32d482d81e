"""What the ledger says of records, by a road of its own: all are looked at, without a filter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.records import standard_layout
from mock_server.vendors.telnyx import TELNYX
from tests.vendors.telnyx.asking import KEY, Telnyx, fine

DAY = ("2026-11-10T00:00:00Z", "2026-11-11T00:00:00Z")
"""Old enough: no outcome of that day is still unknown."""


def dataset(api: Telnyx) -> Dataset:
    return api.backings.of(TELNYX).dataset(b"11")


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).astimezone(UTC).timestamp() * 1000)


def now_ms(api: Telnyx) -> int:
    return int(api.now.timestamp() * 1000)


def records(
    api: Telnyx, product: str, span: tuple[str, str] = DAY, key: str = KEY
) -> list[dict[str, Any]]:
    """The records of one of the ledger's products in plain words, the newest first."""
    stream = dataset(api).stream(key, product)
    begin, end = stream.window(ms(span[0]), ms(span[1]), now_ms(api))
    columns = Columns(stream, np.arange(begin, end), now_ms(api))
    found: list[dict[str, Any]] = json.loads(standard_layout(stream).json(columns))
    return found[::-1]


def rows(api: Telnyx, record_type: str, key: str = KEY, /, **query: Any) -> list[dict[str, Any]]:
    """All rows of an answer, page by page; a day of them unless a period is given."""
    return list(_rows(api, record_type, key, query))


def _rows(
    api: Telnyx, record_type: str, key: str, query: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    number, pages = 1, 1
    while number <= pages:
        asked = {"filter[record_type]": record_type, "page[size]": 50, "page[number]": number}
        answer = fine(api.get("/detail_records", key, **asked, **query))
        yield from answer["data"]
        number, pages = number + 1, answer["meta"]["total_pages"]


def made(field: str, span: tuple[str, str] = DAY) -> dict[str, str]:
    """The filters of a period."""
    return {f"filter[{field}][gte]": span[0], f"filter[{field}][lt]": span[1]}
