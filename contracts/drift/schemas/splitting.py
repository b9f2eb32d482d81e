"""An object of several kinds against alternatives with a kind each: cut into the same pieces.

Both say which fields go with which kind, the one in words only. So each piece is held against its
counterpart; what another piece has is no field that is gone, or new.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import orjson

from contracts.drift.place import Place
from contracts.drift.schemas.node import Shape
from contracts.drift.schemas.stock import Schemas

Tags = dict[str, frozenset[str]]
"""Properties by name, and the values that are listed for them."""

MOST_TAGS = 5
"""ASSUMED: of an alternative. What has more values is no name of a kind."""


def tags(shape: Shape, schemas: Schemas) -> Tags:
    nodes = {name: schemas.node(parts, shape.place) for name, parts in shape.properties.items()}
    listed = {name: node.listed for name, node in nodes.items() if not node.is_nullable}
    return {name: values for name, values in listed.items() if values and _are_words(values)}


def _are_words(values: frozenset[str]) -> bool:
    return all(value[:1] == '"' == value[-1:] and "\\" not in value for value in values)


def split(shapes: list[Shape], like: list[Shape], own: Schemas, other: Schemas) -> list[Shape]:
    """`shapes`, with each that the alternatives `like` divide among themselves in their pieces."""
    kinds = [(shape, tags(shape, other)) for shape in like if shape.kind == "object"]
    found: list[Shape] = []
    for shape in shapes:
        pieces = list(_pieces(shape, kinds, own)) if shape.kind == "object" else []
        found += pieces or [shape]
    return found


def _pieces(shape: Shape, kinds: list[tuple[Shape, Tags]], own: Schemas) -> Iterator[Shape]:
    for name, values in tags(shape, own).items():
        alike = [(one, said[name] & values) for one, said in kinds if name in said]
        alike = [(one, shared) for one, shared in alike if shared]
        if len(values) < 2 or len(alike) < 2 or not _are_apart([shared for _, shared in alike]):
            continue
        rest = values.difference(*(shared for _, shared in alike))
        for index, (one, shared) in enumerate(alike):
            others = [kind for kind, _ in alike if kind is not one]
            piece = _piece(shape, (name, shared if index else shared | rest), one, others)
            own.keep(piece)
            yield piece
        return


def _are_apart(listed: list[frozenset[str]]) -> bool:
    return sum(map(len, listed)) == len(frozenset().union(*listed))


def _piece(
    shape: Shape, tagged: tuple[str, frozenset[str]], one: Shape, others: list[Shape]
) -> Shape:
    """The part of an object that has those values for its tag, and no fields of other kinds."""
    tag, values = tagged
    elsewhere = {name for other in others for name in other.properties} - one.properties.keys()
    kept = {name: parts for name, parts in shape.properties.items() if name not in elsewhere}
    said = kept[tag][-1]
    listed = {"enum": [orjson.loads(value) for value in sorted(values)]}
    kept[tag] = (*kept[tag], Place(listed, said.home, said.parent, said.key))
    return replace(shape, properties=kept, required=shape.required - elsewhere)
