"""A schema taken apart into alternatives: sets of plain schemas that hold together.

`$ref` is followed, `allOf` is merged, `oneOf` and `anyOf` give alternatives; what stands beside
them holds for each alternative.
"""

from __future__ import annotations

from typing import NamedTuple

from contracts.drift.place import Place, follow
from contracts.drift.schemas.node import Parts
from contracts.drift.schemas.subtypes import subtypes
from contracts.drift.schemas.types import NULL, implied_types, named_types

MAX_ALTERNATIVES = 128
"""ASSUMED: unions of unions that multiply beyond this are compared as a whole."""
MAX_DEPTH = 60
"""ASSUMED: no document nests `allOf` and unions as deep, unless by a mistake."""
UNIONS = ("oneOf", "anyOf")
MARKS = ("readOnly", "writeOnly", "deprecated")
ANNOTATIONS = frozenset({
    "$ref", "title", "description", "summary", "example", "examples", "externalDocs", "xml",
    "$comment", "nullable", "default", "discriminator", "allOf", *UNIONS, *MARKS,
})  # fmt: skip


class Options(NamedTuple):
    """Alternatives, and whether null is allowed beside them."""

    is_nullable: bool
    parts: tuple[Parts, ...]


EVERYTHING = Options(True, ((),))
NOTHING = Options(False, ())


class Expansion:
    """The expansion of one schema; collects what is said once for all alternatives."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        self.trail: list[int] = []
        self.default: Place | None = None
        self.discriminator: Place | None = None
        self.marks: set[str] = set()
        self.unions_inside = 0
        self.is_union = False
        self.is_exclusive = False
        self.whole: list[tuple[str, Parts]] = []
        """Unions that would multiply beyond reason."""

    def options(self, place: Place) -> Options:
        value = place.value
        if value is False:
            return NOTHING
        if not isinstance(value, dict) or not value or id(value) in self.trail:
            return EVERYTHING
        if len(self.trail) > MAX_DEPTH:
            self.broken.append("nested too deep")
            return EVERYTHING
        self.trail.append(id(value))
        found = self.referring(place) if isinstance(value.get("$ref"), str) else self.plain(place)
        self.trail.pop()
        return found._replace(is_nullable=True) if place.says("nullable") else found

    def referring(self, place: Place) -> Options:
        """Of what stands beside a reference, 3.0 ignores all; we do but for `nullable`."""
        step = place.home.target(place.value["$ref"])
        if step is None:
            self.broken.append(place.value["$ref"])
            return EVERYTHING
        follow(place)
        found = self.options(step)
        if place.home.is_30 or len(place.value) == 1:
            return found
        return self.both(self.plain(place), found)

    def plain(self, place: Place) -> Options:
        self.annotate(place)
        found = self.own(place)
        for part in place.part("allOf") if isinstance(place.get("allOf"), list) else ():
            found = self.both(found, self.options(part))
        for keyword in UNIONS:
            if isinstance(place.value.get(keyword), list) and place.value[keyword]:
                found = self.with_union(found, place, keyword)
        return found

    def own(self, place: Place) -> Options:
        value = place.value
        if value.keys() <= ANNOTATIONS:
            return EVERYTHING
        return Options(_allows_null(place), ((place,),))

    def with_union(self, found: Options, place: Place, keyword: str) -> Options:
        branches = place.child(keyword).children()
        is_choice = sum(not _says_null(branch) for branch in branches) > 1
        self.unions_inside += is_choice
        options = [self.options(branch) for branch in branches]
        self.unions_inside -= is_choice
        parts = tuple(part for option in options for part in option.parts if not _is_null(part))
        if len(parts) * len(found.parts) > MAX_ALTERNATIVES:
            self.whole.append((keyword, tuple(branches)))
            return found
        if len(parts) > 1:
            self.is_union = True
            self.is_exclusive |= keyword == "oneOf"
        union = Options(any(option.is_nullable for option in options), parts)
        return self.both(found, union)

    def both(self, one: Options, other: Options) -> Options:
        parts = tuple(_joined(left, right) for left in one.parts for right in other.parts)
        return Options(one.is_nullable and other.is_nullable, parts)

    def annotate(self, place: Place) -> None:
        if self.unions_inside:
            return
        value = place.value
        if self.default is None and value.get("default") is not None:
            self.default = place.child("default")
        if self.discriminator is None and isinstance(value.get("discriminator"), dict):
            self.discriminate(place.child("discriminator"))
        for mark in MARKS:
            if mark in value and place.says(mark):
                self.marks.add(mark)

    def discriminate(self, place: Place) -> None:
        """Which subtype it is does not matter to one that takes over what all have."""
        if all(id(subtype.value) not in self.trail for subtype in subtypes(place).values()):
            self.discriminator = place


def _joined(left: Parts, right: Parts) -> Parts:
    """Both, each schema once: a reference may lead to the same one twice."""
    if not left or not right:
        return left or right
    known = {id(place.value) for place in left}
    return left + tuple(place for place in right if id(place.value) not in known)


def _allows_null(place: Place) -> bool:
    """Whether null is among a schema's values, as far as its own keywords tell.

    An `enum` does not take away the null that the type allows: whoever writes both means it.
    """
    types = named_types(place)
    if types is not None:
        return NULL in types
    if "const" in place.value:
        return place.value["const"] is None
    values = place.value.get("enum")
    if isinstance(values, list) and values:
        return None in values
    return not implied_types((place,))


def _is_null(parts: Parts) -> bool:
    return any(_says_null(place) for place in parts)


def _says_null(place: Place) -> bool:
    """Whether a schema allows null and nothing else."""
    if not isinstance(place.value, dict):
        return False
    if named_types(place) == frozenset({NULL}) or place.value.get("enum") == [None]:
        return True
    if place.has("type") and place.value["type"] is None:  # null without quotes
        return place.value.keys() - {"type"} <= ANNOTATIONS
    return "const" in place.value and place.value["const"] is None
