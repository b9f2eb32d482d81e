"""Sums by day and direction, and how two of them differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Key(NamedTuple):
    day: date
    direction: str


class Sum(NamedTuple):
    """How many messages, and what they cost in the account's currency."""

    messages: int = 0
    cost: Decimal = Decimal()

    def plus(self, other: Sum) -> Sum:
        return Sum(self.messages + other.messages, self.cost + other.cost)


Books = Mapping[Key, Sum]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sources that do not agree on a day."""

    what: str
    key: Key
    one: Sum
    other: Sum

    def __str__(self) -> str:
        one, other = self.one, self.other
        return (
            f"{self.what}, {self.key.day} {self.key.direction}: "
            f"{one.messages} for {one.cost}, or {other.messages} for {other.cost}"
        )


def books(entries: Iterable[tuple[Key, Sum]]) -> Books:
    """Entries added up."""
    found: dict[Key, Sum] = {}
    for key, entry in entries:
        found[key] = found.get(key, Sum()).plus(entry)
    return found


def differences(what: str, one: Books, other: Books) -> list[Difference]:
    """Where two books do not agree; what only one of them has counts as nothing in the other."""
    return [
        Difference(what, key, one.get(key, Sum()), other.get(key, Sum()))
        for key in sorted({*one, *other})
        if one.get(key, Sum()) != other.get(key, Sum())
    ]
