"""Discriminators in the words of JSON Schema: each branch allows only the values that name it."""

from __future__ import annotations

from typing import Any

from mock_server.errors import SpecError
from mock_server.spec.operation import Direction
from mock_server.spec.references import Place, unescape

Json = Any


def constrain(schema: dict[str, Json], place: Place, direction: Direction) -> None:
    """Add to each branch of `oneOf` or `anyOf` which values of the discriminator choose it.

    A branch whose own schema rules those values out keeps its own: vendors publish discriminators
    without a mapping whose implicit names never occur on the wire, and the branch knows better. So
    does one that says which values are not its own: it is for all others.
    """
    rule = place.node["discriminator"]
    name = rule.get("propertyName")
    keyword = "oneOf" if "oneOf" in schema else "anyOf"
    if not isinstance(name, str) or keyword not in schema:
        return
    branches = list(place.child(keyword).elements())
    for index, branch in enumerate(branches):
        values = _values(place, branch)
        if values and isinstance(schema[keyword][index], dict):
            extra: dict[str, Json] = {"properties": {name: {"enum": values}}}
            if direction == "response":
                extra["required"] = [name]
            schema[keyword][index] = {**schema[keyword][index], **extra}


def children(parent: Place, known: tuple[Place, ...]) -> list[tuple[Place, list[str]]]:
    """The schemas that a parent's discriminator chooses between, with the values that do so.

    Args:
        known: the schemas that inherit from the parent by `allOf`, for names without a mapping.
    """
    found: dict[tuple[Any, str], tuple[Place, list[str]]] = {}
    for value, target in _mapping(parent):
        found.setdefault(target.key, (target, []))[1].append(value)
    for child in known:
        if child.key not in found:
            found[child.key] = (child, [_implicit_name(child)])
    found.pop(parent.key, None)
    return list(found.values())


def _values(place: Place, branch: Place) -> list[str]:
    if not branch.refers:
        return []
    target = branch.refer(branch.node["$ref"])
    values = [value for value, mapped in _mapping(place) if mapped.key == target.key]
    values = values or [_implicit_name(target)]
    own = _allowed(target, place.node["discriminator"]["propertyName"])
    return values if own is None else [value for value in values if value in own]


def _mapping(place: Place) -> list[tuple[str, Place]]:
    mapping = place.node["discriminator"].get("mapping")
    found = []
    for value, reference in (mapping if isinstance(mapping, dict) else {}).items():
        if isinstance(reference, str):
            found.append((value, _mapped(place, reference)))
    return found


def _mapped(place: Place, reference: str) -> Place:
    """A mapping names a schema by its component's name or by a reference."""
    if "/" not in reference and "#" not in reference:
        try:
            return place.refer(f"#/components/schemas/{reference}")
        except SpecError:
            return place.refer(reference)
    return place.refer(reference)


def _implicit_name(place: Place) -> str:
    return unescape(place.pointer.rpartition("/")[2])


def _allowed(schema: Place, name: str, depth: int = 0) -> list[Json] | None:
    """The values that a branch's own schema allows for the discriminator; None: any.

    None of them can be named where it is said which are not.
    """
    schema = schema.follow()
    field = schema.child("properties", name).follow()
    if isinstance(field.node, dict) and "not" in field.node:
        return []
    if isinstance(field.node, dict) and ("enum" in field.node or "const" in field.node):
        return list(field.node.get("enum") or [field.node.get("const")])
    if depth < 5:
        for part in schema.child("allOf").elements():
            if (found := _allowed(part, name, depth + 1)) is not None:
                return found
    return None
