"""A difference that is to be undone in our document."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.drift.change import Change
from contracts.drift.operations.contract import Operation


@dataclass(frozen=True, slots=True)
class Edit:
    """A difference and where it is.

    Args:
        operations: those of ours and theirs that it concerns, if both have them.
    """

    change: Change
    operations: tuple[tuple[Operation | None, Operation | None], ...]

    @property
    def ours(self) -> Operation | None:
        return self.operations[0][0] if self.operations else None

    @property
    def theirs(self) -> Operation | None:
        return self.operations[0][1] if self.operations else None
