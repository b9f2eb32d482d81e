"""From a schema as it is written to flat ones: no references, no allOf, one branch chosen.

A `Flat` is what can be drawn from directly. Where branches are to choose from there are several,
the likeliest first. `checked` means that drawing by the flat keywords alone may miss a rule
(`not`, `oneOf`, `contains` ...), so what is drawn must be shown to a judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from mock_server.data.merging import (
    MERGERS,
    OBJECT_KEYWORDS,
    Conflict,
    merge_objects,
    refuse_foreign_const,
)
from mock_server.data.tidy import follow
from mock_server.spec.operation import Json

# How many combinations of branches are looked at; a document with more gets the first ones.
MAX_CHOICES = 12
# How many schemas one merge takes in: far more than documents have, far less than some could ask.
MAX_STEPS = 2000
# How often one definition may occur inside itself before it is cut off: one level of children.
MAX_NESTING = 2

Trail = tuple[str, ...]
_JUDGED = ("not", "contains", "unevaluatedProperties", "unevaluatedItems", "propertyNames")
_LEAVES = ("string", "integer", "number", "boolean", "null")
_COMPOSED = frozenset(
    (*("$ref", "allOf", "anyOf", "oneOf", "if", "dependentSchemas"), *OBJECT_KEYWORDS)
)


@dataclass(frozen=True, slots=True)
class Flat:
    """Keywords to draw by, and the references that were followed to get here.

    `marked` when a discriminator chose the branch: it is the right one even where, by `oneOf`
    alone, the value would fit others too.
    """

    keywords: Mapping[str, Json]
    checked: bool
    trail: Trail
    marked: bool = False


@dataclass(slots=True)
class _Merge:
    """A merge under way: what is merged so far, and the groups of branches yet to choose from."""

    keywords: dict[str, Json] = field(default_factory=dict)
    groups: list[list[Json]] = field(default_factory=list)
    checked: bool = False
    trail: Trail = ()
    marked: bool = False
    here: frozenset[str] = frozenset()
    """The references that were followed for this very value."""
    steps: Iterator[int] = field(default_factory=lambda: iter(range(MAX_STEPS)))
    """What is left to spend, together with all copies."""

    def copy(self) -> _Merge:
        return replace(self, keywords=dict(self.keywords), groups=list(self.groups))


def flats(schema: Json, definitions: Mapping[str, Json], trail: Trail = ()) -> tuple[Flat, ...]:
    """Ways to satisfy the schema, likeliest first; none when it is impossible or recurses."""
    try:
        if isinstance(schema, dict) and _COMPOSED.isdisjoint(schema):
            return (_plain(schema, trail),)
        merge = _Merge(trail=trail)
        _absorb(merge, schema, definitions)
    except Conflict:
        return ()
    found = islice(_choose(merge, definitions), MAX_CHOICES)
    return tuple(Flat(each.keywords, each.checked, each.trail, each.marked) for each in found)


def likely(ways: tuple[Flat, ...]) -> tuple[Flat, ...]:
    """The ways that are more than null, if there are any."""
    return tuple(way for way in ways if way.keywords.get("type") != "null") or ways


def is_leaf(schema: Json) -> bool:
    """Whether a schema says at first sight that its values hold no others."""
    plain = isinstance(schema, dict) and _COMPOSED.isdisjoint(schema)
    return plain and schema.get("type") in _LEAVES


def _plain(schema: Mapping[str, Json], trail: Trail) -> Flat:
    """A schema of which nothing has to be merged: most leaves are such."""
    keywords = {word: value for word, value in schema.items() if word in MERGERS}
    refuse_foreign_const(keywords)
    return Flat(keywords, _is_judged(keywords), trail)


def _is_judged(keywords: Mapping[str, Json]) -> bool:
    """Whether to draw by these keywords may miss what they say."""
    listed = bool(keywords.get("uniqueItems") and keywords.get("prefixItems"))
    return listed or any(keyword in keywords for keyword in _JUDGED)


def _choose(merge: _Merge, definitions: Mapping[str, Json]) -> Iterator[_Merge]:
    if not merge.groups:
        yield merge
        return
    first, *rest = merge.groups
    for branch in first:
        chosen = merge.copy()
        chosen.groups = rest.copy()
        try:
            _absorb(chosen, branch, definitions)
        except Conflict:
            continue
        yield from _choose(chosen, definitions)


def _absorb(merge: _Merge, schema: Json, definitions: Mapping[str, Json]) -> None:
    """Take one more schema into the merge.

    Raises:
        Conflict: nothing can satisfy both, or a definition is nested in itself too often.
    """
    if schema is False or next(merge.steps, None) is None:
        raise Conflict
    if schema is True:
        return
    if "$ref" in schema:
        _absorb_reference(merge, schema["$ref"], definitions)
    for part in schema.get("allOf", ()):
        _absorb(merge, part, definitions)
    merge_objects(merge.keywords, schema)
    for keyword, merger in MERGERS.items():
        if keyword in schema:
            present = keyword in merge.keywords
            value = schema[keyword]
            merge.keywords[keyword] = merger(merge.keywords[keyword], value) if present else value
    refuse_foreign_const(merge.keywords)
    merge.checked |= _is_judged(merge.keywords)
    _absorb_branches(merge, schema, definitions)
    _absorb_conditions(merge, schema)


def _absorb_reference(merge: _Merge, reference: str, definitions: Mapping[str, Json]) -> None:
    if reference in merge.here:
        return  # The same of the same value says nothing new, as when a child names its parent.
    if merge.trail.count(reference) >= MAX_NESTING:
        raise Conflict
    merge.here |= {reference}
    merge.trail = (*merge.trail, reference)
    _absorb(merge, follow(reference, definitions), definitions)


def _absorb_branches(
    merge: _Merge, schema: Mapping[str, Json], definitions: Mapping[str, Json]
) -> None:
    for keyword in ("anyOf", "oneOf"):
        branches = schema.get(keyword, [])
        ordered = sorted(branches, key=_is_null)
        if branches:
            merge.marked |= "discriminator" in schema
            merge.groups.append(
                [_discriminated(schema, branch, definitions, merge.trail) for branch in ordered]
            )
            merge.checked |= keyword == "oneOf" and sum(not _is_null(each) for each in ordered) > 1


def _is_null(branch: Json) -> bool:
    return isinstance(branch, dict) and (
        branch.get("type") in ("null", ["null"])
        or branch.get("enum") == [None]
        or ("const" in branch and branch["const"] is None)
    )


def _discriminated(
    schema: Mapping[str, Json], branch: Json, definitions: Mapping[str, Json], trail: Trail
) -> Json:
    """The branch, its discriminator's value set (OpenAPI 3.1, Discriminator Object).

    Left as it is where its own values for that property go against the discriminator.
    """
    discriminator = schema.get("discriminator")
    name = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
    if not isinstance(name, str) or not isinstance(branch, dict) or "$ref" not in branch:
        return branch
    value = {"const": _mark(discriminator, branch["$ref"])}
    marked = {"allOf": [branch, {"properties": {name: value}}]}
    ways = flats(marked, definitions, trail)
    possible = any(
        flats(way.keywords["properties"].get(name, False), definitions, way.trail) for way in ways
    )
    return marked if possible else branch


def _mark(discriminator: Json, reference: str) -> str:
    target = reference.rpartition("/")[2]
    mapping = discriminator.get("mapping")
    for value, mapped in mapping.items() if isinstance(mapping, dict) else ():
        if isinstance(mapped, str) and mapped.rpartition("/")[2] == target:
            return str(value)
    return target


def _absorb_conditions(merge: _Merge, schema: Mapping[str, Json]) -> None:
    """Conditions become branches: the condition holds and so does `then`, or only `else`."""
    if "if" in schema:
        holds = {"allOf": [schema["if"], schema.get("then", True)]}
        merge.groups.append([holds, schema.get("else", True)])
        merge.checked = True
    for name, dependent in schema.get("dependentSchemas", {}).items():
        holds = {"allOf": [dependent], "required": [name]}
        merge.groups.append([holds, {"properties": {name: False}}])
        merge.checked = True
