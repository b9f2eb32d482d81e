"""What a dataset is made of, and what tells it from others; known without NumPy.

Commands and servers check and show settings long before anybody asks for a record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeAlias

from mock_server.errors import ConfigError

LAYOUT = 1
"""Raised whenever equal settings begin to give other records."""

LEVELS: Mapping[str, int] = {"hobby": 300, "medium": 5_000, "large": 3_000_000}
"""Records of all products on an ordinary day, by the name of a level. Assumed."""

LARGEST_PER_DAY = 1_000_000_000

Numbers: TypeAlias = Literal["fictional", "plan"]

HERE = Path(__file__).parent
TABLES = (HERE / "world/frozen.json", HERE / "world/frozen.npy")
PRODUCTS = HERE / "products"

_NUMBER = re.compile(r"[0-9]{1,12}\Z")


@dataclass(frozen=True, slots=True)
class Volume:
    """How busy accounts are.

    Args:
        default: a level's name, or records per day; accounts are drawn about it.
        accounts: the same for single accounts, which then have just that.
    """

    default: str | int = "medium"
    accounts: Mapping[str, str | int] = field(default_factory=dict)

    def per_day(self, account_id: str) -> int:
        """Records of an ordinary day.

        Raises:
            ConfigError: it is neither a level nor a possible number.
        """
        wanted = self.accounts.get(account_id, self.default)
        return records_per_day(wanted, f"account {account_id}")


@dataclass(frozen=True, slots=True)
class Books:
    """How a realm keeps its accounts.

    Args:
        realm: whose accounts these are; ids of different realms have nothing in common.
        currency: of every account, ISO 4217.
        billing: per product the least units and the increment that are billed, where they differ
            from the product's own.
        products: what its accounts use and pay for, of the ledger's products; empty for all.
    """

    realm: str
    currency: str = "EUR"
    billing: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    products: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DatasetSettings:
    """What a dataset is made of; equal settings make equal records everywhere.

    Args:
        seed: the server's, or a request's own; 7 and "7" are the same.
        realm: whose accounts these are; ids of different realms have nothing in common.
        currency: of every account, ISO 4217.
        numbers: phone numbers set aside for fiction where a country has some ("fictional"), or
            any that are valid by the national plan ("plan").
        billing: per product the least units and the increment that are billed, where they differ
            from the product's own.
        products: what the accounts use and pay for, of the ledger's products; empty for all.
    """

    seed: int | str = 0
    realm: str = ""
    currency: str = "EUR"
    volume: Volume = Volume()
    numbers: Numbers = "fictional"
    billing: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    products: frozenset[str] = frozenset()


def records_per_day(wanted: str | int, where: str) -> int:
    """What a level or a number means; a number may be written as text.

    Raises:
        ConfigError: it is neither a level nor a possible number.
    """
    found = LEVELS.get(wanted) if isinstance(wanted, str) else wanted
    if isinstance(wanted, str) and _NUMBER.match(wanted):
        found = int(wanted)
    if found is None or not 1 <= found <= LARGEST_PER_DAY:
        raise ConfigError(
            f"An account's volume is {wanted!r}",
            where=where,
            why=f"it is one of {', '.join(LEVELS)}, or 1 to {LARGEST_PER_DAY} records a day",
            fix='write for example "medium", or 20000',
        )
    return found


def fingerprint(settings: DatasetSettings) -> str:
    """16 hexadecimal digits that differ whenever any record could.

    Raises:
        ConfigError: a volume is neither a level nor a possible number.
    """
    volume = settings.volume
    parts = (
        LAYOUT, str(settings.seed), settings.realm, settings.currency, settings.numbers,
        records_per_day(volume.default, "the volume of all accounts"),
        sorted((account, volume.per_day(account)) for account in volume.accounts),
        sorted((product, tuple(rounding)) for product, rounding in settings.billing.items()),
        _frozen(), *sorted(settings.products),
    )  # fmt: skip
    return sha256(repr(parts).encode()).hexdigest()[:16]


@cache
def _frozen() -> str:
    """A digest of the tables and products that every dataset of this version is made with."""
    digest = sha256()
    for path in (*TABLES, *sorted(PRODUCTS.glob("*.toml"))):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
