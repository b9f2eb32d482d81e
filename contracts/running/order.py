"""How a target is to be judged, and which of its operations that concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from contracts.accepted import Accepted
from contracts.cases.generation import Generation
from contracts.contract import Contract, Promise
from contracts.errors import CheckError
from contracts.running.budget import Budget
from contracts.running.scope import Kept
from contracts.running.tally import Tally

PHASES = ("laws", "listed", "stateful", "fuzzing")


@dataclass(frozen=True, slots=True)
class Order:
    """How a target is to be judged.

    Args:
        only, without: operations by id, by method and path, or by patterns of these.
        phases: of `PHASES`.
        jobs: processes.
        progress: is told how many requests have been sent.
        kept: files of coverage.
        accepted: disagreements that are known.
        enough: whether what was seen so far suffices, so that nothing more is begun.
    """

    budget: Budget = field(default_factory=Budget)
    only: Sequence[str] = ()
    without: Sequence[str] = ()
    phases: Sequence[str] = PHASES
    jobs: int = 1
    progress: Callable[[int], None] = field(default=lambda sent: None)
    kept: Kept = field(default_factory=Kept)
    accepted: Sequence[Accepted] = ()
    enough: Callable[[Tally], bool] = field(default=lambda tally: False)


Plan = dict[str, Path]
"""The document of each operation that is asked, by the operation's key."""


def planned(contract: Contract, order: Order, seed: int) -> Plan:
    """The operations that are asked, in the documents' order.

    Raises:
        CheckError: there are none.
    """
    makers = {
        file: Generation(file, seed).makers.keys()
        for file in {p.file for p in contract.promises.values()}
    }
    chosen = {
        key: promise.file
        for key, promise in contract.promises.items()
        if key in makers[promise.file]
        and (not order.only or named(promise, order.only))
        and not named(promise, order.without)
    }
    if not chosen:
        raise CheckError(
            "There is no operation to be judged",
            where="--only, --exclude" if contract.promises else contract.name,
            why=f"none of {len(contract.promises)} operations is chosen",
            fix='name operations by id, or as "GET /path"; * stands for anything',
        )
    return chosen


def named(promise: Promise, names: Iterable[str]) -> bool:
    operation = promise.operation
    known = (operation.id, promise.key, operation.path)
    return any(fnmatchcase(one, name) for name in names for one in known)
