"""From the parameters of a request to the records that are meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mock_server.ledger.columns import Columns
from mock_server.ledger.mix import Integers
from mock_server.ledger.selection import Mask, Selection
from mock_server.ledger.stream import Stream
from mock_server.vendors.vonage.records.demand import NOTHING, Demand
from mock_server.vendors.vonage.records.ids import Span, span_of
from mock_server.vendors.vonage.records.people import end_demand, number_demand
from mock_server.vendors.vonage.records.product import ReportProduct
from mock_server.vendors.vonage.records.words import meaning

DAY_MS = 86_400_000


class Chosen(Selection):
    """A selection that may be narrowed to a few neighbours, which an id says.

    Args:
        demand: what records have to meet.
    """

    def __init__(self, stream: Stream, demand: Demand, as_of_ms: int) -> None:
        super().__init__(stream, demand.filter(), as_of_ms)
        self.span = demand.span

    @property
    def by_slot(self) -> bool:
        return self.span is None and super().by_slot

    def keeps(self, columns: Columns) -> Mask:
        kept = super().keeps(columns)
        if self.span is not None:
            begin, end = self.span
            kept &= (columns.indexes >= begin) & (columns.indexes < end)
        return kept

    def within(self, window: Span) -> Span:
        """The part of a window of indexes where wanted records can be: look nowhere else."""
        if self.span is None:
            return window
        begin = min(max(window[0], self.span[0]), window[1])
        return begin, max(begin, min(window[1], self.span[1]))

    def text(self) -> str:
        """The same text for the same wish: part of what a cursor belongs to."""
        return f"{self.wanted.text()} {self.span}"


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked for by id.

    Args:
        indexes: of the records that are there, ascending.
        not_found: the ids of no record, as they were given.
    """

    indexes: Integers
    not_found: tuple[str, ...]


def selection(
    product: ReportProduct, stream: Stream, parameters: Mapping[str, Any], as_of_ms: int
) -> Chosen:
    """Which records a request means, by all of its filters; parameters of other products count not.

    Args:
        product: that is asked for.
        stream: the account's records of the ledger's product behind it.
        parameters: decoded, by their names in the document.
        as_of_ms: the moment at which records are looked at.
    """
    demand = Demand(product.only)
    for name in product.filters:
        if (value := parameters.get(name)) is not None:
            demand &= _demand(product, stream, name, _text(value))
    return Chosen(stream, demand, as_of_ms)


def by_ids(
    product: ReportProduct,
    stream: Stream,
    ids: Sequence[str],
    parameters: Mapping[str, Any],
    now_ms: int,
) -> Found:
    """The records of these ids that are there, are kept still, and go in the asked direction."""
    asked = {name: parameters[name] for name in ("direction",) if name in parameters}
    chosen = selection(product, stream, asked, now_ms)
    places = {text: index_of(product, stream, text) for text in dict.fromkeys(ids)}
    begin, end = stream.window(kept_from_ms(product, now_ms), now_ms + 1, now_ms)
    there = sorted(
        {place for place in places.values() if place is not None and begin <= place < end}
    )
    indexes = np.array(there, np.int64)
    found = indexes[chosen.keeps(Columns(stream, indexes, now_ms))] if there else indexes
    known = set(found.tolist())
    return Found(found, tuple(text for text, place in places.items() if place not in known))


def index_of(product: ReportProduct, stream: Stream, text: str) -> int | None:
    """The record of an id: its own, or that of its message, call or request.

    The record need not be there yet, nor belong to this product.
    """
    if (index := stream.ids.index(text)) is not None:
        return index
    spans = (span_of(stream, name, mark, text) for name, mark in product.ids.items() if mark.finds)
    return next((span[0] for span in spans if span), None)


def kept_from_ms(product: ReportProduct, now_ms: int) -> int:
    """Older records are not kept any more."""
    return now_ms - product.kept_days * DAY_MS


def _demand(product: ReportProduct, stream: Stream, name: str, text: str) -> Demand:
    if name in {"from", "to"}:
        return end_demand(stream, product, name, text)
    if name == "number":
        return number_demand(stream, text)
    if name not in product.ids:
        return Demand(meaning(stream, product.words[name], text))
    mark = product.ids[name]
    if mark.kinds and not text:
        kinds = {kind.name for kind in stream.product.kinds} - set(mark.kinds)
        return Demand({"kind": frozenset(kinds)})
    span = span_of(stream, name, mark, text)
    if span is None:
        return NOTHING
    return Demand({"kind": frozenset(mark.kinds)} if mark.kinds else {}, span=span)


def _text(value: Any) -> str:
    """A value as records have it; truth values are in capitals there."""
    text = str(value)
    return text.upper() if text.lower() in {"true", "false"} else text
