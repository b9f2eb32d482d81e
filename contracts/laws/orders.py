"""Lists are in the order that was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from random import Random

from contracts.api import Api
from contracts.laws.asking import told
from contracts.laws.known import SORTED
from contracts.laws.law import Breach, Law, NoData, Told
from contracts.laws.listing import rows_of
from contracts.laws.questions import Asking, askings
from contracts.laws.trial import each
from contracts.observed import Json

NAME = "orders_hold"
broken = Breach(NAME)


@dataclass(frozen=True, slots=True)
class Order:
    """A list and what it can be sorted by; a minus before it turns it round."""

    asking: Asking
    field: str


def _tried(api: Api, chance: Random) -> Iterator[Told]:
    fields = {question.key: field for question, field in SORTED}
    known = tuple(question for question, _ in SORTED)
    orders = [
        Order(one, fields[one.key]) for one in askings(known, api, chance) if one.key in fields
    ]
    if api.kind == "live":
        orders = [chance.choice(orders)]
    yield from each(orders, partial(_of, api=api))


def _of(order: Order, api: Api) -> Iterator[Told]:
    up, down = (_values(order, api, sign) for sign in ("", "-"))
    if len(set(map(str, up))) < 2:
        raise NoData(f"the list of {order.asking.key} has too few values of {order.field}")
    for sign, values in (("", up), ("-", down)):
        if values != sorted(values, reverse=sign == "-"):
            at = next(
                place
                for place, (one, other) in enumerate(pairwise(values), 1)
                if (one < other if sign else one > other)
            )
            yield broken(
                order.asking.key,
                f"{len(values)} rows in the order of {sign}{order.field}",
                f"row {at + 1} is out of it",
                pointer=f"/{sign}{order.field}",
            )


def _values(order: Order, api: Api, sign: str) -> list[Json]:
    asked = {**order.asking.params, "sort": f"{sign}{order.field}"}
    rows = rows_of(told(api, order.asking.key, params=asked), order.asking.key)
    return [row[order.field] for row in rows]


ORDERS = Law(
    name=NAME,
    says="A list is in the order that was asked for, upwards and downwards.",
    applies=lambda api: any(api.has(question.key) for question, _ in SORTED),
    tried=_tried,
    requests=12,
)
