"""Which of two documents an API follows, by what it was seen to answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from contracts.drift.finding import Finding
from contracts.lattice.baseline import Baseline
from contracts.lattice.capture import Seen
from contracts.lattice.shape import Shape
from contracts.lattice.texts import pseudonym
from contracts.watch.verdict import AHEAD, STALE

_PLACE = re.compile(r"response (\d{3})(?:\.(.+))?")
_TYPES = re.compile(r"the type was (.+), now it (?:may be|is only|is) (.+)")
_VALUES = re.compile(r"(?:new values|values that are gone): (.+)")


@dataclass(frozen=True, slots=True)
class Witness:
    """What was seen where two documents differ.

    Args:
        owner: the objects that have the property that it is about, or have not.
        name: of the property; "" for a whole body.
        here: the values at the place itself.
    """

    owner: Shape
    name: str
    here: Shape
    salt: str
    finding: Finding

    @property
    def is_there(self) -> bool:
        return self.here.seen > 0

    @property
    def is_always_there(self) -> bool:
        return self.here.seen >= self.owner.types["object"]

    def is_null(self) -> bool | None:
        return self.here.types["null"] > 0 if self.is_there else None

    def says_one_of(self) -> bool | None:
        """Whether one of the values that the difference is about was seen."""
        match = _VALUES.fullmatch(self.finding.message)
        if match is None or not self.here.words:
            return None
        values = match[1].split(", ")
        return any({one, pseudonym(one, self.salt)} & self.here.words.keys() for one in values)

    def follows_the_new_type(self) -> bool | None:
        match = _TYPES.fullmatch(self.finding.message)
        if match is None or not self.here.types.keys() - {"null"}:
            return None
        before, after = (_fits(self.here, text) for text in match.groups())
        if before and after:  # nothing of what a wider type adds was seen
            return self.finding.kind == "type-narrowed"
        return after if before != after else None


def _fits(here: Shape, text: str) -> bool:
    """Whether all types that were seen are among those that a finding names."""
    named = set(re.findall(r"[a-z]+", text))
    named |= {"integer"} if "number" in named else set()
    return here.types.keys() - {"null"} <= named


def _opposite(says: bool | None) -> bool | None:
    return None if says is None else not says


IS_AS_NEW_SAYS: Mapping[str, Callable[[Witness], bool | None]] = {
    "property-added": lambda it: it.is_there,
    "property-added-to-closed": lambda it: it.is_there,
    "required-property-added": lambda it: it.is_there,
    "property-removed": lambda it: not it.is_there,
    "property-no-longer-accepted": lambda it: not it.is_there,
    "property-became-required": lambda it: it.is_always_there,
    "property-no-longer-required": lambda it: not it.is_always_there,
    "became-nullable": Witness.is_null,
    "no-longer-nullable": lambda it: _opposite(it.is_null()),
    "enum-value-added": Witness.says_one_of,
    "enum-value-removed": lambda it: _opposite(it.says_one_of()),
    "type-changed": Witness.follows_the_new_type,
    "type-widened": Witness.follows_the_new_type,
    "type-narrowed": Witness.follows_the_new_type,
}
"""By kind of difference; None where what was seen is no answer."""

FOR_ALL = frozenset({
    "property-removed", "property-no-longer-accepted", "property-became-required",
    "no-longer-nullable", "enum-value-removed",
})  # fmt: skip
"""Kinds that one golden request alone can belie; of the others one is enough to bear them out."""


def verdict_of_document(finding: Finding, seen: Baseline) -> str:
    """Of what differs between our document and the published one, by what the API was seen to do.

    Only for answers' fields and statuses: of all else an answer says nothing. "" where nothing was
    seen that tells.
    """
    match = _PLACE.fullmatch(finding.where)
    if match is None or finding.direction != "response":
        return ""
    cases = [one for one in seen.cases.values() if one.operation in finding.operations]
    status = int(match[1])
    if finding.kind.endswith(("status-added", "status-removed")):
        is_new = finding.kind.endswith("added")
        is_seen = any(status in one.statuses for one in cases)
        return ("", STALE if is_new else AHEAD)[is_seen]
    tells = IS_AS_NEW_SAYS.get(finding.kind)
    if tells is None:
        return ""
    witnesses = (
        Witness(owner, name, here, seen.salt, finding)
        for owner, name, here in _witnesses(cases, status, match[2] or "")
    )
    said = {says for one in witnesses if (says := tells(one)) is not None}
    if not said:
        return ""
    is_as_new = False not in said if finding.kind in FOR_ALL else True in said
    return STALE if is_as_new else AHEAD


def _witnesses(cases: list[Seen], status: int, path: str) -> Iterator[tuple[Shape, str, Shape]]:
    parts = path.replace("[]", ".*").split(".") if path else []
    for one in cases:
        if status not in one.statuses:
            continue
        body = one.statuses[status].body
        if not parts:
            yield body, "", body
            continue
        owner = _at(body, parts[:-1])
        is_object = owner is not None and owner.types["object"]
        if owner is not None and (is_object or parts[-1] == "*"):
            yield owner, parts[-1], _inner(owner, parts[-1]) or Shape()


def _at(shape: Shape, parts: list[str]) -> Shape | None:
    for part in parts:
        inner = _inner(shape, part)
        if inner is None:
            return None
        shape = inner
    return shape


def _inner(shape: Shape, part: str) -> Shape | None:
    found = shape.items if part == "*" else shape.properties.get(part)
    return found or (shape.properties.get("*") if part == "*" else None)
