"""The price table of numbers and features; see the comments of `rates.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("rates.toml")


@dataclass(frozen=True, slots=True)
class KindRate:
    """What a number of one kind costs where the country's factor is 1000.

    Args:
        mrc: every month.
        otc: once, when it is bought.
        share: of an account's numbers, per mille.
    """

    mrc: int
    otc: int
    share: int


@dataclass(frozen=True, slots=True)
class FeatureRate:
    """What a feature of a number costs.

    Args:
        mrc: every month, for each of them.
        share: of the numbers that may have it, per mille.
        max: how many of them one number may have.
        kinds: of the numbers that may have it.
        countries: of the numbers that may have it; empty for all.
    """

    mrc: int
    share: int
    max: int
    kinds: tuple[str, ...]
    countries: tuple[str, ...]

    def fits(self, kind: str, country: str) -> bool:
        """Whether a number of this kind and country may have it."""
        return kind in self.kinds and (not self.countries or country in self.countries)


@dataclass(frozen=True, slots=True)
class Rates:
    """The whole table."""

    port_out: int
    kinds: Mapping[str, KindRate]
    countries: Mapping[str, int]
    features: Mapping[str, FeatureRate]

    def factor(self, country: str) -> int:
        """What a country's numbers cost, per mille."""
        return self.countries.get(country, self.countries["default"])


@cache
def rates() -> Rates:
    """The table, read once."""
    table = tomllib.loads(FILE.read_text("utf-8"))
    return Rates(
        port_out=table["port_out"],
        kinds={name: KindRate(**row) for name, row in table["kinds"].items()},
        countries=table["countries"],
        features={
            name: FeatureRate(
                **row | {"kinds": tuple(row["kinds"]), "countries": tuple(row["countries"])}
            )
            for name, row in table["features"].items()
        },
    )
