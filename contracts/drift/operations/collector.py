"""What the comparison of operations brings together: changes, and schemas to walk through."""

from __future__ import annotations

from contracts.drift.change import Change, Direction
from contracts.drift.operations.parameters import Parameter, survives
from contracts.drift.place import Place
from contracts.drift.schemas.node import Node, Parts
from contracts.drift.schemas.pair import Pairs
from contracts.drift.walk import Found, Root


class Collector:
    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs
        self.operation = 0
        """The one that is being compared: the turn of its name."""
        self.changes: list[Found] = []
        self.roots: dict[Direction, list[Root]] = {"request": [], "response": []}

    def tell(self, change: Change, direction: Direction, where: str = "") -> None:
        where = f"{where}{change.label}"
        self.changes.append(Found(change, direction, where, 1 << self.operation, is_unsent=False))

    def schemas(self, old: Schema, new: Schema, direction: Direction, where: str) -> None:
        if self.pairs.sameness.of(old[0], new[0]):
            return
        before, after = self.pairs.old.node(*old), self.pairs.new.node(*new)
        self.roots[direction].append(Root(self.operation, direction, where, before, after))

    def parameters(
        self,
        old: dict[tuple[str, str], Parameter],
        new: dict[tuple[str, str], Parameter],
        homes: tuple[Place, Place],
        direction: Direction,
        where: str,
    ) -> None:
        """Compare what is sent beside a body; `homes` would hold what is missing."""
        for key, parameter in old.items():
            if key in new:
                self.kept(parameter, new[key], direction, where)
            elif key[0] != "path":  # a path's template tells what has to be filled in
                kind = (
                    "required-parameter-removed" if parameter.is_required else "parameter-removed"
                )
                self.tell(
                    Change(kind, parameter.place, homes[1], parameter.name, absent="new"),
                    direction,
                    where + parameter.said,
                )
        for key, parameter in new.items():
            if key not in old and key[0] != "path":
                kind = "required-parameter-added" if parameter.is_required else "parameter-added"
                self.tell(
                    Change(kind, homes[0], parameter.place, parameter.name, absent="old"),
                    direction,
                    where + parameter.said,
                )

    def kept(self, old: Parameter, new: Parameter, direction: Direction, where: str) -> None:
        if self.pairs.sameness.of_whole(old.place, new.place) and old.key == new.key:
            return
        spot = where + new.said
        before = self.pairs.old.node(old.schema, old.place)
        after = self.pairs.new.node(new.schema, new.place)
        if not self.pairs.sameness.of(old.schema, new.schema):
            self.roots[direction].append(Root(self.operation, direction, spot, before, after))
        said = new.key[1] if new.key[0] == "path" else new.said
        for kind, texts in _differences(old, new, _kinds(before) | _kinds(after)):
            self.tell(
                Change(kind, old.place, new.place, new.name, *texts, identity=said), direction, spot
            )


Schema = tuple[Parts, Place]


def _kinds(node: Node) -> frozenset[str]:
    return frozenset(shape.kind for shape in node.shapes)


def _differences(
    old: Parameter, new: Parameter, kinds: frozenset[str]
) -> list[tuple[str, tuple[str, str]]]:
    found = []
    if old.is_required != new.is_required:
        kind = "parameter-became-required" if new.is_required else "parameter-no-longer-required"
        found.append((kind, ("", "")))
    before, after = old.style(kinds), new.style(kinds)
    if before != after:
        kind = (
            "parameter-style-changed"
            if survives(before, after, kinds)
            else "parameter-style-broken"
        )
        found.append((kind, (before, after)))
    if _is(old, "allowEmptyValue") != _is(new, "allowEmptyValue"):
        kind = "empty-value-allowed" if _is(new, "allowEmptyValue") else "empty-value-refused"
        found.append((kind, ("", "")))
    if _is(old, "allowReserved") != _is(new, "allowReserved"):
        texts = ("with" if _is(p, "allowReserved") else "without" for p in (old, new))
        one, two = (f"text {word} reserved characters" for word in texts)
        found.append(("parameter-style-changed", (one, two)))
    if _is(old, "deprecated") != _is(new, "deprecated"):
        found.append(("deprecation-changed", deprecation(new.place)))
    return found


def deprecation(new: Place) -> tuple[str, str]:
    words = ("in use", "deprecated")
    return words if new.says("deprecated") else (words[1], words[0])


def _is(parameter: Parameter, flag: str) -> bool:
    return parameter.place.says(flag)
