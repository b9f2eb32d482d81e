"""What a request can cost before it is sent, and what it cost after it was answered."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import orjson

from contracts.live.live import Amounts, Billing, Live
from contracts.live.permission import Permit
from contracts.live.pointer import found_at
from contracts.live.wire import Answer


def worst_cost(live: Live, permit: Permit, orders: Mapping[str, Decimal]) -> Amounts:
    """The most that one request can cost.

    Args:
        orders: what was allowed for each order, by name.
    """
    if permit.order and permit.allowed is None:
        return Amounts(requests=1, money=orders[permit.order])
    return amounts(live, most_records(permit))


def most_records(permit: Permit) -> int:
    """How many records that cost something an answer can hold."""
    allowed, given = permit.allowed, dict(permit.query)
    if allowed is None or allowed.billing is None or is_free(allowed.billing, permit):
        return 0
    each = given.get(allowed.billing.each)
    if each:
        return len(each.split(","))
    asked = [int(given[name]) for name in allowed.most if name in given]
    return min([allowed.billing.most, *asked])


def is_free(billing: Billing, permit: Permit) -> bool:
    given = dict(permit.query)
    return any(given.get(name) in values for name, values in billing.free.items())


def true_cost(live: Live, permit: Permit, worst: Amounts, answer: Answer) -> Amounts:
    """What an answer cost; where it cannot be counted, what it may have cost at most."""
    if not 200 <= answer.status < 300:
        return amounts(live, 0) if answer.status < 500 else worst
    billing = permit.allowed.billing if permit.allowed else None
    if billing is None:
        return worst
    if is_free(billing, permit):
        return amounts(live, 0)
    records = counted(billing, answer.body)
    return worst if records is None else amounts(live, records)


def counted(billing: Billing, body: bytes) -> int | None:
    """The records of an answer; None when there is no list where they should be."""
    try:
        found = found_at(orjson.loads(body), billing.records)
    except orjson.JSONDecodeError:
        return None
    return len(found) if isinstance(found, list) else None


def amounts(live: Live, records: int) -> Amounts:
    """One request that brought so many records."""
    return Amounts(1, records, live.price.record * records)
