"""A shard as Parquet, with types: moments, exact decimals, numbers, texts from dictionaries.

Needs the extra `lake`; nothing imports this module before somebody asks for Parquet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
from numpy.typing import NDArray
from pyarrow import parquet as pq

from mock_server.lake.export import Export
from mock_server.ledger.columns import Columns
from mock_server.ledger.field import Field, Indexes, Lookup
from mock_server.ledger.pieces import Choice, compiled
from mock_server.ledger.records import record_fields
from mock_server.ledger.rows import Rows

COMPRESSION = "zstd"
COMPRESSION_LEVEL = 1
CHUNKS_OF_A_GROUP = 16
"""131,072 records in a row group."""

DECIMAL_DIGITS = 18
"""All digits of a 64-bit integer's whole range but the last."""

END = b"\xfe"
"""Ends a text among others. No text holds it: it is not a byte of UTF-8."""


@dataclass(frozen=True, slots=True)
class TypedColumn:
    """One column of the file.

    Args:
        rows: writes texts of several parts; None for everything else.
        labels: the texts of a dictionary, none of them twice.
        places: for each record the place of its label; -1 for nothing.
    """

    field: Field[Columns]
    type: pa.DataType
    rows: Rows[Columns] | None = None
    labels: pa.Array | None = None
    places: Callable[[Columns], NDArray[np.int32]] | None = None

    def array(self, columns: Columns) -> pa.Array:
        if self.rows is not None:
            return _texts(self.rows.render(columns, END), len(columns))
        if self.places is not None:
            return self._of_labels(self.places(columns))
        absent = None if self.field.absent is None else self.field.absent(columns)
        values = self.field.value(columns) if self.field.value else None
        if pa.types.is_decimal(self.type):
            return _decimals(np.asarray(values, np.int64), self.type)
        return pa.array(values, self.type, mask=absent)

    def _of_labels(self, places: NDArray[np.int32]) -> pa.Array:
        mask = places < 0
        indexes = pa.array(places, pa.int32(), mask=mask if mask.any() else None)
        return pa.DictionaryArray.from_arrays(indexes, self.labels)


def write(export: Export, chunks: Iterator[Columns], path: Path) -> None:
    """Write row groups of typed columns."""
    fields = record_fields(export.stream, include_text=export.include_text)
    typed = [_typed(field) for field in fields]
    schema = pa.schema([(one.field.name, one.type) for one in typed])
    with pq.ParquetWriter(
        path, schema, compression=COMPRESSION, compression_level=COMPRESSION_LEVEL
    ) as writer:
        for batches in _groups(chunks, typed, schema):
            writer.write_table(pa.Table.from_batches(batches, schema))


def _groups(
    chunks: Iterator[Columns], typed: list[TypedColumn], schema: pa.Schema
) -> Iterator[list[pa.RecordBatch]]:
    batches = (
        pa.record_batch([one.array(columns) for one in typed], schema=schema) for columns in chunks
    )
    while group := list(islice(batches, CHUNKS_OF_A_GROUP)):
        yield group


def _typed(field: Field[Columns]) -> TypedColumn:
    match field.kind.name:
        case "integer":
            return TypedColumn(field, pa.int64())
        case "decimal":
            return TypedColumn(field, pa.decimal128(DECIMAL_DIGITS, field.kind.scale))
        case "moment":
            return TypedColumn(field, pa.timestamp("ms", "UTC"))
        case "flag":
            return TypedColumn(field, pa.bool_())
    part = field.parts[0]
    if len(field.parts) == 1 and isinstance(part, Lookup) and isinstance(part.table, tuple):
        return _dictionary(field, part.table, part.index)
    return TypedColumn(field, pa.string(), rows=compiled(_pieces(field)))


def _dictionary(
    field: Field[Columns], table: tuple[str | None, ...], index: Callable[[Columns], Indexes]
) -> TypedColumn:
    labels = tuple(dict.fromkeys(text for text in table if text is not None))
    places = {text: place for place, text in enumerate(labels)} | {None: -1}
    found = np.array([places[text] for text in table], np.int32)
    kind = pa.dictionary(pa.int32(), pa.string())
    return TypedColumn(
        field,
        kind,
        labels=pa.array(labels, pa.string()),
        places=lambda columns: found.take(index(columns)),
    )


def _pieces(field: Field[Columns]) -> Iterable[bytes | Choice[Columns]]:
    for part in field.parts:
        if isinstance(part, str):
            yield part.encode()
        elif isinstance(part.table, tuple):
            texts = tuple((text or "").encode() for text in part.table)
            yield Choice(field.name, texts, part.index)
        else:
            yield Choice(field.name, part.table, part.index)


def _texts(rows: bytes, count: int) -> pa.Array:
    """An array of the texts, from all of them with an END behind each."""
    ends = np.flatnonzero(np.frombuffer(rows, np.uint8) == END[0])
    offsets = np.zeros(count + 1, np.int32)
    offsets[1:] = ends - np.arange(count)
    content = pa.py_buffer(rows.translate(None, END))
    return pa.StringArray.from_buffers(count, pa.py_buffer(offsets), content)


def _decimals(values: NDArray[np.int64], kind: pa.DataType) -> pa.Array:
    """128-bit integers, little-endian: the lower half, then the sign."""
    words = np.empty((len(values), 2), "<i8")
    words[:, 0] = values
    words[:, 1] = values >> 63
    return pa.Decimal128Array.from_buffers(kind, len(values), [None, pa.py_buffer(words)])
