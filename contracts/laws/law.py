"""A law: what it says, which operations it needs, and how it is tried."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from contracts.api import Api
from contracts.finding import Finding
from contracts.observed import Observed


class Inconclusive(Exception):
    """The law could not be tried: there was no answer, no right to one, or not in time.

    Laws raise it, or yield it where other parts of them can still be tried. It is never a finding
    and never a pass.
    """


class NoData(Inconclusive):
    """The account has too little to compare."""


class Refused(Inconclusive):
    """An answer names what comes next, and that is refused: the API breaks its own word.

    The law that went there makes a finding of it, whichever law it is.

    Args:
        operation: that is named.
        status: of the refusal.
    """

    def __init__(self, operation: str, status: int) -> None:
        super().__init__(f"{operation}, which an answer leads to, was answered with {status}")
        self.operation, self.status = operation, status


UNREADABLE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)
"""What reading an answer of a shape that nobody expects may raise; checks judge shapes."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with the exchange that shows it, where that is not the last of its operation."""

    finding: Finding
    observed: Observed


Told = Finding | Shown | Inconclusive


@dataclass(frozen=True, slots=True)
class Law:
    """What must hold between several answers of one API.

    Args:
        name: stands in reports as the check and as the keyword; with underscores.
        says: the law as one sentence.
        applies: whether this API has what it takes.
        tried: asks the API and yields what breaks the law; draws windows and the like from the
            given source of chance. `contracts.laws.trial.outcome` runs it.
        writes: whether it creates or deletes anything, which is not done to live APIs.
        requests: how many it sends at most, so that a budget can be kept free for it.
        cost: how many records its answers hold at most, for APIs that bill each of them.
    """

    name: str
    says: str
    applies: Callable[[Api], bool]
    tried: Callable[[Api, Random], Iterator[Told]]
    writes: bool = False
    requests: int = 40
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Breach:
    """Makes findings of one law."""

    law: str

    def __call__(
        self, operation: str, expected: str, actual: str, *, pointer: str = "", status: int = 200
    ) -> Finding:
        return Finding(
            check=self.law,
            operation=operation,
            status=status,
            pointer=pointer,
            keyword=self.law,
            expected=expected,
            actual=actual,
        )
