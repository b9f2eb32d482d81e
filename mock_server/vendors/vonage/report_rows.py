"""The rows of a report's file, newest first, one account after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, TypeAlias

from mock_server.ledger.columns import Columns
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.deflate import Segment, deflate_segment
from mock_server.ledger.finding import find
from mock_server.ledger.layout import Layout
from mock_server.ledger.notation import csv_cell
from mock_server.ledger.stream import Stream
from mock_server.ledger.sums import sums
from mock_server.vendors.vonage.records import (
    Chosen,
    Options,
    ReportProduct,
    UsageRecord,
    kept_from_ms,
    layout,
    selection,
)
from mock_server.vendors.vonage.report import Report

CHUNK_ROWS = 8192
"""Records whose columns are held at once: enough for NumPy, little enough for a core's cache."""

SEGMENT_ROWS = 65_536
"""Of a compressed segment, about: some 5 MB, the most that is held of a file at any time."""


@dataclass(frozen=True, slots=True)
class Made:
    """A segment, and how many rows are in it."""

    segment: Segment
    rows: int


Make: TypeAlias = Callable[[int], Made]
"""Makes a segment of at most so many rows."""


@dataclass(frozen=True, slots=True)
class Share:
    """The records of one account that a report is about.

    Args:
        chosen: which of its stream.
        from_ms: the first moment that counts, in ms since 1970; `to_ms` no longer counts.
    """

    chosen: Chosen
    from_ms: int
    to_ms: int

    @property
    def stream(self) -> Stream:
        return self.chosen.stream

    @property
    def window(self) -> tuple[int, int]:
        """By index."""
        there = self.stream.window(self.from_ms, self.to_ms, self.chosen.as_of_ms)
        return self.chosen.within(there)

    def count(self) -> int:
        """How many records match; unless they were picked by an id, without looking at any."""
        if self.chosen.span is not None:
            return sum(map(len, find(self.chosen, *self.window)))
        edges = (self.from_ms, self.to_ms)
        return sums(self.stream, edges, self.chosen.as_of_ms, wanted=self.chosen.wanted).total()


@dataclass(frozen=True, slots=True)
class Question:
    """What a report is about, whoever's records it has.

    Args:
        parameters: filters and options by name.
        span_ms: [from, to) in ms since 1970.
        as_of_ms: the moment at which records are looked at.
    """

    product: ReportProduct
    parameters: Mapping[str, Any]
    span_ms: tuple[int, int]
    as_of_ms: int

    def share(self, dataset: Dataset, account_id: str) -> Share:
        """An account's part in it; what is too old to be kept is not in it."""
        ledger = self.product.ledger_product(self.parameters.get("type"))
        assert ledger is not None  # noqa: S101 - REPORTS-USAGE has no records in the ledger
        stream = dataset.stream(account_id, ledger)
        chosen = selection(self.product, stream, self.parameters, self.as_of_ms)
        from_ms, to_ms = self.span_ms
        from_ms = max(from_ms, kept_from_ms(self.product, self.as_of_ms))
        return Share(chosen, min(from_ms, to_ms), to_ms)


def makers(report: Report, dataset: Dataset) -> Iterator[Make]:
    """What makes the file's segments, in their order: the header first."""
    span_ms = (report.from_ms, report.to_ms)
    question = Question(report.of, report.parameters, span_ms, report.as_of_ms)
    options = Options.of(report.parameters)
    layouts = (
        (share, layout(report.of, share.stream, options), part.matched)
        for part in report.parts
        for share in [question.share(dataset, part.account_id)]
    )
    for number, (share, columns, matched) in enumerate(layouts):
        if not number:
            yield partial(_text, [columns.header()])
        for begin, end in _spans(share, matched):
            yield partial(_segment, share.chosen, columns, (begin, end))


def usage_makers(product: ReportProduct, records: Sequence[UsageRecord]) -> Iterator[Make]:
    """The same of a report on the use of this API, whose records are no ledger's."""
    yield partial(_text, [_line(product.fields["any"])])
    for begin in range(0, len(records), SEGMENT_ROWS):
        yield partial(_usage_segment, records[begin : begin + SEGMENT_ROWS])


def _spans(share: Share, matched: int) -> Iterator[tuple[int, int]]:
    """Stretches of indexes with about SEGMENT_ROWS matches each, the newest first."""
    begin, end = share.window
    width = max(SEGMENT_ROWS, SEGMENT_ROWS * (end - begin) // max(1, matched))
    edges = [*range(begin, end, width), end]
    yield from reversed(list(pairwise(edges)))


def _segment(chosen: Chosen, columns: Layout[Columns], span: tuple[int, int], most: int) -> Made:
    rows = 0

    def texts() -> Iterator[bytes]:
        nonlocal rows
        for some in _chunks(chosen, span, most):
            rows += len(some)
            yield columns.csv(some, backwards=True)

    return Made(deflate_segment(texts()), rows)


def _chunks(chosen: Chosen, span: tuple[int, int], most: int) -> Iterator[Columns]:
    """The last `most` matches of a span at the most, the newest chunk first."""
    left = most
    for indexes in find(chosen, *span, descending=True):
        for end in range(len(indexes), 0, -CHUNK_ROWS):
            if not left:
                return
            some = indexes[max(0, end - CHUNK_ROWS, end - left) : end]
            left -= len(some)
            yield Columns(chosen.stream, some, chosen.as_of_ms)


def _usage_segment(records: Sequence[UsageRecord], most: int) -> Made:
    some = records[:most]
    return Made(deflate_segment(_line(one.to_cells()) for one in some), len(some))


def _text(lines: Sequence[bytes], _: int) -> Made:
    """The header; it is no row."""
    return Made(deflate_segment(lines), 0)


def _line(cells: Sequence[str]) -> bytes:
    return b",".join(csv_cell(cell, ",", quoted=True) for cell in cells) + b"\n"
