"""Mutants by name, for workers: `tests.power.between:wrong_type` puts one before a transport."""

from __future__ import annotations

from contracts.targets.between import Between
from tests.power.answers import ANSWERS
from tests.power.bodies import BODIES
from tests.power.lists import LISTS
from tests.power.mutant import Changed, Mutant
from tests.power.remembered import REMEMBERED
from tests.power.requests import REQUESTS
from tests.power.sums import SUMS

GROUPS: dict[str, tuple[Mutant, ...]] = {
    "Bodies": BODIES,
    "Statuses, headers, media types": ANSWERS,
    "Requests": REQUESTS,
    "Lists": LISTS,
    "Sums and files": SUMS,
    "What is remembered": REMEMBERED,
}

MUTANTS: dict[str, Mutant] = {one.name: one for group in GROUPS.values() for one in group}


def __getattr__(name: str) -> Between:
    """A function from a transport to that of a mutant; functions do not travel, names do."""
    if name not in MUTANTS:
        raise AttributeError(name)
    return lambda inner: Changed(inner, MUTANTS[name])


def place(mutant: Mutant) -> str:
    """Where a process finds it."""
    return f"{__name__}:{mutant.name}"
