"""Columns made by hand, and how to read back what was made of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger.layout import Layout

Column = Callable[["Records"], NDArray[Any]]


class Records:
    """Columns by number."""

    def __init__(self, *columns: Sequence[int] | NDArray[Any]) -> None:
        self.columns = [np.asarray(column) for column in columns]

    def __len__(self) -> int:
        return len(self.columns[0])


def column(number: int) -> Column:
    return lambda records: records.columns[number]


def cells(layout: Layout[Records], records: Records) -> list[list[str]]:
    """The cells of CSV, as Python's own reader sees them."""
    text = (layout.header() + layout.csv(records)).decode()
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=layout.separator, strict=True)
    header, *rows = reader
    assert header == [field.name for field in layout.fields]
    return rows
