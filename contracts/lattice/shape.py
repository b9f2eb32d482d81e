"""The shape of all values that were seen at one place: counts that add up, no values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import log10
from typing import Any

from contracts.lattice.texts import is_word, kind_of, number_in

Json = Any

MOST_WORDS = 16
"""A place with more different words than this is no enum; then none of them is kept."""

ANY = "*"
"""Stands for the keys of a map: those that are data, such as numbers and dates."""

_NAME = re.compile(r"[A-Za-z_$@][A-Za-z0-9_$@.:-]{0,63}")

DEEPEST = 60
"""Levels of a body that are looked into; below, only the types of values are counted."""

NO_JSON = "no JSON"
"""Counted beside the types of JSON: a body that is not what its media type says."""

Path = tuple[str, ...]
"""The way to a place: names of properties, `ANY` for the elements of lists and keys of maps."""

Name = Callable[[str], str]
"""Says what is kept of a word: itself if the document names it, else a pseudonym."""

Key = Callable[[Path, str], str]
"""Says what is kept of an object's key at a place: itself, or `ANY` where it is a datum."""


def any_key(path: Path, key: str) -> str:
    """What is kept of a key where no document says anything of the place."""
    return property_name(key)


@dataclass(slots=True)
class Magnitude:
    """How large the numbers were, as sums of their logarithms, so that two can be added."""

    count: int = 0
    total: float = 0.0
    squares: float = 0.0

    def see(self, number: float) -> None:
        if number:
            size = log10(abs(number))
            self.count += 1
            self.total += size
            self.squares += size * size

    def add(self, other: Magnitude) -> None:
        self.count += other.count
        self.total += other.total
        self.squares += other.squares

    @property
    def mean(self) -> float:
        """Of the decimal logarithms."""
        return self.total / self.count

    @property
    def variance(self) -> float:
        return max(self.squares / self.count - self.mean**2, 0.0)


@dataclass(slots=True)
class Shape:
    """What was seen at a place.

    Args:
        types: how often each JSON type was there, "integer" and "number" apart.
        texts: how often each kind of string (`texts.kind_of`).
        words: how often each value that an enum could have; None when there were too many.
        empty: how many strings, lists and objects were empty.
        lengths: of lists: how often each, None when there were too many different ones.
        properties: the shapes of an object's properties; the presence of one is the number of its
            values out of `types["object"]`.
        items: the shape of all elements of lists together.
    """

    types: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    words: Counter[str] | None = field(default_factory=Counter)
    empty: int = 0
    lengths: Counter[int] | None = field(default_factory=Counter)
    magnitude: Magnitude = field(default_factory=Magnitude)
    properties: dict[str, Shape] = field(default_factory=dict)
    items: Shape | None = None

    @property
    def seen(self) -> int:
        """How many values were seen here."""
        return self.types.total()

    def see(self, value: Json, name: Name, key: Key = any_key, path: Path = ()) -> None:
        """Count one more value, which was at a place."""
        kind = type_of(value)
        self.types[kind] += 1
        if kind == "string":
            self._see_text(value, name)
        elif kind in ("integer", "number"):
            self.magnitude.see(float(value))
        elif kind == "array":
            self._see_list(value, name, key, path)
        elif kind == "object":
            self._see_object(value, name, key, path)

    def _see_text(self, text: str, name: Name) -> None:
        self.texts[kind_of(text)] += 1
        self.empty += not text
        if (number := number_in(text)) is not None:
            self.magnitude.see(number)
        if text and self.words is not None:
            self.words = _counted(self.words, name(text)) if is_word(text) else None

    def _see_list(self, values: list[Json], name: Name, key: Key, path: Path) -> None:
        self.empty += not values
        if self.lengths is not None:
            self.lengths[len(values)] += 1
            self.lengths = _bounded(self.lengths)
        if len(path) >= DEEPEST:
            return
        if self.items is None:
            self.items = Shape()
        for value in values:
            self.items.see(value, name, key, (*path, ANY))

    def _see_object(self, members: Mapping[str, Json], name: Name, key: Key, path: Path) -> None:
        self.empty += not members
        if len(path) >= DEEPEST:
            return
        for member, value in members.items():
            kept = key(path, member)
            self.properties.setdefault(kept, Shape()).see(value, name, key, (*path, kept))

    def add(self, other: Shape) -> None:
        """Count all that another shape has counted."""
        self.types += other.types
        self.texts += other.texts
        self.words = _sum(self.words, other.words)
        self.lengths = _sum(self.lengths, other.lengths)
        self.empty += other.empty
        self.magnitude.add(other.magnitude)
        for key, shape in other.properties.items():
            self.properties.setdefault(key, Shape()).add(shape)
        if other.items is not None:
            self.items = self.items or Shape()
            self.items.add(other.items)


def type_of(value: Json) -> str:
    """The JSON type of a value; a whole number is an "integer" unless it was written as 1.0."""
    if value is None:
        return "null"
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}
    return kinds.get(type(value), "object")


def property_name(key: str) -> str:
    """A key as it is kept: itself, or `ANY` where it is no name but a datum."""
    return key if _NAME.fullmatch(key) and kind_of(key) in ("word", "text") else ANY


def _counted(words: Counter[str], word: str) -> Counter[str] | None:
    words[word] += 1
    return _bounded(words)


def _bounded(counts: Counter[Any]) -> Counter[Any] | None:
    return counts if len(counts) <= MOST_WORDS else None


def _sum(one: Counter[Any] | None, other: Counter[Any] | None) -> Counter[Any] | None:
    if one is None or other is None:
        return None
    return _bounded(one + other)
