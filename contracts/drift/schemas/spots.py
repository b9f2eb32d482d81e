"""Which of the schemas that hold together says what differs: there it is told, once for all."""

from __future__ import annotations

from collections.abc import Callable

from contracts.drift.place import Place
from contracts.drift.schemas.node import Node, Parts, Shape

Says = Callable[[Place], bool]


def saying(*keywords: str) -> Says:
    return lambda place: any(keyword in place.value for keyword in keywords)


def requiring(name: str) -> Says:
    def says(place: Place) -> bool:
        required = place.get("required")
        return isinstance(required, list) and name in required

    return says


TYPE = saying("type")
VALUES = saying("enum", "const")
FORMAT = saying("format", "contentEncoding", "contentMediaType")
EXTRA = saying("additionalProperties", "unevaluatedProperties", "patternProperties")
_WORDS = {
    "minimum": ("minimum", "exclusiveMinimum"),
    "maximum": ("maximum", "exclusiveMaximum"),
    "dependent": ("dependentRequired", "dependentSchemas"),
}


def bounding(facet: str) -> Says:
    return saying(*_WORDS.get(facet, (facet,)))


def spots(old: Shape, new: Shape, says: Says) -> tuple[Place, Place]:
    """Where it is said; the places of the shapes where that is not one on each side."""
    one, other = _only(old.parts, says), _only(new.parts, says)
    if one is None and other is not None:
        one = _alike(old.parts, other)
    elif other is None and one is not None:
        other = _alike(new.parts, one)
    return (old.place, new.place) if one is None or other is None else (one, other)


def _only(parts: Parts, says: Says) -> Place | None:
    found = [place for place in parts if says(place)]
    return found[0] if len(found) == 1 else None


def _alike(parts: Parts, other: Place) -> Place | None:
    """The schema that does not say it, though it stands where the other one does."""
    if len(parts) == 1:
        return parts[0]
    return next((place for place in parts if place.pointer == other.pointer), None)


def type_spot(node: Node) -> Place:
    """Where a schema's one type is said."""
    parts = node.shapes[0].parts if len(node.shapes) == 1 else ()
    return _only(parts, TYPE) or node.place
