"""What is told of one place before anybody knows which operations it concerns."""

from __future__ import annotations

from typing import Literal, NamedTuple

from contracts.drift.place import Place

Direction = Literal["request", "response"]
Absent = Literal["", "old", "new"]


class Change(NamedTuple):
    """One difference between two places.

    `subject` is what it is about (a property, a keyword, values); `label` is added to the readable
    place, such as `.cost`. Where one side has nothing, its place is what would have held it, and
    `absent` names that side.
    """

    kind: str
    old: Place
    new: Place
    subject: str = ""
    before: str = ""
    after: str = ""
    label: str = ""
    absent: Absent = ""
    only: Direction | None = None
    """The only direction in which it is one."""
    unsent: frozenset[Direction] = frozenset()
    """Directions in which what it is about never travels, so that nothing can break."""
    identity: str = ""
    """In place of `subject` in the fingerprint, where that holds the name of a component."""
    holder: Place | None = None
    """Of something that is gone: what has it on the old side, as `old` may be a component."""


NOWHERE: frozenset[Direction] = frozenset()
