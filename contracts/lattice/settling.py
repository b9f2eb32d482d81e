"""From differences to findings: seen again, and held against the document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from contracts.contract import Contract
from contracts.lattice.compare import Difference
from contracts.lattice.document import Says, says

Class = Literal["drift", "novelty", "undocumented"]

SUSPICIOUS = 0.2
"""A difference that is at most this likely by chance is looked at again."""

NEW = 0.02
"""What was never seen before counts when it is at most this likely: one sighting in three answers
after ten without is not enough, two are."""

GONE = 0.002
"""What was there and is not counts when it is at most this likely: missing in three answers after
ten with it is enough, where each field may miss 15 times in 100 by nature it is not."""

_NEW_KINDS = frozenset(
    {"status", "media-type", "header-added", "property-added", "type-added", "text-changed",
     "word-added"}
)  # fmt: skip

NOTED = frozenset({"slower", "filled"})
"""Kinds that are told and never alarm: they say nothing of the contract."""


@dataclass(frozen=True, slots=True)
class Observation:
    """A difference that was confirmed.

    Args:
        says: what the document says of it.
        held: "drift" contradicts the document, "novelty" is allowed but was never seen,
            "undocumented" is not in the document at all.
    """

    difference: Difference
    says: Says
    held: Class

    @property
    def fingerprint(self) -> str:
        one = self.difference
        said = "\n".join((one.operation, str(one.status), one.pointer, one.kind, one.what))
        return sha256(said.encode()).hexdigest()[:16]


_HELD: dict[Says, Class] = {
    "contradicts": "drift",
    "allows": "novelty",
    "undocumented": "undocumented",
}


def suspicious(differences: Iterable[Difference]) -> bool:
    """Whether to look again."""
    return any(one.chance <= SUSPICIOUS for one in differences)


def settled(differences: Iterable[Difference], contract: Contract) -> Iterator[Observation]:
    """What is no accident, with what the document says of it.

    Args:
        differences: between the baseline and all fresh answers together.
    """
    for one in differences:
        if one.chance <= (NEW if one.kind in _NEW_KINDS else GONE):
            said = says(contract.promises.get(one.operation), one)
            yield Observation(one, said, _HELD[said])
