"""JSON pointers in which `*` stands for any element of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from mock_server.spec.references import escape

Json: TypeAlias = Any
Path: TypeAlias = tuple[str | int, ...]


def pointer(path: Iterable[str | int]) -> str:
    """The same for all elements of a list."""
    return "".join("/*" if isinstance(step, int) else f"/{escape(step)}" for step in path)


def resolved(reference: str, root: Json) -> Json:
    """What a reference inside a standalone schema leads to; True where it leads nowhere."""
    if reference == "#":
        return root
    name = reference.removeprefix("#/$defs/").replace("~1", "/").replace("~0", "~")
    return root.get("$defs", {}).get(name, True) if isinstance(root, Mapping) else True
