"""Answers of which there are several kinds, told apart by one property: `oneOf` at the top.

Each kind is compiled when it is first drawn. A request that names the kind gets it; otherwise
chance decides, so that a client meets all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol

from mock_server.data.generator import Generator, GeneratorOptions, compile_generator
from mock_server.data.judge import encode
from mock_server.spec.operation import Json


class Answers(Protocol):
    """What draws answers: a generator, or a choice between several."""

    @property
    def unmet(self) -> tuple[str, ...]: ...

    @property
    def echo(self) -> frozenset[str]: ...

    def render(
        self, seed: bytes, size: int | None = None, echo: Mapping[str, bytes] | None = None
    ) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Kinds:
    """The branches of a schema by the values of the property that tells them apart."""

    name: str
    schemas: tuple[Json, ...]
    by_value: Mapping[bytes, int]


class Choice:
    """Draws one of several kinds of answers."""

    def __init__(self, kinds: Kinds, options: GeneratorOptions) -> None:
        self._kinds = kinds
        self._options = options
        self._generators: dict[int, Generator] = {}

    @property
    def unmet(self) -> tuple[str, ...]:
        """What the first kind cannot keep to; to know of all, all would have to be compiled."""
        return self._generator(0).unmet

    @property
    def echo(self) -> frozenset[str]:
        return self._options.echo

    def render(
        self, seed: bytes, size: int | None = None, echo: Mapping[str, bytes] | None = None
    ) -> bytes:
        """An answer, as `Generator.render` draws it."""
        wanted = self._kinds.by_value.get((echo or {}).get(self._kinds.name, b""))
        drawn = blake2b(seed, digest_size=4, person=b"kind").digest()
        index = int.from_bytes(drawn, "big") % len(self._kinds.schemas)
        return self._generator(index if wanted is None else wanted).render(seed, size, echo)

    def _generator(self, index: int) -> Generator:
        if index not in self._generators:
            schema = self._kinds.schemas[index]
            self._generators[index] = compile_generator(schema, self._options)
        return self._generators[index]


def compile_answers(schema: Json, options: GeneratorOptions) -> Answers:
    """Make a schema ready to answer, all its kinds included if it has several."""
    kinds = kinds_of(schema)
    return Choice(kinds, options) if kinds else compile_generator(schema, options)


def kinds_of(schema: Json) -> Kinds | None:
    """The kinds of a schema whose branches each allow values of their own for one property."""
    root, around = _dereferenced(schema)
    branches = root.get("oneOf") or root.get("anyOf") if isinstance(root, dict) else None
    if not branches or len(branches) < 2 or not all(isinstance(one, dict) for one in branches):
        return None
    names = [_telling(branch) for branch in branches]
    if len(set(names)) != 1 or names[0] is None:
        return None
    rest = {key: value for key, value in root.items() if key not in {"oneOf", "anyOf", "$defs"}}
    schemas = tuple(_branch(rest, branch, around) for branch in branches)
    by_value = {
        encode(value): index
        for index, branch in enumerate(branches)
        for value in branch["properties"][names[0]]["enum"]
    }
    return Kinds(names[0], schemas, by_value)


def _dereferenced(schema: Json) -> tuple[Json, Mapping[str, Json]]:
    """The schema behind a lone reference, and the definitions around it."""
    around: Mapping[str, Json] = schema.get("$defs", {}) if isinstance(schema, dict) else {}
    for _ in range(len(around) + 1):
        if not isinstance(schema, dict) or schema.keys() - {"$defs"} != {"$ref"}:
            break
        schema = around.get(schema["$ref"].removeprefix("#/$defs/"), True)
    return schema, around


def _telling(branch: Mapping[str, Json]) -> str | None:
    """The one property whose values a branch names beside its reference, as readers write it."""
    named = branch.get("properties")
    if "$ref" not in branch or not isinstance(named, dict) or len(named) != 1:
        return None
    name, schema = next(iter(named.items()))
    return name if isinstance(schema, dict) and schema.get("enum") else None


def _branch(rest: Json, branch: Json, around: Mapping[str, Json]) -> Json:
    """One kind as a schema of its own."""
    if not rest:
        return {**branch, "$defs": around}
    return {"allOf": [rest, branch], "$defs": around}
