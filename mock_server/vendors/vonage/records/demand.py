"""What a parameter demands of records: a filter of the ledger, and a stretch of neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mock_server.ledger.selection import Filter


@dataclass(frozen=True, slots=True)
class Demand:
    """What records have to meet, all of it.

    Args:
        equal: by attribute of the ledger the values of which any will do.
        number: their customer's, digits only.
        sender: the name that they come from.
        own_number: the account's number that they come from or go to.
        span: the indexes [begin, end) among which they are.
    """

    equal: Mapping[str, frozenset[str]] = field(default_factory=dict)
    number: str | None = None
    sender: str | None = None
    own_number: str | None = None
    span: tuple[int, int] | None = None

    def __and__(self, other: Demand) -> Demand:
        """What meets both."""
        if any(
            one is not None and two is not None and one != two
            for one, two in (
                (self.number, other.number),
                (self.sender, other.sender),
                (self.own_number, other.own_number),
            )
        ):
            return NOTHING
        return Demand(
            _both(self.equal, other.equal),
            self.number if other.number is None else other.number,
            self.sender if other.sender is None else other.sender,
            self.own_number if other.own_number is None else other.own_number,
            _overlap(self.span, other.span),
        )

    def filter(self) -> Filter:
        """The same for the ledger, but for the stretch."""
        return Filter(self.equal, self.number, self.sender, self.own_number)


NOTHING = Demand({"direction": frozenset()})
"""No record goes in no direction."""


def _both(
    one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]
) -> Mapping[str, frozenset[str]]:
    shared = {name: one[name] & other[name] for name in one.keys() & other.keys()}
    return {**one, **other, **shared}


def _overlap(one: tuple[int, int] | None, other: tuple[int, int] | None) -> tuple[int, int] | None:
    if one is None or other is None:
        return one or other
    begin = max(one[0], other[0])
    return begin, max(begin, min(one[1], other[1]))
