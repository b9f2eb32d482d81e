"""References of JSON Schema 2020-12 that are no pointers, written as the pointers they mean.

A schema may have a name of its own (`$anchor`, `$dynamicAnchor`) or an address (`$id`), to which
what is inside it is relative (JSON Schema Core 2020-12, section 8.2). Nothing is fetched: what is
not in the file is left as it stands.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin

from mock_server.errors import SpecError

Json = Any

WORDS = (b"$id", b"$anchor", b"$dynamic")
VALUES = frozenset({"const", "default", "enum", "example", "examples", "value"})
"""What these hold is data, whatever it looks like."""
NAMED = frozenset({
    "properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "schemas",
    "responses", "parameters", "requestBodies", "headers", "callbacks", "pathItems", "paths",
    "webhooks", "content", "encoding",
})  # fmt: skip
"""What these hold has names of somebody's choice, and they may be any word."""


class _Visited(NamedTuple):
    value: Json
    pointer: str
    base: str
    has_names: bool


class _Reference(NamedTuple):
    owner: dict[str, Json]
    pointer: str
    base: str


class Anchors:
    """The names and addresses that schemas of one file have."""

    def __init__(self, tree: Json) -> None:
        self.tree = tree
        self.homes: dict[str, str] = {"": ""}
        """Pointers by address."""
        self.named: dict[tuple[str, str], str] = {}
        """Pointers by the address that a name belongs to, and the name."""
        self.dynamic: dict[str, list[str]] = {}
        self.references: list[_Reference] = []
        waiting = [_Visited(tree, "", "", has_names=False)]
        while waiting:
            waiting += self._visit(waiting.pop())

    def _visit(self, visited: _Visited) -> list[_Visited]:
        value, pointer, base, has_names = visited
        if isinstance(value, list):
            return [_Visited(v, f"{pointer}/{i}", base, False) for i, v in enumerate(value)]
        if not isinstance(value, dict):
            return []
        if not has_names:
            base = self._note(value, pointer, base)
        return [
            _Visited(child, f"{pointer}/{_escaped(key)}", base, not has_names and key in NAMED)
            for key, child in value.items()
            if has_names or not (key in VALUES or str(key).startswith("x-"))
        ]

    def _note(self, value: dict[str, Json], pointer: str, base: str) -> str:
        """Remember what a schema is called; returns what references in it are relative to."""
        if isinstance(said := value.get("$id"), str) and said.strip("#"):
            base = _joined(base, said).rstrip("#")
            self.homes.setdefault(base, pointer)
        for keyword in ("$anchor", "$dynamicAnchor"):
            if isinstance(name := value.get(keyword), str):
                self.named.setdefault((base, name), pointer)
        if isinstance(name := value.get("$dynamicAnchor"), str):
            self.dynamic.setdefault(name, []).append(pointer)
        if isinstance(value.get("$ref"), str) or isinstance(value.get("$dynamicRef"), str):
            self.references.append(_Reference(value, pointer, base))
        return base

    def settle(self, file: str) -> None:
        """Write every reference as a pointer, in the tree itself.

        Raises:
            SpecError: it depends on the way to a schema what a `$dynamicRef` means, or it has no
                meaning in this file.
        """
        for owner, pointer, base in self.references:
            if isinstance(said := owner.get("$ref"), str):
                owner["$ref"] = self.found(said, base) or said
            if isinstance(said := owner.pop("$dynamicRef", None), str):
                target = self.found(said, base)
                name = said.partition("#")[2]
                if target is None or len(self.dynamic.get(name, ())) > 1:
                    raise _unsettled(said, f"{file}#{pointer}", len(self.dynamic.get(name, ())))
                _refer(owner, target)

    def found(self, reference: str, base: str = "") -> str | None:
        """A pointer as references have it; None where nothing in this file is meant."""
        address, _, fragment = _joined(base, reference).partition("#")
        home = self.homes.get(address)
        if home is None:
            return None
        if fragment and not fragment.startswith("/"):
            known = self.named.get((address, unquote(fragment)))
            return None if known is None else _written(known)
        if home and fragment and not _leads(self.tree, home + unquote(fragment)):
            return None  # many who write `$id` go on to write pointers from the top of the file
        return _written(home) + fragment


def _joined(base: str, reference: str) -> str:
    if reference.startswith("#") or not reference:
        return base + reference
    return urljoin(base, reference)


def _refer(owner: dict[str, Json], target: str) -> None:
    """Beside a reference that is there already, the other one must hold too."""
    if "$ref" not in owner:
        owner["$ref"] = target
    else:
        owner["allOf"] = [*owner.get("allOf", ()), {"$ref": target}]


def _leads(value: Json, pointer: str) -> bool:
    for word in pointer.split("/")[1:]:
        key = word.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        elif isinstance(value, dict) and key in value:
            value = value[key]
        else:
            return False
    return True


def _escaped(key: Json) -> str:
    return str(key).replace("~", "~0").replace("/", "~1")


def _written(pointer: str) -> str:
    return "#" + pointer.replace("%", "%25")


def _unsettled(reference: str, where: str, count: int) -> SpecError:
    many = f"{count} schemas have that $dynamicAnchor: which is meant depends on who refers to it"
    return SpecError(
        f"The $dynamicRef {reference!r} cannot be followed",
        where=where,
        why=many if count > 1 else "no schema of this file has that name",
        fix="write a $ref to the schema that is meant there",
    )
