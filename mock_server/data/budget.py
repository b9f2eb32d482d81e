"""How much of a schema a document shows: all of a plain one, of one that recurses a part.

What is optional is left out early enough that what is required can always be finished. How deeply
a document nests is settled before it is composed, so that all of its branches end at one depth
instead of the first ones taking all the room.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mock_server.data.leaves import possible_kinds
from mock_server.data.lists import item_schemas, list_bounds
from mock_server.data.objects import members
from mock_server.data.parts import Place
from mock_server.data.schema import Flat, Trail, flats, is_leaf
from mock_server.spec.operation import Json

# How many objects and lists may stand around an optional one at most (our choice).
_DEEPEST = 12
# Values of a document that nests as deeply as it may, counted before: about 10 KB (our choice).
_VALUES = 300
# Values composed, counted with those that were tried in vain. What is required may be more, if it
# is inside of something optional by less.
_OPTIONAL, _INSIDE, _REQUIRED = 1000, 1500, 6000
# Deeper than any published document (assumed); keeps recursion within Python's limit.
_NESTED = 30


@dataclass(slots=True)
class Budget:
    """What is left to spend on one document.

    Args:
        depth: how many objects and lists may stand around an optional one.
    """

    depth: int
    spent: int = 0

    def admits(self, place: Place, values: int = 1) -> bool:
        """Whether there may be so many more values here; they are spent in any case."""
        self.spent += values
        if not place.must:
            return self.spent <= _OPTIONAL
        most = _REQUIRED if place.sure else _INSIDE
        return self.spent <= most and len(place.path) <= _NESTED

    def admits_nesting(self, place: Place) -> bool:
        """Whether an object or a list may stand here; a list that may is not left empty."""
        return place.must or place.path[-1:] == ("",) or len(place.path) <= self.depth


@dataclass(frozen=True, slots=True)
class _Node:
    """A schema in a document, `level` names deep."""

    schema: Json
    trail: Trail
    level: int
    must: bool


def depth_for(schema: Json, definitions: Mapping[str, Json]) -> int:
    """The greatest depth at which the document is not too large, every branch counted."""
    later = [_Node(schema, (), -1, must=True)]
    values = 0
    for depth in range(_DEEPEST):
        now, later = later, []
        while now:
            node = now.pop()
            if not node.must and node.level > depth:
                later.append(node)
                continue
            found = list(_inside(node, definitions))
            values += len(found)
            now += [inner for inner in found if not is_leaf(inner.schema)]
            if values > _VALUES:
                return max(depth - 1, 0)
        if not later:
            break
    return _DEEPEST


def _inside(node: _Node, definitions: Mapping[str, Json]) -> Iterator[_Node]:
    for way in flats(node.schema, definitions, node.trail):
        kind = possible_kinds(way.keywords)[0]
        if kind == "object":
            yield from _members(node, way, definitions)
        elif kind == "array":
            yield from _items(node, way)


def _members(node: _Node, way: Flat, definitions: Mapping[str, Json]) -> Iterator[_Node]:
    for member in members(way.keywords, definitions, lean=False):
        yield _Node(member.schema, way.trail, node.level + 1, member.required)


def _items(node: _Node, way: Flat) -> Iterator[_Node]:
    first, rest = item_schemas(way.keywords)
    _, most = list_bounds(way.keywords, len(first), lean=False)
    for schema in (*first[:most], *([rest] if most > len(first) else ())):
        yield _Node(schema, way.trail, node.level + 2, must=True)
