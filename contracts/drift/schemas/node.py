"""Schemas as they are compared: references followed, `allOf` merged, annotations left out."""

from __future__ import annotations

from dataclasses import dataclass, field

from contracts.drift.place import Place
from contracts.drift.schemas.facets import Facets

Parts = tuple[Place, ...]
"""Schemas that all hold for the same value; none of them allows every value."""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """The values of one type that a schema allows."""

    kind: str
    place: Place
    parts: Parts = ()
    """The schemas that say together what it is."""
    is_implied: bool = False
    """Whether only its keywords tell the type."""
    facets: Facets = field(default_factory=dict)
    values: dict[str, str] | None = None
    """The allowed values, if they are listed: canonical text to what a reader is shown."""
    format: str = ""
    properties: dict[str, Parts] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    extra: Parts | None = ()
    """What properties that are not named must be; None when there may be none."""
    patterns: dict[str, Parts] = field(default_factory=dict)
    items: Parts = ()
    first: tuple[Parts, ...] = ()
    """Of a tuple: its first items."""

    @property
    def is_bare(self) -> bool:
        """Whether every value of the type is allowed."""
        return self.values is None and not (
            self.facets
            or self.format
            or self.properties
            or self.required
            or self.extra != ()
            or self.patterns
            or self.items
            or self.first
        )


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A schema: its shapes, any of which a value may have, and what is said beside them."""

    place: Place
    """Where it is written, references followed; where nothing is written, what it would be in."""
    shapes: tuple[Shape, ...]
    is_nullable: bool
    is_written: bool = True
    is_union: bool = False
    is_exclusive: bool = False
    default: str = ""
    discriminator: str = ""
    subtypes: dict[str, Place] = field(default_factory=dict)
    """What the discriminator's words lead to, where that is said by nothing else."""
    marks: frozenset[str] = frozenset()
    """Of readOnly, writeOnly, deprecated: those that hold."""
    broken: str = ""
    """A reference that leads nowhere, so that not all is known."""

    @property
    def allows_any_type(self) -> bool:
        return any(shape.kind == "any" for shape in self.shapes)

    @property
    def listed(self) -> frozenset[str] | None:
        """All values, if they are listed: canonical text; null is not among them."""
        found: set[str] = set()
        for shape in self.shapes:
            if shape.values is None:
                return None
            found |= shape.values.keys()
        return frozenset(found)
