"""JSON pointers in which `*` stands for any element of a list, and references to definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from mock_server.spec.references import escape, unescape

Json: TypeAlias = Any
Path: TypeAlias = tuple[str | int, ...]

DEFINITIONS = "#/$defs/"


def pointer(path: Iterable[str | int]) -> str:
    """The same for all elements of a list."""
    return "".join("/*" if isinstance(step, int) else f"/{escape(step)}" for step in path)


def resolved(reference: str, root: Json) -> Json:
    """What a reference inside a standalone schema leads to; True where it leads nowhere."""
    if reference == "#":
        return root
    name = unescape(reference.removeprefix(DEFINITIONS))
    return root.get("$defs", {}).get(name, True) if isinstance(root, Mapping) else True


def reachable(schema: Json, definitions: Mapping[str, Json]) -> dict[str, Json]:
    """The definitions that a schema needs: a validator with all of them is slow and large."""
    needed: dict[str, Json] = {}
    waiting = [schema]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            waiting.extend(one.values())
            reference = one.get("$ref")
            name = reference.removeprefix(DEFINITIONS) if isinstance(reference, str) else ""
            if name in definitions and name not in needed:
                needed[name] = definitions[name]
                waiting.append(definitions[name])
    return needed
