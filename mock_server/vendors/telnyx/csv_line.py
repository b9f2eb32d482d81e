"""Rows of the CSV files that are not written from columns of records."""

from __future__ import annotations

from collections.abc import Sequence

from mock_server.ledger.notation import csv_cell


def csv_line(cells: Sequence[str]) -> bytes:
    """A row; cells are quoted only where they have to be."""
    return b",".join(csv_cell(cell, ",", quoted=False) for cell in cells) + b"\n"
