"""Slots by what records are grouped by."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from mock_server.ledger.attributes import ATTRIBUTES, Coding, pending_label
from mock_server.ledger.blocks import SLOTS
from mock_server.ledger.mix import Integers
from mock_server.ledger.stream import Stream

MOST_CODES = 1 << 22
"""Up to so many codes a table of all of them is quicker than sorting those that occur."""


class Grouping:
    """Slots by group: one number for every combination of values that occurs."""

    def __init__(self, stream: Stream, by: Sequence[str]) -> None:
        self._codings = [ATTRIBUTES[name](stream) for name in by]
        self._pending = [pending_label(stream, name) for name in by]
        codes = self._joined([coding.codes for coding in self._codings])
        unsettled = self._joined(
            [self._unsettled(*one) for one in zip(self._codings, self._pending, strict=True)]
        )
        self._distinct, both = distinct(np.concatenate((codes, unsettled)))
        self.settled, self.unsettled = both[:SLOTS], both[SLOTS:]
        """The group of each slot once its outcome is known, and before."""

    @cached_property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        return tuple(self._labels(code) for code in self._distinct.tolist())

    def __len__(self) -> int:
        return len(self._distinct)

    def _joined(self, codes: Sequence[Integers]) -> Integers:
        joined = np.zeros(SLOTS, np.int64)
        for coding, one in zip(self._codings, codes, strict=True):
            joined = joined * len(coding.labels) + one
        return joined

    def _unsettled(self, coding: Coding, label: str | None) -> Integers:
        if label is None:
            return coding.codes
        return np.full(SLOTS, coding.labels.index(label), np.int64)

    def _labels(self, code: int) -> tuple[str, ...]:
        labels = []
        for coding in reversed(self._codings):
            code, place = divmod(code, len(coding.labels))
            labels.append(coding.labels[place])
        return tuple(reversed(labels))


def distinct(codes: Integers) -> tuple[Integers, Integers]:
    """The different codes, ascending, and for each code its place among them."""
    highest = int(codes.max())
    if highest > MOST_CODES:
        found, places = np.unique(codes, return_inverse=True)
        return found, places
    there = np.zeros(highest + 1, bool)
    there[codes] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1).take(codes)
