"""What a product is made of; each one is a TOML file in `products/`, with its sources."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

FOLDER = Path(__file__).parent / "products"

Direction: TypeAlias = Literal["outbound", "inbound"]
DIRECTIONS: tuple[Direction, ...] = ("outbound", "inbound")

AT_ONCE, LASTING = "at once", "lasting"
"""Latencies that no table holds: final when made; final when what was counted in seconds ends."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a record may end.

    Args:
        weight: relative to the other outcomes of its direction.
        units: whether anything was used: a call that nobody answers has no seconds.
        billed: whether what was used costs anything.
        latency: which of the world's tables says how long it takes to be known, or AT_ONCE or
            LASTING.
        kinds: in which it occurs; empty for all.
    """

    direction: Direction
    status: str
    code: str
    text: str
    weight: int
    units: bool = True
    billed: bool = True
    latency: str = AT_ONCE
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A product type: a channel, a grade, a sort of number.

    Args:
        directions: in which it occurs, with the weight in each.
        rate: per mille of the country's rate.
        units: every record uses just so many; None for what the product says.
    """

    name: str
    directions: Mapping[Direction, int]
    rate: int = 1000
    units: int | None = None


@dataclass(frozen=True, slots=True)
class Units:
    """How much a record uses, and how that is billed.

    Args:
        name: what is counted: parts, seconds, characters, kilobytes, requests.
        weights: of 1, 2, 3 ... units, when there are few; else
        quantiles: the world's table that units are drawn from.
        minimum: fewer units are billed as so many.
        increment: units are billed in multiples of this, rounded up.
        per: a rate is for so many units; every rate is a multiple of it, so that costs are exact.
    """

    name: str
    weights: tuple[int, ...] = ()
    quantiles: str = ""
    minimum: int = 1
    increment: int = 1
    per: int = 1


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often something is tried until its outcome is known: at once, and again at intervals."""

    every_s: int
    most: int


@dataclass(frozen=True, slots=True)
class Product:
    """One sort of record.

    Args:
        share: of the account's volume, in millionths; several products are all of it together.
        curve: the world's curve of a day that its traffic follows.
        directions: their weights.
        rates: per direction the name of a country's rate, or one rate for all countries in
            hundred-millionths of the currency.
        pending: what an outbound record's outcome is said to be until it is known; None when
            records appear only when they are final.
        published_after_s: how long after its beginning a record appears.
        attempts: of what is tried more than once.
    """

    name: str
    title: str
    share: int
    curve: str
    directions: Mapping[Direction, int]
    rates: Mapping[Direction, str | int]
    units: Units
    kinds: tuple[Kind, ...]
    outcomes: tuple[Outcome, ...]
    pending: Outcome | None = None
    published_after_s: int = 0
    attempts: Attempts | None = None

    @property
    def states(self) -> tuple[Outcome, ...]:
        """The outcomes, then the one of what is not known yet."""
        return (*self.outcomes, *((self.pending,) if self.pending else ()))


@cache
def products() -> Mapping[str, Product]:
    """Every product, by name, in order of the names."""
    files = sorted(FOLDER.glob("*.toml"), key=lambda file: file.stem)
    return {file.stem: _product(tomllib.loads(file.read_text("utf-8"))) for file in files}


def _product(table: dict[str, Any]) -> Product:
    pending = table.pop("pending", None)
    attempts = table.pop("attempts", None)
    units = table.pop("units")
    return Product(
        units=Units(**units | {"weights": tuple(units.get("weights", ()))}),
        kinds=tuple(Kind(**kind) for kind in table.pop("kinds")),
        outcomes=tuple(
            Outcome(direction=direction, **outcome | {"kinds": tuple(outcome.get("kinds", ()))})
            for direction, outcomes in table.pop("outcomes").items()
            for outcome in outcomes
        ),
        pending=Outcome(direction="outbound", weight=0, **pending) if pending else None,
        attempts=Attempts(**attempts) if attempts else None,
        **table,
    )
