"""What messages say."""

from __future__ import annotations

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field, Lookup, Split, Table
from mock_server.ledger.field_tables import Texts, padded
from mock_server.ledger.mix import Integers
from mock_server.ledger.stream import Stream

HALF = 1000
"""A code's six digits are written in two halves; this place of their table is empty."""


def wording(stream: Stream, name: str = "text") -> Field[Columns]:
    """The text of each message, with its code where it has one."""
    texts, has_code = stream.world.templates.texts, stream.world.templates.has_code

    def indexes(columns: Columns) -> tuple[Integers, ...]:
        templates, codes = columns.text
        first = codes // HALF
        coded = has_code.take(templates)
        last = np.where(coded, codes - first * HALF, HALF)
        return templates, np.where(coded, first, HALF), last, templates

    before, after = (tuple(column) for column in zip(*texts, strict=True))
    tables: tuple[Table, ...] = (before, _halves(), _halves(), after)
    return Field(name, tuple(Lookup(one, Split(indexes, k)) for k, one in enumerate(tables)))


def _halves() -> Texts:
    return np.append(padded(3), b"")
