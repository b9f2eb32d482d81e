"""A law: what it says, which operations it needs, and how it is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from contracts.api import Api
from contracts.finding import Finding


@dataclass(frozen=True, slots=True)
class Law:
    """What must hold between several answers of one API.

    Args:
        name: stands in reports as the check; with underscores.
        says: the law as one sentence.
        applies: whether this API has what it takes.
        tried: asks the API and yields what breaks the law; draws windows and the like from the
            given source of chance, and yields nothing when there is nothing to compare.
        writes: whether it creates or deletes anything, which is not done to live APIs.
    """

    name: str
    says: str
    applies: Callable[[Api], bool]
    tried: Callable[[Api, Random], Iterator[Finding]]
    writes: bool = False
