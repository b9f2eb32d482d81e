"""The schemas of one side, each built once, when it is first asked for."""

from __future__ import annotations

from contracts.drift.place import Place, follow
from contracts.drift.schemas.expansion import Expansion
from contracts.drift.schemas.facets import Facet, put
from contracts.drift.schemas.node import Node, Parts, Shape
from contracts.drift.schemas.shaping import meant_as, shapes
from contracts.drift.schemas.simplification import names_all_types, simplified
from contracts.drift.schemas.subtypes import subtypes
from contracts.drift.schemas.summary import summary
from contracts.drift.schemas.types import ANY, fits
from contracts.drift.schemas.values import canonical

TEXT_DEPTH = 8
"""How deep schemas are told apart that are only compared as a whole."""


class Schemas:
    def __init__(self) -> None:
        self._nodes: dict[tuple[int, ...], Node] = {}
        self._unnamed: list[Node] = []
        """Kept, because what was compared is remembered by identity."""
        self._made: list[Shape] = []
        self._told: set[tuple[int, ...]] = set()
        self._summaries: dict[tuple[int, int], str] = {}

    def node(self, parts: Parts, inside: Place) -> Node:
        """The schema that holds where all of `parts` do.

        Args:
            inside: what has that schema, and is pointed at if nothing is written.
        """
        if not parts:
            return self._anything(inside)
        key = tuple([id(place.value) for place in parts])
        if (known := self._nodes.get(key)) is not None:
            return known
        made = self._built(parts)
        if all(isinstance(place.value, dict) for place in parts):
            self._nodes[key] = made
        else:
            self._unnamed.append(made)  # true and false are the same object everywhere
        return made

    def keep(self, shape: Shape) -> None:
        """Remember what was made on the way: schemas are known by the identity of what is read."""
        self._made.append(shape)

    def text(self, parts: Parts) -> str:
        """A schema that is compared as a whole; of what leads back to itself, that it does."""
        key = tuple([id(place.value) for place in parts])
        if key in self._told:
            return "itself"
        self._told.add(key)
        text = self.summary(self.node(parts, parts[0]), TEXT_DEPTH)
        self._told.remove(key)
        return text

    def summary(self, node: Node, depth: int) -> str:
        """Equal for schemas that are equal as deep as that, whatever their components' names."""
        key = (id(node), depth)
        if key not in self._summaries:
            self._summaries[key] = summary(node, depth, self)
        return self._summaries[key]

    def _anything(self, inside: Place) -> Node:
        key = (id(inside.value), 0)
        if key not in self._nodes:
            self._nodes[key] = Node(inside, (Shape(ANY, inside),), True, is_written=False)
        return self._nodes[key]

    def _built(self, parts: Parts) -> Node:
        expansion = Expansion()
        found = expansion.options(parts[0])
        for place in parts[1:]:
            found = expansion.both(found, expansion.options(place))
        home = (None if expansion.broken else follow(parts[0])) or parts[0]
        built: list[Shape] = []
        for alternative in found.parts:
            place = alternative[-1] if expansion.is_union and alternative else home
            built.extend(shapes(alternative, place, self))
        simple = simplified(self._with_whole(built, expansion))
        if found.is_nullable and names_all_types(simple):
            simple = [Shape(ANY, home)]
        return Node(
            place=home,
            shapes=tuple(simple),
            is_nullable=found.is_nullable,
            is_union=expansion.is_union,
            is_exclusive=expansion.is_exclusive,
            default=_default(expansion.default, built),
            discriminator=_discriminator(expansion.discriminator),
            subtypes={} if expansion.is_union else subtypes(expansion.discriminator),
            marks=frozenset(expansion.marks),
            broken=", ".join(sorted(set(expansion.broken))),
        )

    def _with_whole(self, built: list[Shape], expansion: Expansion) -> list[Shape]:
        for keyword, branches in expansion.whole:
            texts = sorted(self.text((branch,)) for branch in branches)
            for shape in built:
                put(shape.facets, keyword, Facet(None, " or ".join(texts)))
        return built


def _default(place: Place | None, built: list[Shape]) -> str:
    """As it is meant: what fits no type of the schema was quoted, or not, by a slip."""
    if place is None:
        return ""
    kinds = [shape.kind for shape in built]
    if ANY in kinds or any(fits(place.value, kind) for kind in kinds):
        return canonical(place.value)
    meant = (meant_as(kind, place.value) for kind in kinds)
    return canonical(next((v for v in meant if v is not place.value), place.value))


def _discriminator(place: Place | None) -> str:
    """The property and the words that choose; what they lead to are names of components."""
    if place is None or not isinstance(place.get("propertyName"), str):
        return ""
    mapping = place.get("mapping")
    words = sorted(map(str, mapping)) if isinstance(mapping, dict) else []
    name = str(place.value["propertyName"])
    return f"{name} ({', '.join(words)})" if words else name
