"""Lines of a document's file: where a JSON pointer stands in its text, YAML or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import yaml

_JSON = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


Kind = Literal["map", "list", "close", "scalar"]

_JSON_KINDS: Mapping[str, Kind] = {"{": "map", "[": "list", "}": "close", "]": "close"}
_YAML_KINDS: Mapping[type, Kind] = {
    yaml.MappingStartEvent: "map",
    yaml.SequenceStartEvent: "list",
    yaml.MappingEndEvent: "close",
    yaml.SequenceEndEvent: "close",
    yaml.ScalarEvent: "scalar",
    yaml.AliasEvent: "scalar",
}


class Position(NamedTuple):
    """Counted from one, as editors do."""

    line: int
    column: int


START = Position(1, 1)


def positions(text: str, pointers: Iterable[str]) -> Mapping[str, Position]:
    """Where each pointer's value begins; of one that is not there, where its nearest parent does.

    Args:
        text: YAML or JSON; of anything else all is at the start.
    """
    wanted = set(pointers)
    ancestors = {parent for pointer in wanted for parent in _parents(pointer)}
    found: dict[str, Position] = {}
    for pointer, position in _walked(text):
        if pointer in ancestors:
            found.setdefault(pointer, position)
    return {pointer: _nearest(pointer, found) for pointer in wanted}


def file_positions(file: Path, pointers: Iterable[str]) -> Mapping[str, Position]:
    """As `positions`, for a file; all is at the start of one that cannot be read."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        text = ""
    return positions(text, pointers)


def _parents(pointer: str) -> Iterator[str]:
    """The pointer itself and those of all that it is in."""
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]


def _nearest(pointer: str, found: Mapping[str, Position]) -> Position:
    return next((found[one] for one in _parents(pointer) if one in found), START)


def _walked(text: str) -> Iterator[tuple[str, Position]]:
    """Each value's pointer and where it begins; of a member, where its name does."""
    is_json = text.lstrip()[:1] in ("{", "[")
    path: list[_Level] = []
    for token in _json_tokens(text) if is_json else _yaml_tokens(text):
        if token.kind == "close":
            if path:
                path.pop()
        elif path and path[-1].wants_name:
            path[-1].named(token)
        else:
            pointer, position = path[-1].take(token) if path else ("", token.position)
            yield pointer, position
            if token.kind != "scalar":
                path.append(_Level(pointer, is_map=token.kind == "map"))


class _Token(NamedTuple):
    kind: Kind
    text: str
    position: Position


class _Level:
    """A map or list that is being read."""

    def __init__(self, pointer: str, *, is_map: bool) -> None:
        self.pointer = pointer
        self.is_map = is_map
        self.index = 0
        self.name: _Token | None = None

    @property
    def wants_name(self) -> bool:
        return self.is_map and self.name is None

    def named(self, token: _Token) -> None:
        self.name = token

    def take(self, token: _Token) -> tuple[str, Position]:
        """The place of a value in this map or list."""
        if self.name is not None:
            name, position = self.name.text, self.name.position
            self.name = None
        else:
            name, position = str(self.index), token.position
            self.index += 1
        return f"{self.pointer}/{name.replace('~', '~0').replace('/', '~1')}", position


def _yaml_tokens(text: str) -> Iterator[_Token]:
    loader = yaml.CLoader(text)
    try:
        while loader.check_event():
            event: Any = loader.get_event()
            kind = _YAML_KINDS.get(type(event))
            if kind:
                mark = event.start_mark
                said = getattr(event, "value", "")
                yield _Token(kind, said, Position(mark.line + 1, mark.column + 1))
    except yaml.YAMLError:
        return
    finally:
        loader.dispose()


def _json_tokens(text: str) -> Iterator[_Token]:
    line, line_start, seen = 1, 0, 0
    for found in _JSON.finditer(text):
        newlines = text.count("\n", seen, found.start())
        if newlines:
            line += newlines
            line_start = text.rindex("\n", seen, found.start()) + 1
        seen = found.start()
        said = found[0]
        kind = _JSON_KINDS.get(said, "scalar")
        if said not in (",", ":"):
            position = Position(line, found.start() - line_start + 1)
            yield _Token(kind, _plain(said) if said[0] == '"' else said, position)


def _plain(quoted: str) -> str:
    try:
        return str(json.loads(quoted, strict=False))
    except ValueError:
        return quoted[1:-1]
