"""From a method and a path to an operation: one table per API, compiled once.

Connexion matches a list of patterns one after the other, which takes 2 ms on 900 operations; a
tree of path segments takes about one microsecond, and knows which methods a path has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Generic, TypeVar
from urllib.parse import unquote

T = TypeVar("T")

_NAME = re.compile(r"\{([^{}]*)\}")
MAX_PATH = 8_192
"""Characters; our own bound. A longer path fits no document that people write."""
MAX_MIXED = 512
"""Characters of a mixed segment; matching one takes time quadratic in its length."""

NO_VALUES: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True)
class Node(Generic[T]):
    """What may follow a segment: fixed texts first, then mixed segments, then a lone name."""

    fixed: dict[str, Node[T]] = field(default_factory=dict)
    mixed: list[tuple[re.Pattern[str], Node[T]]] = field(default_factory=list)
    single: Node[T] | None = None
    methods: dict[str, tuple[T, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(slots=True)
class Match(Generic[T]):
    """The methods of a path, each with its operation, and the texts of the path's parameters."""

    methods: Mapping[str, tuple[T, tuple[str, ...]]]
    values: tuple[str, ...]

    def found(self, method: str) -> tuple[T, Mapping[str, str]] | None:
        entry = self.methods.get(method)
        if entry is None:
            return None
        operation, names = entry
        return operation, dict(zip(names, self.values, strict=True)) if names else NO_VALUES


class Router(Generic[T]):
    """The paths of one API. Static segments win over mixed ones, those over templates."""

    def __init__(self) -> None:
        self._root: Node[T] = Node()
        self._static: dict[str, Match[T]] = {}

    def add(self, path: str, method: str, operation: T) -> None:
        """Route `method` on a templated path; the first to claim a path and method keeps it."""
        node, names = self._root, []
        for segment in path.split("/")[1:]:
            node = _below(node, segment)
            names += _NAME.findall(segment)
        node.methods.setdefault(method, (operation, tuple(names)))
        if not names:
            self._static[path] = Match(node.methods, ())

    def match(self, path: str) -> Match[T] | None:
        """The entry for a path as it came, still percent-encoded; None: there is no such path.

        A final slash that no path of the document has is forgiven.
        """
        found = self._static.get(path)
        if found is not None or len(path) > MAX_PATH:
            return found
        found = self._search(path)
        if found is None and path.endswith("/") and not path.endswith("//"):
            return self._static.get(path[:-1]) or self._search(path[:-1])
        return found

    def paths(self) -> Iterator[str]:
        """The paths without parameters, for telling people what there is."""
        yield from self._static

    def _search(self, path: str) -> Match[T] | None:
        segments = path.split("/")[1:]
        for node, values in _walk(self._root, segments, 0):
            if node.methods:
                return Match(node.methods, values)
        return None


def _walk(
    node: Node[T], segments: list[str], index: int
) -> Iterator[tuple[Node[T], tuple[str, ...]]]:
    """Every node that the segments lead to, the most specific way first, with its values."""
    if index == len(segments):
        yield node, ()
        return
    segment = segments[index]
    if (fixed := node.fixed.get(unquote(segment))) is not None:
        yield from _walk(fixed, segments, index + 1)
    for pattern, child in node.mixed if len(segment) <= MAX_MIXED else ():
        if (groups := pattern.fullmatch(segment)) is not None:
            for end, values in _walk(child, segments, index + 1):
                yield end, (*groups.groups(), *values)
    if node.single is not None and segment:
        for end, values in _walk(node.single, segments, index + 1):
            yield end, (segment, *values)


def _below(node: Node[T], segment: str) -> Node[T]:
    """The child of a node for a segment of a template, made if there is none."""
    if "{" not in segment:
        return node.fixed.setdefault(unquote(segment), Node())
    if _NAME.fullmatch(segment):
        node.single = node.single or Node()
        return node.single
    pattern = _pattern(segment)
    for known, child in node.mixed:
        if known.pattern == pattern:
            return child
    child = Node()
    node.mixed.append((re.compile(pattern), child))
    node.mixed.sort(key=lambda pair: -_fixed_length(pair[0].pattern))
    return child


def _pattern(segment: str) -> str:
    """A mixed segment such as `{sid}.json` as a pattern with one group per name."""
    texts = _NAME.split(segment)[::2]
    return "([^/]+?)".join(re.escape(text) for text in texts)


def _fixed_length(pattern: str) -> int:
    return len(pattern.replace("([^/]+?)", ""))
