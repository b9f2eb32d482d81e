"""The places of a value, each with the schemas that speak for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from contracts.schema.breaches import closest, fits
from contracts.schema.pointers import Json, Path, resolved
from contracts.schema.validators import MOST_KEPT, Held

MOST_ELEMENTS = 20
"""Of a list that are walked; the validator has seen all of them."""
DEEPEST = 40

Schema = Mapping[str, Json]
Union = tuple[Json, ...]


class Ground:
    """What the document says of a place: the same for all values that take the same branches.

    Attributes:
        schemas: all that apply: of a union the branches that fit, else the one that fits best.
        examples: what the document shows in this place.
        unions: the branches of each union that was decided here, fitting or not.
    """

    def __init__(
        self, root: Json, schemas: tuple[Schema, ...], shown: Sequence[Json], unions: list[Union]
    ) -> None:
        self.schemas = schemas
        self.examples = (*shown, *(each for schema in schemas for each in _examples(schema)))
        self.unions = tuple(unions)
        self._root = root
        self._fields: dict[str, Way] = {}

    def field(self, name: str) -> Way:
        if name not in self._fields:
            shown = [one[name] for one in self.examples if isinstance(one, dict) and name in one]
            self._fields[name] = Way(self._root, list(_of_field(self.schemas, name)), shown)
        return self._fields[name]

    @cached_property
    def element(self) -> Way:
        shown = [each for one in self.examples if isinstance(one, list) for each in one]
        given = [one["items"] for one in self.schemas if "items" in one]
        return Way(self._root, given, shown)


class Way:
    """The schemas that a place is given; which of their branches count depends on the value."""

    def __init__(self, root: Json, given: list[Json], shown: Sequence[Json]) -> None:
        self._root, self._given, self._shown = root, given, shown
        self._grounds: dict[tuple[int, ...], Ground] = {}

    def ground(self, value: Json) -> Ground:
        schemas, unions = described(self._given, self._root, value)
        key = tuple(map(id, schemas))
        if key not in self._grounds:
            self._grounds[key] = Ground(self._root, schemas, self._shown, unions)
        return self._grounds[key]


class Spot(NamedTuple):
    """A place of a value."""

    path: Path
    value: Json
    ground: Ground


def walked(schema: Json, value: Json) -> Iterator[Spot]:
    """The value and all that is in it, as far as a schema speaks for it."""
    waiting: list[tuple[Path, Json, Way]] = [((), value, _way(Held(schema)))]
    while waiting:
        path, value, way = waiting.pop()
        ground = way.ground(value)
        if not ground.schemas or len(path) > DEEPEST:
            continue
        yield Spot(path, value, ground)
        if isinstance(value, dict):
            waiting += [((*path, name), each, ground.field(name)) for name, each in value.items()]
        elif isinstance(value, list):
            way = ground.element
            waiting += [((*path, index), each, way) for index, each in _some(value)]


def described(
    given: Sequence[Json], root: Json, value: Json
) -> tuple[tuple[Schema, ...], list[Union]]:
    """The schemas that speak for a value, and the unions that were decided on the way."""
    plain, unions, conditions = _flat(tuple(map(Held, given)), Held(root))
    if not unions and not conditions:
        return plain, []
    chosen: list[Json] = []
    for branches in unions:
        chosen += [one for one in branches if fits(one, root, value)] or [
            closest(branches, root, value)
        ]
    for condition in conditions:
        outcome = "then" if fits(condition["if"], root, value) else "else"
        chosen += [condition[outcome]] if outcome in condition else []
    below, decided = described(chosen, root, value)
    return (*plain, *below), [*unions, *decided]


@lru_cache(maxsize=MOST_KEPT)
def _way(schema: Held) -> Way:
    return Way(schema.schema, [schema.schema], ())


@lru_cache(maxsize=MOST_KEPT)
def _flat(
    given: tuple[Held, ...], root: Held
) -> tuple[tuple[Schema, ...], tuple[Union, ...], tuple[Schema, ...]]:
    """References and `allOf` followed: plain schemas, unions, conditions."""
    plain: list[Schema] = []
    unions: list[Union] = []
    waiting, followed = [one.schema for one in given], set[str]()
    while waiting:
        schema = waiting.pop(0)
        if not isinstance(schema, Mapping):
            continue
        plain.append(schema)
        if (reference := schema.get("$ref")) and reference not in followed:
            followed.add(reference)
            waiting.append(resolved(reference, root.schema))
        waiting += schema.get("allOf", ())
        unions += [tuple(schema[name]) for name in ("anyOf", "oneOf") if schema.get(name)]
    return tuple(plain), tuple(unions), tuple(one for one in plain if "if" in one)


def _of_field(schemas: Sequence[Schema], name: str) -> Iterator[Json]:
    for schema in schemas:
        if name in schema.get("properties", ()):
            yield schema["properties"][name]
        elif "additionalProperties" in schema:
            yield schema["additionalProperties"]


def _examples(schema: Schema) -> Iterator[Json]:
    if "example" in schema:
        yield schema["example"]
    listed = schema.get("examples", ())
    yield from listed if isinstance(listed, list) else ()


def _some(value: list[Json]) -> Iterator[tuple[int, Json]]:
    """All elements of a short list; of a long one the first and the last ones."""
    half = MOST_ELEMENTS // 2
    for index, below in enumerate(value):
        if index < half or index >= len(value) - half:
            yield index, below
