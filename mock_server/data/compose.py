"""From a schema to the pieces of a template: what is constant, what is drawn, what is filled in.

What can be put together from parts that are valid on their own is put together; where parts
interact (`oneOf`, `not`, conditions ...) whole values are drawn, shown to the judge, and kept as
one column of those it accepts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from mock_server.data.agreement import settled
from mock_server.data.budget import Budget
from mock_server.data.candidates import in_turn, samples
from mock_server.data.field import singular
from mock_server.data.judge import Judge, encode, judge_for
from mock_server.data.leaves import HEIGHT, Leaf, draw_column, possible_kinds, shared_column
from mock_server.data.lists import item_schemas, list_bounds, list_texts, told_by
from mock_server.data.objects import members
from mock_server.data.options import GeneratorOptions
from mock_server.data.parts import (
    SHARED,
    Drawn,
    Filled,
    Part,
    Place,
    column_of,
    leaf_pieces,
    regrouped,
)
from mock_server.data.rows import Rows
from mock_server.data.schema import Flat, flats, likely
from mock_server.data.stock import stock
from mock_server.data.template import Piece, Slot, Template
from mock_server.spec.operation import Json


class Composer:
    """Composes one document.

    Args:
        definitions: what references lead to.
        options: how to draw.
        filled: what is filled in per request.
        budget: how much the document may be.
        lenient: whether null stands for what is required and cannot be; else such an object
            cannot be either.
    """

    def __init__(
        self,
        definitions: Mapping[str, Json],
        options: GeneratorOptions,
        filled: Filled,
        budget: Budget,
        *,
        lenient: bool,
    ) -> None:
        self._definitions = definitions
        self._options = options
        self._filled = filled
        self._budget = budget
        self._lenient = lenient
        self._groups = count(SHARED + 1)
        self._made: dict[object, tuple[Part | None, int]] = {}
        self.is_ambiguous = False
        """Whether a discriminator had to decide what `oneOf` leaves open."""

    def pieces(self, schema: Json, place: Place) -> list[Piece] | None:
        """The pieces of a value, or None where nothing can stand."""
        return self._pieces_of(self._part(schema, place), place)

    def _pieces_of(self, part: Part | None, place: Place) -> list[Piece] | None:
        if part is None:
            return [b"null"] if place.must and self._lenient else None
        if isinstance(part, Drawn):
            return leaf_pieces(part, self._filled)
        return part

    def _part(self, schema: Json, place: Place) -> Part | None:
        """What was made of an equal schema in an equal place, else made now."""
        key = (encode(schema), place.likeness)
        if key not in self._made:
            before = self._budget.spent
            part = self._new_part(schema, place)
            self._made[key] = (part, self._budget.spent - before)
            return part
        part, values = self._made[key]
        if part is None or not self._budget.admits(place, values):
            return None
        return regrouped(part, self._groups)

    def _new_part(self, schema: Json, place: Place) -> Part | None:
        if not self._budget.admits(place):
            return None
        ways = likely(flats(schema, self._definitions, place.trail))
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
        if not self._budget.admits_nesting(place):
            return None
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
            locales=self._options.locales,
            rules=self._options.rules,
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
            inside = place.member(member.name, required=member.required)
            part = self._part(member.schema, inside)
            if part is not None:
                parts[member.name] = (inside, part)
            elif member.required and not self._lenient:
                return None
            elif member.required:
                parts[member.name] = (inside, [b"null"])
        return self._braced(settled(parts))

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
            must = held < least
            item = self.pieces(schema, replace(inside, must=must, sure=must and inside.sure))
            if item is None:
                break
            pieces += [b"," * (held > 0), *item]
            held += 1
        rows = None
        if held == len(first) and most > held:
            rows = self._rows(rest, inside, (max(0, least - held), most - held), keywords)
        if rows is None and held < least and not self._lenient:
            return None
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
        schema = told_by(keywords.get("example"), schema)
        is_main = self._filled.main == inside.path[:-1]
        if is_main:
            # A record is the same thing in a list and by itself, so that both share their columns.
            inside = replace(inside, name="", scope=())
        must = bounds[0] > 0
        inside = replace(inside, must=must, sure=must and inside.sure)
        ways = likely(flats(schema, self._definitions, inside.trail))
        checked = len(ways) > 1 or any(way.checked for way in ways)
        judge = judge_for(schema, self._definitions) if checked else None
        templates = []
        for way in ways:
            pieces = self._pieces_of(self._way(way, inside, judge), inside)
            templates += [Template(pieces, HEIGHT)] if pieces else []
        if not templates and any(way.marked for way in ways):
            # Where no item can fit exactly one branch of `oneOf`, the discriminator decides.
            self.is_ambiguous, judge = True, None
            marked = (self._inline(way, inside) for way in ways if way.marked)
            drawn = (self._pieces_of(part, inside) for part in marked)
            templates = [Template(pieces, HEIGHT) for pieces in drawn if pieces]
        if not templates and not (inside.must and self._lenient):
            return None
        templates = templates or [Template([b"null"], HEIGHT)]
        unique = bool(keywords.get("uniqueItems"))
        return Rows(templates, bounds, judge, unique=unique, account=stock() if is_main else None)

    def _way(self, way: Flat, place: Place, judge: Judge | None) -> Part | None:
        """One way as it can be drawn; of those that must be checked, the first that ever passes."""
        if judge is None:
            return self._inline(way, place)
        for part in self._variants(way, place, judge):
            pieces = self._pieces_of(part, place)
            if pieces and any(judge.accepts(value) for value, _ in samples(pieces)):
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
                if pieces and all(judge.accepts(value) for value, _ in samples(pieces)):
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
                drawn = list(samples(self._pieces_of(part, place) or []))
                nearest = nearest or [text for _, text in drawn[:1]]
                if fitting := [text for value, text in drawn if judge.accepts(value)]:
                    accepted.append(fitting)
                    break
        if accepted:
            return [column_of(in_turn(accepted), next(self._groups))]
        return [column_of(nearest, next(self._groups))] if nearest and place.must else None
