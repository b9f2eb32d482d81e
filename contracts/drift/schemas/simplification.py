"""Shapes of a union that say together what one shape could say."""

from __future__ import annotations

from dataclasses import replace

from contracts.drift.schemas.node import Shape
from contracts.drift.schemas.types import TYPES, covers


def simplified(shapes: list[Shape]) -> list[Shape]:
    """Without shapes that others include, and with lists of values made one."""
    if len(shapes) < 2:
        return shapes
    return _with_values_together(_without_covered(shapes))


def names_all_types(shapes: list[Shape]) -> bool:
    """Whether every type is there, with nothing asked of it; all integers are numbers."""
    return {shape.kind for shape in shapes if shape.is_bare} | {"integer"} >= set(TYPES)


def _without_covered(shapes: list[Shape]) -> list[Shape]:
    wide = [shape for shape in shapes if shape.is_bare]
    kept: list[Shape] = []
    for shape in shapes:
        if not any(other is not shape and _takes(other, shape, kept) for other in wide):
            kept.append(shape)
    return kept


def _takes(wide: Shape, shape: Shape, kept: list[Shape]) -> bool:
    """Of two that take each other the first one stays."""
    if not covers(wide.kind, shape.kind):
        return False
    return not (shape.is_bare and shape.kind == wide.kind) or wide in kept


def _with_values_together(shapes: list[Shape]) -> list[Shape]:
    found: dict[object, Shape] = {}
    for shape in shapes:
        key: object = id(shape)
        if shape.values is not None and _lists_only(shape):
            key = (shape.kind, shape.format, tuple(sorted(shape.facets.items())))
            if key in found:
                values = {**(found[key].values or {}), **shape.values}
                shape = replace(found[key], values=values, parts=())  # noqa: PLW2901
        found[key] = shape
    return list(found.values())


def _lists_only(shape: Shape) -> bool:
    has_children = shape.properties or shape.items or shape.first or shape.patterns
    return not (has_children or shape.required or shape.extra != ())
