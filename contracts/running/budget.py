"""How much a run may send, and for how long."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from contracts.errors import CheckError

UNBOUNDED = 10**9
"""Requests, where only time is bounded."""

_PART = re.compile(r"([0-9]+)(s?)\Z")


@dataclass(frozen=True, slots=True)
class Budget:
    """A bound on a run.

    Args:
        requests: sent at most.
        seconds: from the run's start; None for as long as it takes.
    """

    requests: int = UNBOUNDED
    seconds: float | None = None

    @property
    def counts(self) -> bool:
        """Whether requests are bounded."""
        return self.requests < UNBOUNDED


DEFAULT = "3000"
"""Of both vendors, played here, that takes half a minute on two processors."""


def read_budget(said: str) -> Budget:
    """From "2000" requests, "45s", or both: "2000,45s".

    Raises:
        CheckError: it is none of these, or nothing.
    """
    found: dict[str, int] = {}
    for part in said.replace(" ", "").split(","):
        read = _PART.match(part)
        if read is None:
            raise _no_budget(said, "it has no such form")
        if read[2] in found:
            raise _no_budget(said, "it says the same kind twice")
        found[read[2]] = int(read[1])
    if 0 in found.values():
        raise _no_budget(said, "a run that sends nothing judges nothing")
    return Budget(found.get("", UNBOUNDED), float(found["s"]) if "s" in found else None)


def _no_budget(said: str, why: str) -> CheckError:
    return CheckError(
        f"{said!r} is no budget",
        where="--budget",
        why=why,
        fix='say requests ("2000"), seconds ("45s") or both ("2000,45s"), more than 0',
    )


def shares(total: int, wanted: Sequence[int]) -> tuple[int, ...]:
    """A total shared fairly: nobody has more than wanted, nor two more than who wants more."""
    given = [0] * len(wanted)
    open_ones = sorted(range(len(wanted)), key=lambda index: wanted[index])
    while open_ones:
        index = open_ones.pop(0)
        given[index] = min(wanted[index], total // (len(open_ones) + 1))
        total -= given[index]
    return tuple(given)
