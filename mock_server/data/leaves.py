"""Columns of leaves: for one leaf of a schema, a value for each of a fixed number of scenes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from mock_server.data.field import PASS, Field, Pass, Rule, words_of
from mock_server.data.judge import Judge, encode, judge_for
from mock_server.data.merging import types
from mock_server.data.rules import RULES
from mock_server.data.samplers import kinds_of, sample, telling
from mock_server.data.scene import Scene
from mock_server.spec.operation import Json

HEIGHT = 64
"""How many different values a leaf has; more would cost memory in every operation."""
# Every so many-th value of an optional leaf that may be null is null (assumed: seldom).
_NULL_EVERY = 16
# What most things have not come to yet, so that it is null where it may be; and how seldom not.
_ENDINGS = frozenset(("deleted", "archived", "cancelled", "canceled", "revoked", "purged", "error"))
_ENDED_EVERY = 4
_ATTEMPTS = 12
# How many values are tried before a type is given up, and how many scenes are compared.
_TRIALS = 8
_SCENE_PROBES = 6

# Which types a keyword is about, where a schema names none.
_TELLING = (
    ("object", ("properties", "patternProperties", "additionalProperties", "required")),
    ("object", ("minProperties", "maxProperties", "propertyNames", "dependentRequired")),
    ("array", ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains")),
    ("number", ("multipleOf", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")),
    ("string", ("minLength", "maxLength", "pattern", "format")),
)
_ALL_KINDS = ("string", "integer", "object", "array", "boolean", "number", "null")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf as it is asked for; equal ones have equal columns, whichever document they are in."""

    name: str
    path: tuple[str, ...]
    text: bytes
    may_be_null: bool
    locales: tuple[str, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class LeafColumn:
    """A value for each scene, as JSON; `shared` when it depends on what the scene is."""

    texts: tuple[bytes, ...]
    sure: bool
    shared: bool

    @property
    def values(self) -> list[Json]:
        """Read from the texts: few leaves are asked, and each would hold all values twice."""
        return list(map(json.loads, self.texts))


def column_of_values(values: Iterable[Json], *, sure: bool, shared: bool) -> LeafColumn:
    """Equal values share one text."""
    known: dict[bytes, bytes] = {}
    texts = (encode(value) for value in values)
    return LeafColumn(tuple(known.setdefault(text, text) for text in texts), sure, shared)


def possible_kinds(keywords: Mapping[str, Json]) -> tuple[str, ...]:
    """The JSON types to try, the likeliest first; null comes last."""
    if "const" in keywords:
        return kinds_of(keywords["const"])[:1]
    if "type" in keywords:
        named = list(types(keywords["type"]))
    else:
        told = [kind for kind, words in _TELLING if any(word in keywords for word in words)]
        named = list(dict.fromkeys([*told, *_ALL_KINDS]))
    if "enum" in keywords:
        held = [kind for value in keywords["enum"] for kind in kinds_of(value)]
        named = [kind for kind in named if kind in held] or held[:1]
    return tuple(sorted(named, key=lambda kind: kind == "null"))


@lru_cache(maxsize=512)
def scenes_of(scope: tuple[str, ...], locales: tuple[str, ...]) -> tuple[Scene, ...]:
    """The scenes of a kind of object: the same ones for every document, so that all agree."""
    if not scope:
        return tuple(Scene(f"scene {i}", locales) for i in range(HEIGHT))
    return tuple(scene.inner(scope[-1]) for scene in scenes_of(scope[:-1], locales))


@lru_cache(maxsize=2048)
def shared_column(leaf: Leaf) -> LeafColumn:
    """The column of a leaf that its flat keywords say everything about."""
    keywords = json.loads(leaf.text)
    if leaf.name and _says_nothing(leaf, keywords):
        return shared_column(replace(leaf, name="", path=()))
    return draw_column(leaf, judge_for(keywords, {}))


def _says_nothing(leaf: Leaf, keywords: Mapping[str, Json]) -> bool:
    """Whether a leaf's name and surroundings make no difference to any rule."""
    schema = {**keywords, "type": possible_kinds(keywords)[0]}
    fields = _fields(leaf, schema, _TRIALS)
    if _ENDINGS.intersection(fields[0].words):
        return False
    return not _speaking(_rules_for(leaf, fields[0]), fields)


def _speaking(rules: tuple[Rule, ...], fields: list[Field]) -> tuple[Rule, ...]:
    """The rules that have something to say; one that has nothing so often never has."""
    probe = Random(0)
    return tuple(r for r in rules if any(r(field, probe) is not PASS for field in fields))


def draw_column(leaf: Leaf, judge: Judge) -> LeafColumn:
    """Values that the judge accepts; where there are none at all, the nearest, and not `sure`."""
    keywords = json.loads(leaf.text)
    kinds = [kind for kind in possible_kinds(keywords) if kind not in ("object", "array")]
    for kind in kinds:
        if values := _draw_kind(leaf, {**keywords, "type": kind}, judge):
            return values
    nearest = sample(_fields(leaf, {**keywords, "type": (kinds or ["null"])[0]}, 1)[0], Random(0))
    return column_of_values((nearest,) * HEIGHT, sure=False, shared=False)


def _draw_kind(leaf: Leaf, schema: Mapping[str, Json], judge: Judge) -> LeafColumn | None:
    fields = _fields(leaf, schema)
    drawn = _drawn(leaf, fields, judge)
    if not drawn:
        return None
    if (may_end := _ENDINGS.intersection(fields[0].words)) or leaf.may_be_null:
        every = _ENDED_EVERY if may_end else _NULL_EVERY
        nulls = [i for i in range(HEIGHT) if (i % every == every - 1) != bool(may_end)]
        for i in nulls if judge.accepts(None) else ():
            drawn[i] = None
    return column_of_values(drawn, sure=True, shared=_is_shared(leaf, fields))


def _fields(leaf: Leaf, schema: Mapping[str, Json], most: int = HEIGHT) -> list[Field]:
    words, kind = words_of(leaf.name), schema["type"]
    return [
        Field(leaf.name, leaf.path, schema, scene, words, kind)
        for scene in scenes_of(leaf.path, leaf.locales)[:most]
    ]


def _drawn(leaf: Leaf, fields: list[Field], judge: Judge) -> list[Json]:
    """A value for each field; one that could not be drawn takes another's, none leave none."""
    rng = Random(f"{leaf.name}:{leaf.path}")
    asked = _rules_for(leaf, fields[0])
    if not asked and (members := _members(fields[0])):
        members = [value for value in members if judge.accepts(value)]
        return rng.choices(members, k=HEIGHT) if members else []
    tried = fields[:_TRIALS]
    drawn = [_value(field, rng, (asked, judge)) for field in tried]
    found = [value for value in drawn if value is not PASS]
    if not found:
        return []
    if len(found) == _TRIALS and len({encode(value) for value in found}) == 1:
        return found * (HEIGHT // _TRIALS)
    asked = _speaking(asked, tried)
    drawn += [_value(field, rng, (asked, judge)) for field in fields[_TRIALS:]]
    return [rng.choice(found) if value is PASS else value for value in drawn]


def _rules_for(leaf: Leaf, field: Field) -> tuple[Rule, ...]:
    """A vendor may know which member of an enum is likely; ours have nothing to add to one."""
    if "const" in field.schema:
        return ()
    listed = "enum" in field.schema or field.kind == "boolean"
    return leaf.rules if listed else (*leaf.rules, *RULES)


def _members(field: Field) -> list[Json]:
    """All values that there are, when the schema lists them."""
    if "const" in field.schema:
        return [field.schema["const"]]
    if field.kind == "boolean":
        return [True, False]
    return telling(field.schema["enum"], field.kind) if "enum" in field.schema else []


def _value(field: Field, rng: Random, by: tuple[tuple[Rule, ...], Judge]) -> Json | Pass:
    """What the first rule draws that the judge accepts, else a sample, else `PASS`."""
    rules, judge = by
    for rule in rules:
        value = rule(field, rng)
        if value is not PASS and judge.accepts(value):
            return value
    for _ in range(_ATTEMPTS):
        value = sample(field, rng)
        if judge.accepts(value):
            return value
    return PASS


def _is_shared(leaf: Leaf, fields: list[Field]) -> bool:
    """Whether equal chance gives different values in different scenes."""
    rules = _rules_for(leaf, fields[0])

    def by_scene(field: Field) -> bytes:
        chance = Random(0)
        drawn = (rule(field, chance) for rule in rules)
        return encode(next((value for value in drawn if value is not PASS), None))

    return len({by_scene(field) for field in fields[:_SCENE_PROBES]}) > 1
