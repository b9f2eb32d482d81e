"""A schema as one short text that is equal for equal schemas."""

from __future__ import annotations

from hashlib import blake2b
from typing import Protocol

from contracts.drift.place import Place
from contracts.drift.schemas.node import Node, Parts, Shape


class Source(Protocol):
    def node(self, parts: Parts, inside: Place) -> Node: ...

    def summary(self, node: Node, depth: int) -> str: ...


def summary(node: Node, depth: int, source: Source) -> str:
    """Looks `depth` levels of properties and items down; what is deeper makes no difference."""
    shapes = sorted(shape_summary(shape, depth, source) for shape in node.shapes)
    marks = ",".join(sorted(node.marks))
    said = (node.default, node.discriminator, marks, node.broken, str(node.is_nullable))
    return _digest("|".join((*said, *shapes)))


def shape_summary(shape: Shape, depth: int, source: Source) -> str:
    def of(parts: Parts) -> str:
        return source.summary(source.node(parts, shape.place), depth - 1)

    said = [shape.kind, shape.format, ",".join(sorted(shape.required))]
    said += [f"{keyword}={facet.text}" for keyword, facet in sorted(shape.facets.items())]
    said += sorted(shape.values) if shape.values is not None else ["free"]
    if depth <= 0:
        return "|".join((*said, *sorted(shape.properties)))
    for kind, named in (("p", shape.properties), ("q", shape.patterns)):
        said += [f"{kind}{name}={of(parts)}" for name, parts in sorted(named.items())]
    said.append("closed" if shape.extra is None else of(shape.extra))
    said += [of(shape.items), *(of(parts) for parts in shape.first)]
    return "|".join(said)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
