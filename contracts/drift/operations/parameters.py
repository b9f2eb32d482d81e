"""Parameters of requests and headers of responses."""

from __future__ import annotations

from typing import NamedTuple

from contracts.drift.operations.contract import TEMPLATE, Operation
from contracts.drift.place import Place, follow

STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
"""What is meant where no style is said: OpenAPI 3.0.3, "Parameter Object"."""
NOT_PARAMETERS = frozenset({"accept", "content-type", "authorization"})
"""Headers that the document describes elsewhere: OpenAPI 3.0.3, "Parameter Object"."""


OF_LISTS = frozenset({
    "form", "form, exploded", "simple", "spaceDelimited", "spaceDelimited, exploded",
    "pipeDelimited", "pipeDelimited, exploded",
})  # fmt: skip
"""Styles that write a list of one value as that value alone."""


class Parameter(NamedTuple):
    key: tuple[str, str]
    """Where it is, and its name as far as that matters there; of a path its turn."""
    name: str
    said: str
    """Where a reader finds it."""
    place: Place
    is_required: bool

    @property
    def schema(self) -> tuple[Place, ...]:
        """Also where it is written as Swagger 2 had it: the parameter itself is the schema."""
        if self.place.has("schema"):
            return (self.place.child("schema"),)
        if self.place.has("type"):
            return (self.place,)
        content = self.place.part("content")
        return (content[0].child("schema"),) if content and content[0].has("schema") else ()

    def style(self, kinds: frozenset[str]) -> str:
        """How a value of those types is written; equal where it looks equal on the wire."""
        if content := self.place.part("content"):
            return str(content[0].key)
        home = self.key[0]
        style = str(self.place.get("style") or STYLES[home])
        explode = self.place.get("explode")
        exploded = explode if isinstance(explode, bool) else style in {"form", "deepObject"}
        composed = kinds & {"array", "object", "any"}
        if not composed and style in {"form", "simple", "spaceDelimited", "pipeDelimited"}:
            return STYLES[home]
        if style in {"simple", "label"} and exploded and composed == {"array"}:
            exploded = style == "label"
        return f"{style}, exploded" if composed and exploded and style != "deepObject" else style


def survives(old: str, new: str, kinds: frozenset[str]) -> bool:
    """Whether some of what was written the old way is still read right: lists of one value."""
    return "object" not in kinds and {old, new} <= OF_LISTS


def parameters(operation: Operation) -> dict[tuple[str, str], Parameter]:
    """What an operation takes, that of its path included."""
    names = TEMPLATE.findall(operation.path)
    turns = {name.strip("{}"): str(turn) for turn, name in enumerate(names, 1)}
    found: dict[tuple[str, str], Parameter] = {}
    for home in (operation.item, operation.place):
        for child in home.part("parameters"):
            parameter = _parameter(child, turns)
            if parameter is not None:
                found[parameter.key] = parameter
    return found


def headers(response: Place) -> dict[tuple[str, str], Parameter]:
    found: dict[tuple[str, str], Parameter] = {}
    for child in response.part("headers"):
        place = follow(child)
        name = str(child.key)
        if place is None or not isinstance(place.value, dict) or name.lower() == "content-type":
            continue
        key = ("header", name.lower())
        found[key] = Parameter(key, name, f"the header {name}", place, place.says("required"))
    return found


def _parameter(child: Place, turns: dict[str, str]) -> Parameter | None:
    place = follow(child)
    if place is None or not isinstance(place.value, dict):
        return None
    home, name = _home(place, turns), place.get("name")
    if home not in STYLES or not isinstance(name, str):
        return None
    if home == "path" and name not in turns:
        return None  # nothing of an address is replaced by it
    if home == "header" and name.lower() in NOT_PARAMETERS:
        return None
    is_required = home == "path" or place.says("required")
    key = (home, _key(home, name, turns))
    said = f"{key[1]} ({name})" if home == "path" else name
    return Parameter(key, name, f"the {home} parameter {said}", place, is_required)


def _home(place: Place, turns: dict[str, str]) -> str:
    """Where a parameter is sent; what does not say so is in the path's template, or in a query."""
    said = place.get("in")
    if isinstance(said, str):
        return said.lower()
    return "path" if str(place.get("name")) in turns else "query"


def _key(home: str, name: str, turns: dict[str, str]) -> str:
    if home == "path":
        return turns.get(name, name)
    return name.lower() if home == "header" else name
