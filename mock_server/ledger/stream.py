"""A stream: the records of one account and product, by index in order of time, stored nowhere."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from mock_server.ledger.account import Account
from mock_server.ledger.blocks import Blocks
from mock_server.ledger.customers import Customers
from mock_server.ledger.ids import ShortIds, UuidIds, id_ciphers, scope
from mock_server.ledger.memo import Memo
from mock_server.ledger.mix import Integers, keys
from mock_server.ledger.product import AT_ONCE, LASTING, Product
from mock_server.ledger.slots import SlotTable, hourly_weights, rate_table, slot_table
from mock_server.ledger.texts import text_pools
from mock_server.ledger.timeline import Pace, Timeline
from mock_server.ledger.world import World

SETTLED_MS = 72 * 3_600_000
"""A record's status may change for so long after it was made; no latency is longer."""


KEPT = 24
"""How many filters and groupings of a stream are kept ready; each takes up to 6 MB."""


class Stream:
    """One account's records of one product.

    Args:
        names: what tells this dataset from others; part of every key.
    """

    def __init__(
        self, world: World, account: Account, product: Product, names: tuple[object, ...]
    ) -> None:
        self.world, self.account, self.product, self.names = world, account, product, names
        own = (*names, account.id, product.name)
        weights = hourly_weights(world, account, product).sum(axis=1)
        thousandths = account.per_day * product.share // 1000
        self.timeline = Timeline(_pace(thousandths, weights, account.opened_day), *own)
        self.blocks = Blocks(self.timeline, thousandths // 1000, *own)
        mark = scope(account.id, product.name)
        long, short = id_ciphers(names)
        self.ids, self.short_ids = UuidIds(long, mark), ShortIds(short, mark)
        self.memo = Memo(KEPT)
        self.customers = Customers(world, account, own)
        self.text_key, self.latency_key, self.customer_key, self.reference_key = keys(
            "columns", *own, count=4
        )

    @cached_property
    def table(self) -> SlotTable:
        """Drawn at first use: 20 to 40 ms, 5 MB."""
        return slot_table(self.world, self.account, self.product, self.names)

    def visible(self, now_ms: int) -> int:
        """How many records there are at this moment: those whose time to appear has come."""
        return self.timeline.index_at(now_ms - self.product.published_after_s * 1000 + 1)

    def window(self, from_ms: int, to_ms: int, now_ms: int) -> tuple[int, int]:
        """The records of [from, to), by index, as far as they are there at this moment."""
        begin, end = (self.timeline.index_at(at) for at in (from_ms, to_ms))
        there = self.visible(now_ms)
        return min(begin, there), max(min(begin, there), min(end, there))

    @cached_property
    def latencies(self) -> Integers:
        """Rows of 4,096 latencies in ms, one row for each outcome; LASTING ones are 0 here."""
        rows = [
            np.zeros(4096, np.int64)
            if one.latency in {AT_ONCE, LASTING}
            else self.world.latencies[one.latency].astype(np.int64)
            for one in self.product.outcomes
        ]
        return np.concatenate(rows)

    @cached_property
    def rates(self) -> Integers:
        """By direction, kind and network; see `rate_table`."""
        return rate_table(self.world, self.account, self.product)

    @cached_property
    def country_of_network(self) -> Integers:
        """The world's country of each of the account's networks."""
        return np.array([self.world.networks[one].country for one in self.account.networks])

    @cached_property
    def text_pools(self) -> tuple[Integers, Integers]:
        """Where the texts of each country, direction and count of parts begin, and how many."""
        return text_pools(self.world)

    @cached_property
    def lasting(self) -> Integers:
        """1 for each outcome that is final when its seconds are over, else 0."""
        return np.array([one.latency == LASTING for one in self.product.outcomes], np.int64)


def _pace(thousandths: int, weights: Integers, first_day: int) -> Pace:
    by_day = weights.reshape(7, 24)
    hours = by_day.sum(axis=0)
    days = by_day.sum(axis=1)
    return Pace(
        per_day=thousandths,
        curve=tuple((hours * 10**6 // hours.max()).tolist()),
        week=tuple((days * 7000 // days.sum()).tolist()),
        first_day=first_day,
    )
