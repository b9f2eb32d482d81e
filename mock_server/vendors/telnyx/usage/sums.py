"""Sums of usage, by Telnyx's dimensions, without looking at records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger.attributes import ATTRIBUTES
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.mix import Integers
from mock_server.ledger.selection import Filter
from mock_server.ledger.stream import Stream
from mock_server.ledger.sums import MEASURES, sums
from mock_server.vendors.telnyx.traffic import Traffic, traffic
from mock_server.vendors.telnyx.usage.dimensions import Dimension
from mock_server.vendors.telnyx.usage.products import USAGE
from mock_server.vendors.telnyx.usage.row import Row
from mock_server.vendors.telnyx.words import FEE_COUNTRIES, FEE_TENTHS

__all__ = ["MOST_ROWS", "Ask", "Row", "TooManyRows", "usage_rows"]

Key: TypeAlias = tuple[int, tuple[str, ...]]

WITH_FEE = "message"
"""The product of the ledger whose cost holds the carriers' fee."""

CELLS = 1 << 18
"""Windows times groups that are summed at once: some 25 MB."""

MOST_ROWS = 250_000
"""Of one answer; ASSUMED, it is fifty of the largest pages."""


class TooManyRows(Exception):
    """A question has more than MOST_ROWS rows."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be summed.

    Args:
        service: one of `services.SERVICES`.
        edges_ms: of windows that lie side by side: each begins with an edge and ends before the
            next.
        dimensions: what to tell it by, of those that the service has in `products.USAGE`.
        wanted: by dimension the values of which any will do; it need not be one to tell it by.
    """

    service: str
    edges_ms: tuple[int, ...]
    dimensions: tuple[str, ...] = ()
    wanted: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))


def usage_rows(dataset: Dataset, account_id: str, ask: Ask, now_ms: int) -> list[Row]:
    """The sums that are not empty, by window and then by labels.

    Args:
        now_ms: the moment at which it is asked; what is not known by then counts as pending.

    Raises:
        TooManyRows: they are more than MOST_ROWS.
    """
    found: dict[Key, list[int]] = {}
    for one in traffic(dataset, account_id, ask.service):
        for key, values in _summed(one, ask, now_ms):
            before = found.get(key)
            found[key] = values if before is None else list(map(add, before, values))
            if len(found) > MOST_ROWS:
                raise TooManyRows
    return [Row(*key, *found[key]) for key in sorted(found)]


def _summed(one: Traffic, ask: Ask, now_ms: int) -> Iterator[tuple[Key, list[int]]]:
    """Window and labels, with the members of a row that follow them."""
    wanted = _wanted(one, ask)
    if wanted is None:
        return
    by, edges = _attributes(one.stream, ask), ask.edges_ms
    fold = Fold(one.stream, ask, by, sums(one.stream, edges[:1] * 2, now_ms, by, wanted).groups)
    step = max(1, CELLS // len(fold.groups))
    for first in range(0, len(edges) - 1, step):
        some = edges[first : first + step + 1]
        folded = fold.folded(sums(one.stream, some, now_ms, by, wanted).measures)
        for window, place in np.argwhere(folded[:, :, 0]).tolist():
            yield (first + window, fold.labels[place]), folded[window, place].tolist()


def _wanted(one: Traffic, ask: Ask) -> Filter | None:
    """The filter of the traffic with that of the question, as far as single attributes tell.

    Returns:
        None when no record can be meant.
    """
    equal = dict(one.wanted.equal)
    for dimension, values in _asked(ask):
        value = dimension.value(one.stream)
        if not dimension.attributes and value() not in values:
            return None
        if len(dimension.attributes) == 1:
            (attribute,) = dimension.attributes
            labels = ATTRIBUTES[attribute](one.stream).labels
            fit = frozenset(label for label in labels if value(label) in values)
            equal[attribute] = equal.get(attribute, fit) & fit
            if not equal[attribute]:
                return None
    return Filter(equal)


def _asked(ask: Ask) -> list[tuple[Dimension, frozenset[str]]]:
    """The dimensions of which only some values are wanted, with these."""
    offered = USAGE[ask.service].dimensions
    return [(offered[name], values) for name, values in ask.wanted.items()]


def _derived(ask: Ask) -> list[tuple[Dimension, frozenset[str]]]:
    """Those of them that no single attribute of the ledger tells."""
    return [each for each in _asked(ask) if len(each[0].attributes) > 1]


def _attributes(stream: Stream, ask: Ask) -> tuple[str, ...]:
    """What the ledger has to group by."""
    told = [USAGE[ask.service].dimensions[name] for name in ask.dimensions]
    needed = dict.fromkeys(
        attribute
        for dimension in (*told, *(one for one, _ in _derived(ask)))
        for attribute in dimension.attributes
    )
    if stream.product.name == WITH_FEE:
        needed["country"] = None
    if not all(one.units for one in stream.product.outcomes):
        needed["status"] = None
    return tuple(needed)


class Fold:
    """Groups of the ledger put together to those of the question.

    Args:
        by: the attributes of the ledger's groups.
        groups: their texts.
    """

    def __init__(
        self, stream: Stream, ask: Ask, by: tuple[str, ...], groups: Sequence[tuple[str, ...]]
    ) -> None:
        self.groups, self._by, self._stream = groups, by, stream
        offered = USAGE[ask.service].dimensions
        texts = [self._told(offered[name]) for name in ask.dimensions]
        labels = list(zip(*texts, strict=True)) if texts else [()] * len(groups)
        place = {label: place for place, label in enumerate(dict.fromkeys(labels))}
        self.labels = tuple(place)
        """The values of the dimensions, for each place of the sums that are put together."""
        kept = np.ones(len(groups), bool)
        for dimension, values in _derived(ask):
            kept &= np.array([text in values for text in self._told(dimension)], bool)
        self._order = np.flatnonzero(kept)
        places = np.array([place[label] for label in labels], np.int64).take(self._order)
        ordered = np.argsort(places, kind="stable")
        self._order, places = self._order.take(ordered), places.take(ordered)
        self._starts = np.flatnonzero(np.diff(places, prepend=-1))
        self._used = places.take(self._starts)
        self._pays_fee = self._of_attribute("country", FEE_COUNTRIES)
        if stream.product.name != WITH_FEE:
            self._pays_fee[:] = False
        unused = frozenset(one.status for one in stream.product.outcomes if not one.units)
        self._completed = ~self._of_attribute("status", unused)

    def folded(self, measures: Integers) -> Integers:
        """The members of rows by window and place: int64[windows, places, 6].

        Args:
            measures: the ledger's, int64[windows, groups, 4].
        """
        records, units, billed, cost = (measures[:, :, place] for place in range(len(MEASURES)))
        fee = np.where(self._pays_fee, cost * FEE_TENTHS // 10, 0)
        completed = np.where(self._completed, records, 0)
        members = np.stack((records, units, billed, cost - fee, fee, completed), axis=2)
        found = np.zeros((len(measures), len(self.labels), members.shape[2]), np.int64)
        if len(self._order):
            ordered = members.take(self._order, axis=1)
            found[:, self._used] = np.add.reduceat(ordered, self._starts, axis=1)
        return found

    def _told(self, dimension: Dimension) -> list[str]:
        """What a dimension says of each group."""
        value = dimension.value(self._stream)
        places = [self._by.index(attribute) for attribute in dimension.attributes]
        return [value(*(group[place] for place in places)) for group in self.groups]

    def _of_attribute(self, attribute: str, texts: frozenset[str]) -> NDArray[np.bool_]:
        """Whether each group's attribute is one of these; no when it is not grouped by."""
        if attribute not in self._by:
            return np.zeros(len(self.groups), bool)
        place = self._by.index(attribute)
        return np.array([group[place] in texts for group in self.groups], bool)
