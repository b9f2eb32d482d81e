"""What a rule is asked about: one leaf of a document, by its name, schema and surroundings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum, auto
from functools import lru_cache
from random import Random
from typing import NamedTuple, TypeAlias

from mock_server.data.scene import Scene
from mock_server.spec.operation import Json


class Pass(Enum):
    """The answer of a rule that has nothing to say."""

    PASS = auto()


PASS = Pass.PASS

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@lru_cache(maxsize=8192)
def words_of(name: str) -> tuple[str, ...]:
    """A name's words in lower case: "createdAt", "created_at" and "CreatedAt" have the same."""
    return tuple(word.lower() for word in _WORD.findall(name))


def singular(name: str) -> str:
    """The name of one item of a list, by the commonest English plurals."""
    if name.endswith("ies") and len(name) > 4:
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name


class Field(NamedTuple):
    """A leaf: a place in a document that holds a string, number, boolean or null.

    Args:
        name: the property's name; for an item of a list the list's name, in singular.
        path: the names of the objects around it, outermost first, without mere wrappers such as
            "data" and without the list that a document is about.
        schema: its keywords, flat: no `$ref`, `allOf`, `anyOf` or `oneOf`.
        scene: what the leaves of one object agree on.
        words: the name in lower-case words.
        kind: the JSON type to draw.
    """

    name: str
    path: tuple[str, ...]
    schema: Mapping[str, Json]
    scene: Scene

    words: tuple[str, ...]
    kind: str


Rule: TypeAlias = Callable[[Field, Random], Json | Pass]
"""A rule draws from its rng only; it returns `PASS` when it has nothing to say."""
