"""From a schema to the pieces of a template: what is constant, what is drawn, what is filled in.

What can be put together from parts that are valid on their own is put together; where parts
interact (`oneOf`, `not`, conditions ...) whole values are drawn, shown to the judge, and kept as
one column of those it accepts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

import orjson

from mock_server.data.agreement import settled
from mock_server.data.field import Rule, singular
from mock_server.data.judge import Judge, encode, judge_for
from mock_server.data.leaves import HEIGHT, Leaf, draw_column, possible_kinds, shared_column
from mock_server.data.lists import item_schemas, list_bounds, list_texts
from mock_server.data.objects import Member, members
from mock_server.data.parts import (
    ENVELOPES,
    SHARED,
    Drawn,
    Filled,
    Part,
    Place,
    column_of,
    leaf_pieces,
)
from mock_server.data.rows import Rows
from mock_server.data.schema import Flat, flats
from mock_server.data.template import Piece, Slot, Template
from mock_server.spec.operation import Json

# Limits that keep a document readable and its compilation short (our choice).
MAX_DEPTH = 12
MAX_PARTS = 2000
MOST_PARTS = 3 * MAX_PARTS
"""What must be there may make a document longer, but not without end."""
# Candidates looked at for one way to satisfy a schema whose parts interact.
_CANDIDATES = 32
_SEEDS = tuple(b"candidate %d" % number for number in range(_CANDIDATES))


class Composer:
    """Composes one document.

    Args:
        definitions: what references lead to.
        locales: of which places and people are.
        rules: the vendor's, asked before ours.
        filled: what is filled in per request.
    """

    def __init__(
        self,
        definitions: Mapping[str, Json],
        locales: tuple[str, ...],
        rules: tuple[Rule, ...],
        filled: Filled,
    ) -> None:
        self._definitions = definitions
        self._locales = locales
        self._rules = rules
        self._filled = filled
        self._groups = count(SHARED + 1)
        self._parts = 0
        self.is_ambiguous = False
        """Whether a discriminator had to decide what `oneOf` leaves open."""

    def pieces(self, schema: Json, place: Place) -> list[Piece] | None:
        """The pieces of a value, or None where nothing can stand and nothing has to."""
        return self._pieces_of(self._part(schema, place), place)

    def _pieces_of(self, part: Part | None, place: Place) -> list[Piece] | None:
        if part is None:
            return [b"null"] if place.must else None
        if isinstance(part, Drawn):
            return leaf_pieces(part, self._filled)
        return part

    def _part(self, schema: Json, place: Place) -> Part | None:
        self._parts += 1
        most = MOST_PARTS if place.must else MAX_PARTS
        if self._parts > most or len(place.path) > MAX_DEPTH:
            return None
        ways = flats(schema, self._definitions, place.trail)
        ways = tuple(way for way in ways if way.keywords.get("type") != "null") or ways
        if not ways:
            return None
        if len(ways) == 1 and not ways[0].checked:
            return self._inline(ways[0], place)
        return self._judged(schema, ways, place)

    def _inline(
        self, way: Flat, place: Place, kind: str = "", *, lean: bool = False
    ) -> Part | None:
        place = replace(place, trail=way.trail)
        kind = kind or possible_kinds(way.keywords)[0]
        if kind not in ("object", "array"):
            return self._leaf(way.keywords, place)
        if "enum" in way.keywords or "const" in way.keywords:
            values = way.keywords.get("enum", [way.keywords.get("const")])
            return [column_of([encode(value) for value in values], next(self._groups))]
        if kind == "object" and self._is_told(way.keywords):
            return [column_of([encode(way.keywords["example"])], next(self._groups))]
        if kind == "object":
            return self._object(way.keywords, place, lean=lean)
        return self._list(way.keywords, place, lean=lean)

    def _is_told(self, keywords: Mapping[str, Json]) -> bool:
        """Whether all that is known of an object is what its example shows."""
        if keywords.get("properties") or not isinstance(keywords.get("example"), dict):
            return False
        return judge_for(keywords, self._definitions).accepts(keywords["example"])

    # Leaves

    def _leaf(
        self, keywords: Mapping[str, Json], place: Place, judge: Judge | None = None
    ) -> Drawn | None:
        leaf = Leaf(
            name=place.name,
            path=place.scope,
            text=encode(keywords),
            may_be_null=not place.must,
            locales=self._locales,
            rules=self._rules,
        )
        column = draw_column(leaf, judge) if judge else shared_column(leaf)
        if not column.sure and not place.must:
            return None
        judge = judge or judge_for(keywords, {})
        return Drawn(place, column, judge, keywords, next(self._groups))

    # Objects

    def _object(
        self, keywords: Mapping[str, Json], place: Place, *, lean: bool
    ) -> list[Piece] | None:
        parts: dict[str, tuple[Place, Part]] = {}
        for member in members(keywords, self._definitions, lean=lean):
            inside = self._inside(member, place)
            part = self._part(member.schema, inside)
            if part is not None or member.required:
                parts[member.name] = (inside, part if part is not None else [b"null"])
        return self._braced(settled(parts))

    def _inside(self, member: Member, place: Place) -> Place:
        scope = place.scope
        if place.name and place.name not in ENVELOPES and place.name not in scope:
            scope = (*scope, place.name)
        return replace(place, name=member.name, path=place.here, scope=scope, must=member.required)

    def _braced(self, parts: Mapping[str, tuple[Place, Part]]) -> list[Piece]:
        pieces: list[Piece] = [b"{"]
        for number, (name, (place, part)) in enumerate(parts.items()):
            pieces.append(b"," * (number > 0) + encode(name) + b":")
            pieces += self._pieces_of(part, place) or [b"null"]
        return [*pieces, b"}"]

    # Lists

    def _list(
        self, keywords: Mapping[str, Json], place: Place, *, lean: bool
    ) -> list[Piece] | None:
        first, rest = item_schemas(keywords)
        least, most = list_bounds(keywords, len(first), lean=lean)
        inside = replace(place, name=singular(place.name), path=(*place.here, ""), live=False)
        pieces: list[Piece] = [b"["]
        held = 0
        for schema in first[:most]:
            item = self.pieces(schema, replace(inside, must=held < least))
            if item is None:
                break
            pieces += [b"," * (held > 0), *item]
            held += 1
        rows = None
        if held == len(first) and most > held:
            rows = self._rows(rest, inside, (max(0, least - held), most - held), keywords)
        return [*pieces, *self._tail_of(rows, held, place), b"]"]

    def _tail_of(self, rows: Rows | None, held: int, place: Place) -> list[Piece]:
        """The items after the first ones: a slot for the main list, else ready lists."""
        if rows is None:
            return []
        if place.live and self._filled.main == place.here and not held:
            return [Slot("list", rows=rows)]
        return [column_of(list_texts(rows, held, place.path.count("")), next(self._groups))]

    def _rows(
        self, schema: Json, inside: Place, bounds: tuple[int, int], keywords: Mapping[str, Json]
    ) -> Rows | None:
        """Where a list's items come from; None when there can be none and need be none."""
        schema = _told_by(keywords.get("example"), schema)
        if self._filled.main == inside.path[:-1]:
            # A record is the same thing in a list and by itself, so that both share their columns.
            inside = replace(inside, name="", scope=())
        inside = replace(inside, must=bounds[0] > 0)
        ways = flats(schema, self._definitions, inside.trail)
        ways = tuple(way for way in ways if way.keywords.get("type") != "null") or ways
        checked = len(ways) > 1 or any(way.checked for way in ways)
        judge = judge_for(schema, self._definitions) if checked else None
        templates = []
        for way in ways:
            pieces = self._pieces_of(self._way(way, inside, judge), inside)
            templates += [Template(pieces, HEIGHT)] if pieces else []
        if not templates and any(way.marked for way in ways):
            return self._marked_rows(ways, inside, bounds)
        if not templates and not inside.must:
            return None
        templates = templates or [Template([b"null"], HEIGHT)]
        return Rows(templates, bounds, judge, unique=bool(keywords.get("uniqueItems")))

    def _marked_rows(self, ways: Sequence[Flat], inside: Place, bounds: tuple[int, int]) -> Rows:
        """Items by the discriminator, where no item can fit exactly one branch of `oneOf`."""
        self.is_ambiguous = True
        drawn = (self._pieces_of(self._inline(way, inside), inside) for way in ways if way.marked)
        return Rows([Template(pieces, HEIGHT) for pieces in drawn if pieces], bounds)

    def _way(self, way: Flat, place: Place, judge: Judge | None) -> Part | None:
        """One way as it can be drawn; of those that must be checked, the first that ever passes."""
        if judge is None:
            return self._inline(way, place)
        for part in self._variants(way, place, judge):
            pieces = self._pieces_of(part, place)
            if pieces and any(judge.accepts(value) for value, _ in _samples(pieces)):
                return part
        return None

    # Parts that interact

    def whole(self, schema: Json, place: Place) -> list[Piece] | None:
        """A value as one column of texts, each shown to the judge."""
        ways = flats(schema, self._definitions, place.trail)
        return self._whole(ways, place, judge_for(schema, self._definitions))

    def _judged(self, schema: Json, ways: Sequence[Flat], place: Place) -> Part | None:
        judge = judge_for(schema, self._definitions)
        if place.live and len(place.path) <= 1:
            for part in (part for way in ways for part in self._variants(way, place, judge)):
                pieces = self._pieces_of(part, place)
                if pieces and all(judge.accepts(value) for value, _ in _samples(pieces)):
                    return pieces
        return self._whole(ways, replace(place, live=False), judge)

    def _variants(self, way: Flat, place: Place, judge: Judge) -> Iterator[Part]:
        """The ways to draw one way: by each type, with all properties and with few."""
        for kind in possible_kinds(way.keywords):
            if kind not in ("object", "array") and not {"enum", "const"} & way.keywords.keys():
                keywords = {**way.keywords, "type": kind}
                part: Part | None = self._leaf(keywords, replace(place, trail=way.trail), judge)
                yield from [part] if part is not None else []
                continue
            for lean in (False, True):
                part = self._inline(way, place, kind, lean=lean)
                yield from [part] if part is not None else []

    def _whole(self, ways: Sequence[Flat], place: Place, judge: Judge) -> list[Piece] | None:
        """One column of values that the judge accepts, from all ways in turn."""
        accepted: list[list[bytes]] = []
        nearest: list[bytes] = []
        for way in ways:
            for part in self._variants(way, place, judge):
                drawn = list(_samples(self._pieces_of(part, place) or []))
                nearest = nearest or [text for _, text in drawn[:1]]
                if fitting := [text for value, text in drawn if judge.accepts(value)]:
                    accepted.append(fitting)
                    break
        if accepted:
            return [column_of(_in_turn(accepted), next(self._groups))]
        return [column_of(nearest, next(self._groups))] if nearest and place.must else None


def _told_by(example: Json, schema: Json) -> Json:
    """An item's schema; with the list's own example, it has examples."""
    if not isinstance(example, list) or not isinstance(schema, dict) or "example" in schema:
        return schema
    return {"allOf": [schema], "examples": example}


def _samples(pieces: Sequence[Piece]) -> Iterator[tuple[Json, bytes]]:
    """Values with their texts, as many as are worth looking at."""
    template = Template(pieces, HEIGHT)
    for text in dict.fromkeys(template.sample(seed) for seed in _SEEDS):
        yield orjson.loads(text), text


def _in_turn(lists: Sequence[list[bytes]]) -> list[bytes]:
    """One from each list, again and again; shorter lists start over."""
    longest = max(map(len, lists))
    return [texts[i % len(texts)] for i in range(longest) for texts in lists]
