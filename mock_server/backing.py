"""What stands behind the APIs of one server: datasets, the store, limits, settings."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from mock_server.config import Settings
from mock_server.conventions.rates import Rates
from mock_server.errors import ConfigError
from mock_server.ledger.memo import Memo
from mock_server.ledger.settings import Books, fingerprint
from mock_server.state.store import Store, open_store
from mock_server.vendor import Backing, Vendor
from mock_server.vendors import VENDORS

if TYPE_CHECKING:  # NumPy takes a tenth of a start
    from mock_server.ledger.dataset import Dataset

DATASETS = 8
"""Kept at once, one for each seed that requests come with."""


class Backings:
    """What stands behind each API.

    Args:
        settings: the server's.
        store: what is remembered; None for a store in memory.

    Raises:
        ConfigError: settings are given for a vendor that there is not.
    """

    def __init__(self, settings: Settings | None = None, store: Store | None = None) -> None:
        self._settings = settings or Settings()
        _check_names(self._settings.vendors)
        self.store = store or open_store("memory:")
        self._rates = Rates()
        self._books: dict[str, Books] = {}
        self._datasets = Memo(DATASETS)
        self._streams: Memo | None = None  # of all datasets together: they are what takes memory
        self.fingerprint = lru_cache(maxsize=256)(self._fingerprint)

    def of(self, vendor: Vendor) -> Backing:
        """What this vendor's handlers lean on.

        Raises:
            ConfigError: a setting of the vendor's own is unknown or makes no sense.
        """
        if vendor.books is not None:
            self._books[vendor.name] = vendor.books
        own = own_settings(vendor, self._settings.vendors.get(vendor.name, {}))
        return Backing(partial(self.dataset, vendor.name), self.store, self._rates, own)

    def dataset(self, name: str, seed: bytes) -> Dataset:
        """The records of an API for a seed."""
        return self._datasets.get((name, seed), lambda: self._made(name, seed))

    def clear(self) -> None:
        """Let go of all records that are kept at hand."""
        self._datasets.clear()
        if self._streams is not None:
            self._streams.clear()

    def _made(self, name: str, seed: bytes) -> Dataset:
        from mock_server.ledger.dataset import (  # noqa: PLC0415 - NumPy, on first use
            Dataset,
            streams_at_hand,
        )

        if self._streams is None:
            self._streams = streams_at_hand()
        settings = self._settings.dataset(self._books[name], seed.decode("latin-1"))
        return Dataset(settings, self._streams)

    def _fingerprint(self, name: str, seed: bytes) -> bytes:
        """Of an API's records for a seed; empty when it has none."""
        if name not in self._books:
            return b""
        made = self._settings.dataset(self._books[name], seed.decode("latin-1"))
        return fingerprint(made).encode()


def check_vendors(tables: Mapping[str, Mapping[str, str | int]]) -> None:
    """Raises ConfigError: there is no such vendor, or a setting of its own makes no sense."""
    _check_names(tables)
    for vendor in VENDORS:
        own_settings(vendor, tables.get(vendor.name, {}))


def _check_names(tables: Mapping[str, object]) -> None:
    known = [vendor.name for vendor in VENDORS]
    for name in tables:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            fix = f"did you mean {close[0]!r}?" if close else f"the vendors are {', '.join(known)}"
            raise _bad(f"[vendors.{name}]", f"there is no vendor {name!r}", fix)


def own_settings(vendor: Vendor, given: Mapping[str, str | int]) -> Mapping[str, str | int]:
    """A vendor's own settings: what the configuration says, else the defaults.

    Raises:
        ConfigError: there is no such setting, or it cannot have that value.
    """
    for name, value in given.items():
        where = f"[vendors.{vendor.name}]"
        if name not in vendor.settings:
            close = get_close_matches(name, vendor.settings, n=1, cutoff=0.5)
            known = ", ".join(vendor.settings) or "none"
            fix = f"did you mean {close[0]!r}?" if close else f"its settings are: {known}"
            raise _bad(where, f"there is no setting {name!r}", fix)
        if fault := _fault(vendor, name, value):
            raise _bad(where, f"{name} cannot be {value!r}", fault)
    return {**vendor.settings, **given}


def _fault(vendor: Vendor, name: str, value: object) -> str:
    """How to mend a value that a setting cannot have; empty when it can."""
    choices, default = vendor.choices.get(name, ()), vendor.settings[name]
    if value in choices or (type(value) is int and type(default) is int and value > 0):
        return ""
    if not choices and type(value) is type(default) and not isinstance(value, int):
        return ""
    words = [*choices, *(["a whole number from 1 on"] if isinstance(default, int) else [])]
    return f"say {' or '.join(words)}" if words else f"say for example {default!r}"


def _bad(where: str, why: str, fix: str) -> ConfigError:
    return ConfigError("A setting makes no sense", where=where, why=why, fix=fix)
