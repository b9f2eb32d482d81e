"""Pages of what is found in several streams, in order of time, at any depth.

The counts of shorter and shorter stretches of time lead to a page, so that a page deep down takes
hardly longer than the first one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.stream import Stream
from mock_server.vendors.telnyx.records import Options, RecordType, layout_of
from mock_server.vendors.telnyx.search.parts import Part
from mock_server.vendors.telnyx.search.sources import Source, Span, sources

PIECES = 32
"""Into so many stretches of time a search is cut, again and again."""

NEAR = 2048
"""A stretch with fewer matches is walked through."""

BEGIN_MS = 1_577_836_800_000
"""2020-01-01: the ledger has no older record."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for.

    Args:
        parts: of which streams.
        span: made in it.
        now_ms: the moment at which records are looked at.
        descending: the newest come first.
    """

    parts: tuple[Part, ...]
    span: Span
    now_ms: int
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One record."""

    stream: Stream
    index: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page, and how many records there are on all pages together."""

    total: int
    rows: tuple[Row, ...]


def found(search: Search, begin: int, end: int) -> Found:
    """The records at the places [begin, end) of all that are found.

    Raises:
        Rejection: 400, too many records would have to be looked at.
    """
    span = max(search.span[0], BEGIN_MS), min(search.span[1], search.now_ms + 1)
    if span[0] >= span[1]:
        return Found(0, ())
    parts = list(sources(search.parts, span, search.now_ms))
    pieces = _pieces(parts, span)
    total = sum(piece.count for piece in pieces)
    if begin >= total:
        return Found(total, ())
    near, skipped = _near(parts, pieces, begin, search.descending)
    walk = (span[0], near[1]) if search.descending else (near[0], span[1])
    rows = _walked(parts, walk, min(end, total) - skipped, search.descending)
    return Found(total, tuple(rows[begin - skipped :]))


def lines(
    rows: Sequence[Row], record_type: RecordType, options: Options, now_ms: int
) -> list[bytes]:
    """Each record as JSON, in the order of the rows."""
    written: dict[tuple[int, int], bytes] = {}
    for stream in {id(row.stream): row.stream for row in rows}.values():
        indexes = sorted(row.index for row in rows if row.stream is stream)
        columns = Columns(stream, np.array(indexes, np.int64), now_ms)
        texts = layout_of(record_type, stream, options).json_lines(columns).split(b"\n")
        written |= {(id(stream), index): text for index, text in zip(indexes, texts, strict=False)}
    return [written[id(row.stream), row.index] for row in rows]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of time, and how many matches are in it."""

    span: Span
    count: int


def _pieces(parts: Sequence[Source], span: Span) -> list[_Piece]:
    """A span in pieces, from the oldest on."""
    low, high = span
    edges = sorted({low + (high - low) * number // PIECES for number in range(PIECES + 1)})
    counts = np.zeros(len(edges) - 1, np.int64)
    for part in parts:
        counts += part.counts(edges)
    return [_Piece(*both) for both in zip(pairwise(edges), counts.tolist(), strict=True)]


def _near(
    parts: Sequence[Source], pieces: list[_Piece], place: int, descending: bool
) -> tuple[Span, int]:
    """The short stretch that a place is in, and how many matches come before that."""
    skipped = 0
    while True:
        for piece in reversed(pieces) if descending else pieces:
            if skipped + piece.count > place:
                break
            skipped += piece.count
        low, high = piece.span
        if piece.count <= NEAR or high - low == 1:
            return piece.span, skipped
        pieces = _pieces(parts, piece.span)


def _walked(parts: Sequence[Source], span: Span, limit: int, descending: bool) -> list[Row]:
    """The first records of a span, or the last ones, of all parts together, by time."""
    keys, rows = [], []
    for number, part in enumerate(parts):
        stream = part.part.stream
        indexes = part.ends(span, limit, last=descending)
        made = stream.timeline.moments(indexes)
        keys += [
            (ms, number, index) for ms, index in zip(made.tolist(), indexes.tolist(), strict=True)
        ]
        rows += [Row(stream, index) for index in indexes.tolist()]
    order = sorted(range(len(keys)), key=keys.__getitem__, reverse=descending)
    return [rows[place] for place in order[:limit]]
