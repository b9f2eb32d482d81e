"""Parameters that are spread over several names of a query: `deepObject`, and exploded objects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeAlias

from mock_server.decode.coerce import Coercion, Tree
from mock_server.decode.percent import Malformed
from mock_server.decode.values import Unescape
from mock_server.spec.operation import Json

Given: TypeAlias = Sequence[tuple[str, str]]
"""Names without their escapes, each with its raw text, in the order of the wire."""

_BRACKETS = re.compile(r"(?:\[[^\[\]]*\])+")

_MOST_LEVELS = 20
"""Brackets in one name; assumed: no document nests deeper, and reading recurses."""


class DeepObject:
    """`filter[cld][contains]=x`: the path to the value is in the name.

    OpenAPI defines one level of properties with plain values. The rest is as servers read it
    (Rails, PHP, the `qs` package): more brackets go deeper, `a[]` and repeated names make arrays,
    and so do numbers in brackets where the schema asks for an array.
    """

    __slots__ = ("_coercion", "_prefix", "_unescape", "name")

    def __init__(self, name: str, coercion: Coercion, unescape: Unescape) -> None:
        self.name = name
        self._prefix = f"{name}["
        self._coercion = coercion
        self._unescape = unescape

    def claims(self, name: str) -> bool:
        return name.startswith(self._prefix)

    def value(self, given: Given) -> Json:
        """The object, from everything that was claimed; raises `Malformed`."""
        tree: Tree = {}
        for name, raw in given:
            _plant(tree, self._steps(name), self._unescape(raw))
        return self._coercion.tree(tree)

    def _steps(self, name: str) -> list[str]:
        brackets = name[len(self.name) :]
        if not _BRACKETS.fullmatch(brackets):
            raise Malformed("malformed", "must name its members in brackets, as in name[member]")
        steps = brackets[1:-1].split("][")
        if len(steps) > _MOST_LEVELS:
            raise Malformed("malformed", f"is nested deeper than {_MOST_LEVELS} levels")
        return steps


class ExplodedObject:
    """`R=100&G=200`: the members of the object are names of their own.

    It claims the members that its schema names; every other name too, if the schema invites more
    (`additionalProperties`), or names none, or if it is told to.
    """

    __slots__ = ("_claims_all", "_coercion", "_unescape", "name")

    def __init__(
        self, name: str, coercion: Coercion, unescape: Unescape, *, claims_all: bool = False
    ) -> None:
        self.name = name
        self._claims_all = claims_all or coercion.is_open
        self._coercion = coercion
        self._unescape = unescape

    def claims(self, name: str) -> bool:
        return name in self._coercion.names or (bool(name) and self._claims_all)

    def value(self, given: Given) -> Json:
        """The object, from everything that was claimed; raises `Malformed`."""
        members: dict[str, list[str]] = {}
        for name, raw in given:
            members.setdefault(name, []).append(self._unescape(raw))
        return {name: self._coercion.member(name).one(texts) for name, texts in members.items()}


def _plant(tree: Tree, steps: list[str], text: str) -> None:
    place = tree
    for step in steps[:-1]:
        if not isinstance(place, dict):
            break
        place = place.setdefault(step, {})
    leaf = place.setdefault(steps[-1], []) if isinstance(place, dict) else place
    if not isinstance(place, dict) or not isinstance(leaf, list):
        raise Malformed("malformed", f"gives [{steps[-1][:40]}] both a value and members")
    leaf.append(text)
