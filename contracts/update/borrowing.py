"""What is taken from a vendor's document: names, types and limits, never its sentences."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from contracts.drift.place import Place, follow
from contracts.update.dialect import in_dialect
from contracts.update.edition import Edition

Json = Any

WORDS = frozenset({
    "description", "summary", "title", "example", "examples", "externalDocs", "$comment", "tags",
    "xml",
})  # fmt: skip
"""What is written for readers."""
VALUES = frozenset({"default", "enum", "const", "required", "mapping", "security"})
"""Keywords that hold data, in which no name is a keyword."""
NAMES = frozenset({
    "properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "responses",
    "content", "headers", "callbacks", "schemas", "encoding", "variables", "scopes",
    "dependentRequired", "parameters", "requestBodies", "flows",
})  # fmt: skip
"""Keywords under which every key is a name."""
DEEPEST = 60
"""ASSUMED: schemas nest less; what nests deeper refers to itself."""


def is_word(key: str) -> bool:
    """Whether a keyword is for readers or of the vendor's own."""
    return key in WORDS or key.startswith("x-")


def kept(value: dict[str, Json], *, names: bool) -> Iterator[tuple[str, Json]]:
    """The members that mean something to a client."""
    for key, member in value.items():
        if names or not is_word(key):
            yield key, member


class Borrowing:
    """Takes values out of NEW for our documents; what they refer to is brought along.

    Args:
        ours: what is added to; components are looked for and put in the file `file`.
    """

    def __init__(self, ours: Edition, file: str) -> None:
        self.ours = ours
        self.root = ours.root(file)
        self.is_30 = str(self.root.get("openapi", "")).startswith("3.0")
        self.brought: dict[int, str] = {}
        """References to components that were brought, by the identity of what they are of."""

    def taken(self, place: Place) -> Json:
        """The value at a place, for ours."""
        return self._value(place, names=False)

    def reference_or_value(self, place: Place) -> Json:
        """A reference where the place is a component, else its value."""
        if (section := section_of(place)) is not None:
            return {"$ref": self._component(section, place)}
        return self.taken(place)

    def _value(self, place: Place, *, names: bool) -> Json:
        value = place.value
        if isinstance(value, list):
            return [self._value(child, names=False) for child in place.children()]
        if not isinstance(value, dict):
            return value
        if not names and isinstance(value.get("$ref"), str):
            return self._referred(place)
        made = {
            key: self._member(place.child(key), key, names=names)
            for key, _ in kept(value, names=names)
        }
        if names and place.key == "responses":
            return _described(made)
        return made if names else in_dialect(made, is_30=self.is_30)

    def _member(self, place: Place, key: str, *, names: bool) -> Json:
        if not names and key in VALUES:
            return place.value
        is_names = not names and key in NAMES and isinstance(place.value, dict)
        return self._value(place, names=is_names)

    def _referred(self, place: Place) -> Json:
        target = follow(place)
        if target is None:
            return {}
        return self.reference_or_value(target)

    def _component(self, section: str, place: Place) -> str:
        """The reference to one of ours that is the same, or to what is brought."""
        known = self.brought.get(id(place.value))
        if known is None:
            known = self.brought[id(place.value)] = self._found(section, place)
        return known

    def _shape(self, place: Place) -> str:
        key = (id(place.value), self.is_30)
        if key not in self.ours.shapes:
            self.ours.shapes[key] = shape_of(place, is_30=self.is_30)
        return self.ours.shapes[key]

    def _own_shape(self, place: Place) -> str:
        known = self.ours.own.get(id(place.value))
        if known is None:
            known = (place.value, shape_of(place, is_30=self.is_30))
            self.ours.own[id(place.value)] = known
        return known[1]

    def _found(self, section: str, place: Place) -> str:
        components = self.root.get("components")
        mine = components.get(section) if isinstance(components, dict) else None
        mine = mine if isinstance(mine, dict) else {}
        shape, names = self._shape(place), _names(place)
        there_are = _components(self.ours, self.root, section)
        for there in sorted(there_are, key=lambda it: (it.key != place.key, it.key)):
            if _names(there) == names and self._own_shape(there) == shape:
                return _pointer(section, str(there.key))
        name = _free(str(place.key), mine)
        self.brought[id(place.value)] = _pointer(section, name)
        home = self.root.setdefault("components", {}).setdefault(section, {})
        home[name] = {}
        home[name] = _with_description(section, self.taken(place))
        return _pointer(section, name)


def section_of(place: Place) -> str | None:
    """The part of `components` that a place is an entry of."""
    parent = place.parent
    if parent is None or parent.parent is None or parent.parent.key != "components":
        return None
    is_top = parent.parent.parent is not None and parent.parent.parent.parent is None
    return str(parent.key) if is_top else None


def shape_of(place: Place, *, is_30: bool) -> str:
    """Equal for values that mean the same to a client, references written out."""
    return json.dumps(_expanded(place, is_30, ()), sort_keys=True, default=str)


def _expanded(place: Place, is_30: bool, above: tuple[int, ...], names: bool = False) -> Json:
    value = place.value
    if isinstance(value, list):
        return [_expanded(child, is_30, above) for child in place.children()]
    if not isinstance(value, dict):
        return value
    if id(value) in above or len(above) > DEEPEST:
        return f"again {above.index(id(value)) if id(value) in above else 'deep'}"
    if not names and isinstance(value.get("$ref"), str):
        target = follow(place)
        return _expanded(target, is_30, above) if target is not None else {}
    inside = (*above, id(value))
    made: dict[str, Json] = {}
    for key, member in kept(value, names=names):
        if not names and key in VALUES:
            made[key] = sorted(member, key=str) if _is_set(key, member) else member
        else:
            is_names = not names and key in NAMES and isinstance(member, dict)
            made[key] = _expanded(place.child(key), is_30, inside, is_names)
    return made if names else in_dialect(made, is_30=is_30)


def _is_set(key: str, value: Json) -> bool:
    return key in {"required", "enum"} and isinstance(value, list)


def _names(place: Place) -> list[str]:
    """What most schemas that are not the same differ in; cheap, and equal where shapes are."""
    target = follow(place)
    said = [target.get(key) for key in ("properties", "required", "enum")] if target else []
    return [name for one in said if isinstance(one, dict | list) for name in sorted(map(str, one))]


def _components(ours: Edition, root: Json, section: str) -> list[Place]:
    for document in ours.documents:
        if document.tree is root and document.root.has("components"):
            return document.root.child("components").part(section)
    return []


def _pointer(section: str, name: str) -> str:
    return f"#/components/{section}/{name.replace('~', '~0').replace('/', '~1')}"


def _free(name: str, taken: dict[str, Json]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}{number}", number + 1
    return free


def _described(responses: dict[str, Json]) -> dict[str, Json]:
    """With the descriptions that OpenAPI demands: what HTTP calls the statuses."""
    return {
        status: {"description": phrase(status), **one}
        if isinstance(one, dict) and "$ref" not in one
        else one
        for status, one in responses.items()
    }


def _with_description(section: str, value: Json) -> Json:
    is_bare = section == "responses" and isinstance(value, dict) and "$ref" not in value
    return {"description": "", **value} if is_bare else value


def phrase(status: str) -> str:
    """What HTTP calls a status, "OK" of 200; the status itself of a range."""
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return status
