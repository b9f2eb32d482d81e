"""The columns of some records: integers by name, each worked out when it is first asked for.

One set of columns feeds every layout, so CSV, JSON and sums cannot disagree.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger.customers import senders
from mock_server.ledger.mix import Integers, Words, bits, keys, mixed
from mock_server.ledger.product import DIRECTIONS
from mock_server.ledger.stream import Stream
from mock_server.ledger.texts import MOST_PARTS
from mock_server.ledger.timeline import DAY_MS, EPOCH_DAY

INBOUND = DIRECTIONS.index("inbound")


class Columns:
    """What the records at some indexes hold.

    Args:
        indexes: ascending.
        as_of_ms: the moment at which they are looked at: what is not known by then is pending;
            None for what they come to in the end.
    """

    def __init__(self, stream: Stream, indexes: Integers, as_of_ms: int | None = None) -> None:
        self.stream, self.indexes, self.as_of_ms = stream, indexes, as_of_ms

    def __len__(self) -> int:
        return len(self.indexes)

    @cached_property
    def slots(self) -> Integers:
        return self.stream.blocks.slots(self.indexes)

    @cached_property
    def network(self) -> Integers:
        """Index of the account's networks."""
        return self._of_slot("network")

    @cached_property
    def country(self) -> Integers:
        """Index of the world's countries."""
        return self.stream.country_of_network.take(self.network)

    @cached_property
    def outcome(self) -> Integers:
        """Index of the product's outcomes: what it comes to in the end."""
        return self._of_slot("outcome")

    @cached_property
    def state(self) -> Integers:
        """Index of the product's states: the outcome, or pending if it is not known yet."""
        if not self.stream.product.pending or self.as_of_ms is None:
            return self.outcome
        return np.where(self.pending, len(self.stream.product.outcomes), self.outcome)

    @cached_property
    def pending(self) -> NDArray[np.bool_]:
        """Whether the outcome is not known yet."""
        if self.as_of_ms is None or not self.stream.product.pending:
            return np.zeros(len(self), bool)
        return self.final_ms > self.as_of_ms

    @cached_property
    def direction(self) -> Integers:
        return self._of_slot("direction")

    @cached_property
    def kind(self) -> Integers:
        return self._of_slot("kind")

    @cached_property
    def profile(self) -> Integers:
        return self._of_slot("profile")

    @cached_property
    def connection(self) -> Integers:
        return self._of_slot("connection")

    @cached_property
    def tag(self) -> Integers:
        return self._of_slot("tag")

    @cached_property
    def units(self) -> Integers:
        return self._of_slot("units")

    @cached_property
    def billed(self) -> Integers:
        """Units that are paid for."""
        return self._of_slot("billed")

    @cached_property
    def cost(self) -> Integers:
        """In hundred-millionths of the account's currency."""
        return self._of_slot("cost")

    @cached_property
    def rate(self) -> Integers:
        """For `units.per` of the product's units, in hundred-millionths of the currency."""
        return self.stream.rates[self.direction, self.kind, self.network]

    @cached_property
    def day_and_ms(self) -> tuple[Integers, Integers]:
        """The day since the epoch and the ms of it when each record was made."""
        return self.stream.timeline.days_and_ms(self.indexes)

    @cached_property
    def made_ms(self) -> Integers:
        """When each record was made, in ms since 1970."""
        days, moments = self.day_and_ms
        return (days + EPOCH_DAY) * DAY_MS + moments

    @cached_property
    def latency_ms(self) -> Integers:
        """How long it took until the outcome was known, or how long the call lasted."""
        stream = self.stream
        steps = mixed(self.indexes, stream.latency_key) >> np.uint64(52)
        found = stream.latencies.take((self.outcome << 12) + steps.view(np.int64))
        if stream.lasting.any():
            found += stream.lasting.take(self.outcome) * self.units * 1000
        return found

    @cached_property
    def final_ms(self) -> Integers:
        """When the outcome was known, in ms since 1970."""
        return self.made_ms + self.latency_ms

    @cached_property
    def attempts(self) -> Integers:
        """How often it was tried by the moment at which it is looked at; 1 of most products."""
        attempts = self.stream.product.attempts
        if attempts is None:
            return np.ones(len(self), np.int64)
        end = self.final_ms
        if self.as_of_ms is not None:
            end = np.minimum(end, self.as_of_ms)
        tries: Integers = 1 + (end - self.made_ms) // (attempts.every_s * 1000)
        return np.minimum(tries, attempts.most)

    @cached_property
    def last_attempt_ms(self) -> Integers:
        """When it was tried for the last time so far, in ms since 1970."""
        attempts = self.stream.product.attempts
        if attempts is None:
            return self.made_ms
        return self.made_ms + (self.attempts - 1) * attempts.every_s * 1000

    @cached_property
    def rank(self) -> Integers:
        """The customer's rank among those of its network and profile."""
        words = mixed(self.indexes, self.stream.customer_key)
        return self.stream.customers.ranks(self.network, words)

    @cached_property
    def number(self) -> tuple[Integers, Integers, Integers]:
        """The customer's number: head among the world's, tail, digits of the tail."""
        return self.stream.customers.numbers(self.network, self.profile, self.rank)

    @cached_property
    def sender(self) -> Integers:
        """Index of the account's senders."""
        return senders(self.profile, self.rank)

    @cached_property
    def own_number(self) -> Integers:
        """Index of the account's own numbers; the same for a customer always."""
        return self.sender % len(self.stream.account.numbers)

    @cached_property
    def text(self) -> tuple[Integers, Integers]:
        """Index of the world's templates, and the six digits of the code within."""
        words = mixed(self.indexes, self.stream.text_key)
        begins, counts = self.stream.text_pools
        parts = np.clip(self.units, 1, MOST_PARTS)
        pools = (self.country * 2 + self.direction) * MOST_PARTS + parts - 1
        templates = begins.take(pools) + (bits(words, 0, 16) * counts.take(pools) >> 16)
        return templates, bits(words, 16, 30) * 1_000_000 >> 30

    @cached_property
    def id_words(self) -> tuple[Words, Words]:
        """The upper and lower half of each record's UUID."""
        return self.stream.ids.words(self.indexes)

    @cached_property
    def short_id_words(self) -> Words:
        return self.stream.short_ids.words(self.indexes)

    @cached_property
    def reference_words(self) -> Words:
        """A reference that the client might have given: 64 bits of chance."""
        return mixed(self.indexes, self.stream.reference_key)

    def chance(self, name: str) -> Words:
        """Words of chance for what a layout adds of its own; other names, unrelated words."""
        return mixed(self.indexes, keys("chance", *self.stream.names, name, count=1)[0])

    def _of_slot(self, name: str) -> Integers:
        column: Integers = getattr(self.stream.table, name).take(self.slots)
        return column.astype(np.int64)
