"""Orders of phone numbers, worked out from the numbers that an account owns.

What an account buys on one day is one order; its sub-orders are of one country and one kind of
number each. How orders were made of numbers, when on their day, which had failed before and what
customers call them is ASSUMED; what was bought is the ledger's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Literal, TypeAlias
from uuid import NAMESPACE_URL, uuid5

from mock_server.ledger.dataset import Dataset
from mock_server.ledger.mix import below, keys
from mock_server.ledger.money import OwnedNumber, owned_numbers

OrderStatus: TypeAlias = Literal["pending", "success", "failure"]

TAKES_US = (1_000_000, 6_000_000)
"""How long a sub-order takes, at least and at most, in microseconds. ASSUMED, about the one example
of S in specs/telnyx/SOURCE.toml, which took 3.2 s."""

LATEST_US = 22 * 3_600_000_000
"""Orders are made before 22:00 UTC, so that they are done on their day. ASSUMED."""

FAILED = 30
"""Of 1,000 sub-orders so many had to be made twice. ASSUMED."""

RETRIED_US = 900_000_000
"""How long after the failed one the next was made. ASSUMED."""


@dataclass(frozen=True, slots=True)
class SubNumberOrder:
    """An order of numbers of one country and kind.

    Args:
        order_id: of the order that it is a part of.
        kind: "local" or "toll_free".
        count: of numbers.
        reference: the customer's own mark.
        done_at: when it succeeded or failed.
        outcome: known from `done_at` on.
    """

    id: str
    order_id: str
    country: str
    kind: str
    count: int
    reference: str
    created_at: datetime
    done_at: datetime
    outcome: Literal["success", "failure"]

    def status_at(self, now: datetime) -> OrderStatus:
        return self.outcome if now >= self.done_at else "pending"

    def updated_at(self, now: datetime) -> datetime:
        return self.done_at if now >= self.done_at else self.created_at


def sub_number_orders(dataset: Dataset, account_id: str, now: datetime) -> Iterator[SubNumberOrder]:
    """All that were made by now; orders by day, and of one day by country and kind.

    The numbers of those that succeeded are the numbers that the account bought.
    """
    names = (dataset.fingerprint, "number order", account_id)
    bought = owned_numbers(dataset, account_id)
    for bought_day, of_day in groupby(bought, key=lambda one: one.bought_day):
        if bought_day > now.date():
            return
        for _, alike in groupby(sorted(of_day, key=_sort_of), key=_sort_of):
            made = _made(list(alike), bought_day, names)
            yield from (one for one in made if one.created_at <= now)


def _made(
    numbers: Sequence[OwnedNumber], bought_day: date, names: tuple[str, ...]
) -> Iterator[SubNumberOrder]:
    """The order that brought these numbers, after one that failed, if there was one."""
    country, kind = _sort_of(numbers[0])
    words = keys(*names, bought_day, country, kind, count=3)
    day = datetime.combine(bought_day, time(), UTC)
    created_at = day + timedelta(microseconds=_at_most(words[0], LATEST_US))
    takes = timedelta(microseconds=TAKES_US[0] + below(words[1], TAKES_US[1] - TAKES_US[0]))
    retried = timedelta(microseconds=RETRIED_US)
    attempts: list[tuple[datetime, Literal["success", "failure"]]] = [(created_at, "success")]
    if below(words[2], 1000) < FAILED:
        attempts = [(created_at, "failure"), (created_at + retried, "success")]
    for begun_at, outcome in attempts:
        yield SubNumberOrder(
            id=_uuid(*names, bought_day, country, kind, outcome),
            order_id=_uuid(*names, bought_day),
            country=country,
            kind=kind.replace("-", "_"),
            count=len(numbers),
            reference=numbers[0].tag.name,
            created_at=begun_at,
            done_at=begun_at + takes,
            outcome=outcome,
        )


def _sort_of(number: OwnedNumber) -> tuple[str, str]:
    return number.country, number.kind


def _at_most(word: int, limit: int) -> int:
    """A number of 0 to limit - 1; for limits beyond those of `below`."""
    return word * limit >> 64


def _uuid(*names: object) -> str:
    return str(uuid5(NAMESPACE_URL, ":".join(("urn:understudy:telnyx", *map(str, names)))))
