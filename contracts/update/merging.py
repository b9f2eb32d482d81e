"""Two values made equal in what means something to a client; the words of ours stay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contracts.drift.place import Place
from contracts.update.borrowing import NAMES, VALUES, Borrowing, is_word

Json = Any
Map = dict[str, Any]

INSIDE = frozenset({"properties", "items", "additionalProperties", "patternProperties", "required"})
"""Keywords of a schema that lead to other schemas, or name them."""


def adopt(ours: Json, theirs: Place, keywords: Iterable[str], borrowing: Borrowing) -> None:
    """Have those keywords as they have them: added, replaced, or taken away."""
    said = borrowing.taken(theirs)
    if isinstance(ours, dict) and isinstance(said, dict):
        _adopt(ours, said, keywords)


def adopt_own(ours: Json, theirs: Place, borrowing: Borrowing) -> None:
    """Have all keywords of a schema but those that lead into others."""
    said = borrowing.taken(theirs)
    if isinstance(ours, dict) and isinstance(said, dict):
        _adopt(ours, said, _meaning(ours, said) - INSIDE)


def adopt_all(ours: Json, theirs: Place, borrowing: Borrowing) -> None:
    """Have the whole as they have it, down to the bottom."""
    said = borrowing.taken(theirs)
    if isinstance(ours, dict) and isinstance(said, dict):
        _adopt(ours, said, _meaning(ours, said))


def _meaning(ours: Map, theirs: Map) -> set[str]:
    return {word for word in (*ours, *theirs) if not is_word(word)}


def _adopt(ours: Map, theirs: Map, keywords: Iterable[str]) -> None:
    for keyword in [*(one for one in theirs if one in keywords), *(set(keywords) - theirs.keys())]:
        if keyword not in theirs:
            ours.pop(keyword, None)
        elif keyword not in ours:
            ours[keyword] = theirs[keyword]
        else:
            ours[keyword] = merged(ours[keyword], theirs[keyword], is_names=keyword in NAMES)


def merged(ours: Json, theirs: Json, *, is_names: bool = False) -> Json:
    """Theirs, with the words of ours wherever both have the same thing."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if ("$ref" in ours) != ("$ref" in theirs):
            return theirs
        return _maps(ours, theirs, is_names=is_names)
    if isinstance(ours, list) and isinstance(theirs, list):
        return _lists(ours, theirs)
    return theirs


def _maps(ours: dict[str, Json], theirs: dict[str, Json], *, is_names: bool) -> dict[str, Json]:
    made: dict[str, Json] = {}
    for key, mine in ours.items():
        if key in theirs:
            is_inner = not is_names and key in NAMES
            plain = not is_names and key in VALUES
            made[key] = (
                _lists(mine, theirs[key])
                if plain and isinstance(mine, list) and isinstance(theirs[key], list)
                else theirs[key]
                if plain
                else merged(mine, theirs[key], is_names=is_inner)
            )
        elif not is_names and is_word(key):
            made[key] = mine
    return {**made, **{key: value for key, value in theirs.items() if key not in made}}


def _lists(ours: list[Json], theirs: list[Json]) -> list[Json]:
    """In the order of ours, with what is new at the end; of maps, those in the same turn."""
    if any(isinstance(one, dict | list) for one in (*ours, *theirs)):
        pairs = [merged(one, other) for one, other in zip(ours, theirs, strict=False)]
        return [*pairs, *theirs[len(pairs) :]]
    stay = [one for one in ours if one in theirs]
    return [*stay, *(one for one in theirs if one not in stay)]
