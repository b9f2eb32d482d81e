"""What schemas hold, added and removed: properties and alternatives."""

from __future__ import annotations

from typing import Any

from contracts.drift.place import follow
from contracts.update.borrowing import Borrowing, is_word
from contracts.update.edit import Edit
from contracts.update.edition import Edition, delete

Json = Any


def add_property(edit: Edit, ours: Edition, borrowing: Borrowing) -> None:
    change = edit.change
    there = ours.value(change.old)
    if not isinstance(there, dict):
        return
    there.setdefault("properties", {})[change.subject] = borrowing.reference_or_value(change.new)
    if change.kind == "required-property-added":
        require(edit, ours, borrowing)


def remove_property(edit: Edit, ours: Edition, _: Borrowing) -> None:
    there, name = ours.value(edit.change.holder), edit.change.subject
    for home in _with_branches(there):
        if isinstance(home.get("properties"), dict):
            home["properties"].pop(name, None)
        _not_required(home, name)


def remove_inherited_property(edit: Edit, ours: Edition, _: Borrowing) -> None:
    """Out of the components that a schema is made of, too."""
    holder, name = edit.change.holder, edit.change.subject
    waiting, seen = [holder] if holder is not None else [], set[int]()
    while waiting:
        place = follow(waiting.pop())
        if place is None or id(place.value) in seen:
            continue
        seen.add(id(place.value))
        waiting += place.part("allOf")
        there = ours.value(place)
        if isinstance(there, dict):
            if isinstance(there.get("properties"), dict):
                there["properties"].pop(name, None)
            _not_required(there, name)


def require(edit: Edit, ours: Edition, _: Borrowing) -> None:
    there, name = ours.value(edit.change.old), edit.change.subject
    if isinstance(there, dict) and name not in there.get("required", ()):
        there.setdefault("required", []).append(name)


def no_longer_require(edit: Edit, ours: Edition, _: Borrowing) -> None:
    for home in _with_branches(ours.value(edit.change.old)):
        _not_required(home, edit.change.subject)


def _with_branches(there: Json) -> list[dict[str, Json]]:
    """A schema and what it is made of by `allOf`; components stay, others use them."""
    if not isinstance(there, dict):
        return []
    branches = there.get("allOf")
    inner = branches if isinstance(branches, list) else []
    return [there, *(found for one in inner for found in _with_branches(one))]


def _not_required(home: dict[str, Json], name: str) -> None:
    required = home.get("required")
    if isinstance(required, list) and name in required:
        required.remove(name)
        if not required:
            del home["required"]


def add_branch(edit: Edit, ours: Edition, borrowing: Borrowing) -> None:
    there = ours.value(edit.change.old)
    if not isinstance(there, dict):
        return
    branch = borrowing.reference_or_value(edit.change.new)
    for keyword in ("oneOf", "anyOf"):
        if isinstance(there.get(keyword), list):
            there[keyword].append(branch)
            return
    own = {key: there.pop(key) for key in list(there) if not is_word(key)}
    there["oneOf"] = [own, branch]


def remove_branch(edit: Edit, ours: Edition, _: Borrowing) -> None:
    holder, gone = edit.change.holder, edit.change.old
    for keyword in ("oneOf", "anyOf"):
        for child in holder.part(keyword) if holder is not None else ():
            if (found := follow(child)) is not None and found.value is gone.value:
                delete(ours, child)
