"""The slot table of a stream: what a record is, as far as it can be counted and priced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger.account import Account
from mock_server.ledger.blocks import HOURS, SLOT_BITS, SLOTS
from mock_server.ledger.mix import Integers, Words, keys, mixed
from mock_server.ledger.product import DIRECTIONS, Direction, Product, Units
from mock_server.ledger.world import World

Small = NDArray[np.uint8]
Costs: TypeAlias = NDArray[np.uint32] | NDArray[np.int64]
"""As narrow as they fit: a table is kept for every stream."""

HOUR_STEPS = 4096
"""How finely an hour's networks are drawn: no finer than it has slots to hold them."""

WEEK = range(1, 8)
"""Days as ISO 8601 counts them: 1 is Monday."""


@dataclass(frozen=True, slots=True)
class SlotTable:
    """Attributes by slot, each an array of all slots of a week.

    Args:
        network: index of the account's networks.
        outcome: index of the product's outcomes.
        direction, kind, profile, connection, tag: indexes of the product's and account's lists.
        units: what is used; 0 where the outcome says so.
        billed: the units that are paid for, rounded as the product bills.
        cost: what they cost, in hundred-millionths of the currency.
    """

    network: Small
    outcome: Small
    direction: Small
    kind: Small
    profile: Small
    connection: Small
    tag: Small
    units: NDArray[np.uint16]
    billed: NDArray[np.uint16]
    cost: Costs


def slot_table(
    world: World, account: Account, product: Product, names: Sequence[object]
) -> SlotTable:
    """Draw a table; equal arguments give equal tables.

    Args:
        names: what tells this dataset from others.
    """
    slots = np.arange(SLOTS, dtype=np.int64)
    one, two = keys("slots", *names, account.id, product.name, count=2)
    words, more = mixed(slots, one), mixed(slots, two)
    direction = _drawn(_quarter(words, 0), [product.directions.get(one, 0) for one in DIRECTIONS])
    network = _networks(world, account, product, _quarter(words, 1))
    kind = _of_rows(
        direction,
        _quarter(words, 3),
        [[one.directions.get(way, 0) for one in product.kinds] for way in DIRECTIONS],
    )
    rows = direction * len(product.kinds) + kind
    outcome = _of_rows(
        rows,
        _quarter(words, 2),
        [_outcome_weights(product, way, one.name) for way in DIRECTIONS for one in product.kinds],
    )
    units = _units(world, product, kind, _quarter(more, 0))
    units *= np.array([one.units for one in product.outcomes], np.int32).take(outcome)
    billed = billed_units(product.units, units)
    billed *= np.array([one.billed for one in product.outcomes], np.int32).take(outcome)
    return SlotTable(
        network=network,
        outcome=outcome,
        direction=direction,
        kind=kind,
        profile=_drawn(_quarter(more, 1), [one.weight for one in account.profiles]),
        connection=_drawn(_quarter(more, 2), [one.weight for one in account.connections]),
        tag=_drawn(_quarter(more, 3), [one.weight for one in account.tags]),
        units=units.astype(np.uint16),
        billed=billed.astype(np.uint16),
        cost=_narrow(_unit_prices(world, account, product, rows, network) * billed),
    )


def _narrow(costs: Integers) -> Costs:
    return costs.astype(np.uint32) if int(costs.max()) < 1 << 32 else costs


def billed_units(units: Units, used: NDArray[np.int32]) -> NDArray[np.int32]:
    """What is paid for: at least the minimum, in whole increments; nothing for nothing."""
    least = np.maximum(used, units.minimum)
    whole = (least + (units.increment - 1)) // units.increment * units.increment
    return np.where(used > 0, whole, 0).astype(np.int32)


def rate_table(world: World, account: Account, product: Product) -> Integers:
    """Rates by direction, kind and the account's network, for `units.per` units; exact for each."""
    per = product.units.per
    rates = np.zeros((len(DIRECTIONS), len(product.kinds), len(account.networks)), np.int64)
    for way, direction in enumerate(DIRECTIONS):
        rate = product.rates.get(direction, 0)
        for number, kind in enumerate(product.kinds):
            for place, network in enumerate(account.networks):
                country = world.countries[world.networks[network].country]
                base = rate if isinstance(rate, int) else getattr(country, rate)
                rates[way, number, place] = base * kind.rate // 1000 // per * per
    return rates


def _unit_prices(
    world: World, account: Account, product: Product, rows: Small, network: Small
) -> Integers:
    """What one unit costs in each slot; `rows` are numbers of direction and kind together."""
    prices = rate_table(world, account, product) // product.units.per
    places: Integers = rows.astype(np.int64) * len(account.networks) + network
    return prices.reshape(-1).take(places)


def _quarter(words: Words, place: int) -> Integers:
    """16 bits of each word; place 0 has the lowest ones."""
    return words.view(np.uint16)[place::4].astype(np.int64)


def _drawn(chance: Integers, weights: Sequence[int]) -> Small:
    """An index for each 16 bits of chance, as often as its weight says."""
    return _lookup(weights).take(chance)


def _lookup(weights: Sequence[int]) -> Small:
    """65,536 indexes in order; one of any weight above 0 has at least its rounded-down share."""
    total = sum(weights)
    ends = [(65_536 * part) // total for part in np.cumsum(weights).tolist()] if total else [65_536]
    return np.repeat(np.arange(len(ends), dtype=np.uint8), np.diff(ends, prepend=0))


def _of_rows(rows: Small, chance: Integers, weights: Sequence[Sequence[int]]) -> Small:
    """An index for each 16 bits of chance, drawn by the weights of its row."""
    lookups = np.concatenate([_lookup(one) for one in weights])
    return lookups.take(chance + rows.astype(np.int64) * 65_536)


def _outcome_weights(product: Product, direction: Direction, kind: str) -> list[int]:
    return [
        one.weight * (one.direction == direction and (not one.kinds or kind in one.kinds))
        for one in product.outcomes
    ]


def _networks(world: World, account: Account, product: Product, chance: Integers) -> Small:
    """Networks by hour of the week: each country has its day and its weekend in its own time."""
    weights = hourly_weights(world, account, product)
    before = weights.cumsum(axis=1)
    ends = before * HOUR_STEPS // before[:, -1:]
    places = np.tile(np.arange(weights.shape[1], dtype=np.uint8), HOURS)
    lookups = np.repeat(places, np.diff(ends, axis=1, prepend=0).reshape(-1))
    steps = np.repeat(np.arange(HOURS, dtype=np.int64) * HOUR_STEPS, 1 << SLOT_BITS)
    steps += chance * HOUR_STEPS >> 16
    return lookups.take(steps)


def hourly_weights(world: World, account: Account, product: Product) -> Integers:
    """The weight of each of the account's networks in each hour of the week, in UTC."""
    curve = world.curves[product.curve]
    weights = np.empty((HOURS, len(account.networks)), np.int64)
    minutes, by_hour = np.arange(HOURS) * 60 + 30, np.array(curve.hours)
    for place, network in enumerate(account.networks):
        country = world.countries[world.networks[network].country]
        local = (minutes + country.utc_offset_min) // 60 % HOURS
        of_day = [curve.weekend if day in country.weekend else curve.work_day for day in WEEK]
        factor = np.array(of_day).take(local // 24)
        weights[:, place] = account.network_weights[place] * factor * by_hour.take(local % 24)
    return weights


def _units(world: World, product: Product, kinds: Small, chance: Integers) -> NDArray[np.int32]:
    if product.units.quantiles:
        units = world.quantiles[product.units.quantiles].take(chance >> 4)
    else:
        units = _drawn(chance, product.units.weights).astype(np.int32) + 1
    for number, kind in enumerate(product.kinds):
        if kind.units is not None:
            units[kinds == number] = kind.units
    return units
