"""The CSV of an export in compressed segments, as many processes make them as there are.

What is put together from them (`zip_stream`, `gzip_stream`) can be sent while it is being made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise
from typing import TypeAlias

from mock_server.lake.export import Export
from mock_server.ledger.columns import Columns
from mock_server.ledger.deflate import Segment, deflate_segment
from mock_server.ledger.finding import find
from mock_server.ledger.layout import Layout
from mock_server.ledger.records import standard_layout
from mock_server.ledger.workers import ordered

CHUNK_ROWS = 8192
"""Records whose columns are held at once: enough for NumPy, little enough for a core's cache."""

CHUNKS = 8
"""Of a segment."""

Span: TypeAlias = tuple[int, int]


def export_layout(export: Export) -> Layout[Columns]:
    """The standard layout of an export's records."""
    return standard_layout(export.stream, include_text=export.include_text)


@dataclass(frozen=True, slots=True)
class Report:
    """What segments are made of; can be sent to other processes.

    Args:
        layout: a function of a module, so that other processes find it.
    """

    export: Export
    layout: Callable[[Export], Layout[Columns]] = export_layout

    def prepared(self) -> Callable[[Span], Segment]:
        """What makes a segment of a span of indexes, with all tables at hand."""
        _ = self.export.stream.table
        return partial(_segment, self.export, self.layout(self.export))


def segments(report: Report, workers: int = 0) -> Iterator[Segment]:
    """The header, then all rows of an export.

    Args:
        report: of what.
        workers: processes; 0 to make all of it in this one.
    """
    yield deflate_segment([report.layout(report.export).header()])
    spans = list(pairwise(_edges(report.export)))
    # At once, and here: processes take a second to start.
    yield from map(report.prepared(), spans[:1])
    if len(spans) > 1:
        yield from ordered(report.prepared, spans[1:], min(workers, len(spans) - 1))


def chunks(export: Export, begin: int, end: int) -> Iterator[Columns]:
    """The wanted records of [begin, end), by index, some thousand at a time."""
    selection = export.selection
    for indexes in find(selection, begin, end):
        for first in range(0, len(indexes), CHUNK_ROWS):
            some = indexes[first : first + CHUNK_ROWS]
            yield Columns(selection.stream, some, selection.as_of_ms)


def deflated(layout: Layout[Columns], columns: Iterable[Columns]) -> Iterator[Segment]:
    """The rows of some chunks, CHUNKS of them in a segment."""
    rows = map(layout.csv, columns)
    while some := list(islice(rows, CHUNKS)):
        yield deflate_segment(some)


def _edges(export: Export) -> list[int]:
    begin, end = export.stream.window(export.from_ms, export.to_ms, export.as_of_ms)
    return [*range(begin, end, CHUNKS * CHUNK_ROWS), end]


def _segment(export: Export, layout: Layout[Columns], span: Span) -> Segment:
    return deflate_segment(map(layout.csv, chunks(export, *span)))
