"""Which records are wanted, made ready for one stream."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger.attributes import ATTRIBUTES, pending_label
from mock_server.ledger.blocks import SLOTS
from mock_server.ledger.columns import Columns
from mock_server.ledger.customers import Customer
from mock_server.ledger.stream import Stream

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records are wanted: those that meet every line.

    Args:
        equal: by attribute (see `ATTRIBUTES`) the values of which any will do.
        number: only records of the customer with this number, E.164 with or without the plus.
        sender: only records of this sender's customers, a name of the account's.
        own_number: only records of this number of the account's own.
    """

    equal: Mapping[str, frozenset[str]] = field(default_factory=dict)
    number: str | None = None
    sender: str | None = None
    own_number: str | None = None

    def text(self) -> str:
        """The same text for the same filter: part of what a cursor belongs to."""
        lines = sorted((name, sorted(values)) for name, values in self.equal.items())
        return repr((lines, self.number, self.sender, self.own_number))


@dataclass(frozen=True, slots=True)
class Masks:
    """Which slots' records are wanted.

    Args:
        settled: once their outcome is known.
        unsettled: as long as it is not known.
        of_state: whether the two differ.
        customer: whose records alone are wanted, if anybody's.
    """

    settled: Mask
    unsettled: Mask
    of_state: bool
    customer: Customer | None


class Selection:
    """A filter made ready for one stream.

    Args:
        stream: whose records.
        wanted: the filter.
        as_of_ms: the moment at which records are looked at, for their statuses.
    """

    def __init__(self, stream: Stream, wanted: Filter, as_of_ms: int) -> None:
        self.stream, self.wanted, self.as_of_ms = stream, wanted, as_of_ms
        self.masks = stream.memo.get(("masks", wanted.text()), lambda: _masks(stream, wanted))

    @property
    def by_slot(self) -> bool:
        """Whether a record's slot alone says whether it is wanted, once it is settled."""
        wanted = self.wanted
        return wanted.number is wanted.sender is wanted.own_number is None

    def keeps(self, columns: Columns) -> Mask:
        """Which of some records are wanted; `columns` are as of this selection's moment."""
        masks, account = self.masks, self.stream.account
        kept: Mask = masks.settled.take(columns.slots)
        if masks.of_state:
            kept = np.where(columns.pending, masks.unsettled.take(columns.slots), kept)
        if masks.customer:
            kept &= columns.rank == masks.customer.rank
        if self.wanted.sender is not None:
            kept &= _places(account.senders, self.wanted.sender).take(columns.sender)
        if self.wanted.own_number is not None:
            own = self.wanted.own_number.removeprefix("+")
            kept &= _places(account.numbers, own).take(columns.own_number)
        return kept


def _masks(stream: Stream, wanted: Filter) -> Masks:
    settled, unsettled = np.ones(SLOTS, bool), np.ones(SLOTS, bool)
    for attribute, values in wanted.equal.items():
        coding = ATTRIBUTES[attribute](stream)
        of_slots = np.array([label in values for label in coding.labels], bool).take(coding.codes)
        settled &= of_slots
        pending = pending_label(stream, attribute)
        unsettled &= of_slots if pending is None else pending in values
    customer = None
    if wanted.number is not None:
        customer = stream.customers.of_number(wanted.number)
        of_slots = _slots_of(stream, customer)
        settled &= of_slots
        unsettled &= of_slots
    return Masks(settled, unsettled, bool((settled != unsettled).any()), customer)


def _slots_of(stream: Stream, customer: Customer | None) -> Mask:
    if customer is None:
        return np.zeros(SLOTS, bool)
    table = stream.table
    slots: Mask = (table.network == customer.network) & (table.profile == customer.profile)
    return slots


def _places(texts: tuple[str, ...], text: str) -> Mask:
    return np.array([one == text for one in texts], bool)
