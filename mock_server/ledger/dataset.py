"""A dataset: everything that one seed, realm and set of settings make; the way into the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mock_server.ledger.account import Account, AccountPlan
from mock_server.ledger.memo import Memo
from mock_server.ledger.product import Product, products
from mock_server.ledger.settings import DatasetSettings, Volume, fingerprint
from mock_server.ledger.stream import Stream
from mock_server.ledger.world import World, load_world

__all__ = ["Dataset", "DatasetSettings", "Volume"]


ACCOUNTS = 1024
"""Kept at hand at once."""

STREAMS = 32
"""Kept at hand at once; one with its slot table takes some 8 MB, and more when it is grouped."""


def forget(stream: Stream) -> None:
    """Let go of what a stream keeps: much of it leads back to the stream, and so would stay."""
    stream.memo.clear()


def streams_at_hand() -> Memo:
    """Holds the streams that were asked for last, of as many datasets as share it."""
    return Memo(STREAMS, forget)


class Dataset:
    """Accounts and their streams, made when they are asked for and kept while they are in use.

    Args:
        streams: where its streams are kept; others' may be there, too.
    """

    def __init__(self, settings: DatasetSettings, streams: Memo | None = None) -> None:
        self.settings = settings
        self.world: World = load_world(settings.numbers)
        self.products: Mapping[str, Product] = {
            name: _billed(product, settings.billing.get(name))
            for name, product in products().items()
            if not settings.products or name in settings.products
        }
        self.fingerprint = fingerprint(settings)
        self._names = (self.fingerprint,)
        self._accounts = Memo(ACCOUNTS)
        self._streams = streams_at_hand() if streams is None else streams

    def account(self, account_id: str) -> Account:
        """The account of this id: every id has one."""
        return self._accounts.get(account_id, lambda: self._account(account_id))

    def stream(self, account_id: str, product: str) -> Stream:
        """An account's records of a product."""
        key = self.fingerprint, account_id, product
        return self._streams.get(key, lambda: self._stream(account_id, product))

    def clear(self) -> None:
        """Let go of what is kept at hand, with what others keep there."""
        self._streams.clear()
        self._accounts.clear()

    def _account(self, account_id: str) -> Account:
        volume = self.settings.volume
        plan = AccountPlan(
            world=self.world,
            names=self._names,
            currency=self.settings.currency,
            per_day=volume.per_day(account_id),
            exact=account_id in volume.accounts,
        )
        return plan.account(account_id)

    def _stream(self, account_id: str, product: str) -> Stream:
        return Stream(self.world, self.account(account_id), self.products[product], self._names)


def _billed(product: Product, rounding: tuple[int, int] | None) -> Product:
    if rounding is None:
        return product
    minimum, increment = rounding
    return replace(product, units=replace(product.units, minimum=minimum, increment=increment))
