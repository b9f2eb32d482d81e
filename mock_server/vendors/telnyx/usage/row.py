"""What is summed of usage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What the records of one window and one value of each dimension come to.

    Args:
        window: its place.
        labels: the values, in the order of the dimensions.
        units: parts, seconds, characters ... as used, and `billed` as paid for.
        cost: without the carriers' fee; in hundred-millionths of the currency, like the `fee`.
        completed: records in which anything was used: of calls those that were answered.
    """

    window: int
    labels: tuple[str, ...]
    records: int
    units: int
    billed: int
    cost: int
    fee: int
    completed: int
