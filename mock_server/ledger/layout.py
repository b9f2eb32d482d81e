"""How records become bytes: CSV and JSON from the same columns, so that they cannot disagree."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Literal

from mock_server.errors import DataError
from mock_server.ledger.field import C, Field
from mock_server.ledger.notation import csv_cell, csv_pieces, json_pieces
from mock_server.ledger.pieces import compiled
from mock_server.ledger.rows import Rows


@dataclass(frozen=True)
class Layout(Generic[C]):
    """The columns of a report, in order, compiled when they are first used.

    Any number of threads may render with the same layout at the same time. Some thousand records
    at once are best: fewer cost more each, and of more all index columns are held in memory.

    Args:
        fields: at least one, each with a name of its own.
        quoting: "needed" quotes a column if any of its texts needs it, so in all rows or in none;
            "all" quotes every cell.
        separator: between the cells of CSV, one ASCII character.

    Raises:
        DataError: the fields cannot be rendered.
    """

    fields: tuple[Field[C], ...]
    quoting: Literal["needed", "all"] = "needed"
    separator: str = ","

    def __post_init__(self) -> None:
        names = [field.name for field in self.fields]
        if not names or len(set(names)) < len(names):
            raise DataError(
                "A layout needs fields, each with a name of its own",
                where=f"layout of the fields {', '.join(names)}",
                why="JSON objects have no two equal keys, and rows at least one cell",
                fix="give it at least one field, and rename those with equal names",
            )
        if len(self.separator) != 1 or not self.separator.isascii() or self.separator in '"\r\n\0':
            raise DataError(
                f"{self.separator!r} cannot separate the cells of a row",
                where=f"layout of the fields {', '.join(names)}",
                why="it is not one ASCII character, or has a meaning of its own in CSV",
                fix="use a comma, a semicolon or a tab",
            )

    def header(self) -> bytes:
        """The first line of CSV: the names."""
        quote_all = self.quoting == "all"
        cells = (csv_cell(field.name, self.separator, quoted=quote_all) for field in self.fields)
        return self.separator.encode().join(cells) + b"\n"

    def csv(self, columns: C, backwards: bool = False) -> bytes:
        """A line of CSV for each record, without the header.

        Args:
            backwards: the last record comes first.

        Raises:
            DataError: a column is out of the range of its field.
        """
        return self._csv.render(columns, b"\n", backwards)

    def json(self, columns: C) -> bytes:
        """An array of JSON objects, their keys in the order of the fields.

        Raises:
            DataError: a column is out of the range of its field.
        """
        rows = memoryview(self._json.render(columns, b","))
        return b"".join((b"[", rows[:-1], b"]"))

    def json_lines(self, columns: C) -> bytes:
        """A line with a JSON object for each record.

        Raises:
            DataError: a column is out of the range of its field.
        """
        return self._json.render(columns, b"\n")

    @cached_property
    def _csv(self) -> Rows[C]:
        # A row of one empty cell would be an empty line, which readers of CSV skip.
        quote_all = self.quoting == "all" or len(self.fields) == 1
        return compiled(csv_pieces(self.fields, self.separator, quote_all=quote_all))

    @cached_property
    def _json(self) -> Rows[C]:
        return compiled(json_pieces(self.fields))
