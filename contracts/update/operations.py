"""Operations, their addresses and their credentials, added and removed."""

from __future__ import annotations

from typing import Any

from contracts.drift.operations.contract import METHODS, TEMPLATE
from contracts.drift.place import Place
from contracts.update.borrowing import Borrowing
from contracts.update.edit import Edit
from contracts.update.edition import Edition, delete

Json = Any


def add_operation(edit: Edit, ours: Edition, _: Borrowing) -> None:
    place = edit.change.new
    item = place.parent
    if item is None or item.parent is None or item.parent.key not in {"paths", "webhooks"}:
        return
    section, path = str(item.parent.key), str(item.key)
    file = _closest_file(ours, section, path)
    borrowing = Borrowing(ours, file)
    operation = borrowing.taken(place)
    if shared := item.part("parameters"):
        mine = operation.get("parameters", [])
        operation["parameters"] = [*(borrowing.taken(one) for one in shared), *mine]
    paths = ours.root(file).setdefault(section, {})
    known = next((one for one in paths if _is_same_path(one, path)), path)
    paths.setdefault(known, {})[str(place.key)] = operation


def _is_same_path(one: str, other: str) -> bool:
    return TEMPLATE.sub("{}", one) == TEMPLATE.sub("{}", other)


def _closest_file(ours: Edition, section: str, path: str) -> str:
    """The file whose paths begin most like this one."""
    best, most = ours.read[0].name, -1
    for document in ours.read:
        paths = document.tree.get(section)
        for known in paths if isinstance(paths, dict) else ():
            shared = _shared_words(known, path)
            if shared > most:
                best, most = document.name, shared
    return best


def _shared_words(one: str, other: str) -> int:
    count = 0
    for mine, theirs in zip(one.split("/"), other.split("/"), strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def remove_operation(edit: Edit, ours: Edition, _: Borrowing) -> None:
    place = edit.change.old
    delete(ours, place)
    item = ours.value(place.parent)
    if place.parent is None or not isinstance(item, dict):
        return
    if not any(key.lower() in METHODS or key == "$ref" for key in item):
        delete(ours, place.parent)


def security(edit: Edit, ours: Edition, borrowing: Borrowing) -> None:
    new = edit.change.new
    there = ours.value(edit.ours.place) if edit.ours is not None else None
    if not isinstance(there, dict):
        return
    listed = new.children() if new.key == "security" else []
    there["security"] = [_demand(one, edit, borrowing) for one in listed]


def _demand(entry: Place, edit: Edit, borrowing: Borrowing) -> Json:
    """With the names that ours has, or now gets, for the same schemes."""
    made = {}
    for child in entry.children():
        scheme = _scheme(edit, str(child.key))
        named = borrowing.reference_or_value(scheme) if scheme is not None else {}
        made[str(named.get("$ref", child.key)).rpartition("/")[2]] = child.value
    return made


def _scheme(edit: Edit, name: str) -> Place | None:
    place = edit.theirs.root if edit.theirs is not None else None
    for key in ("components", "securitySchemes", name):
        place = place.child(key) if place is not None and place.has(key) else None
    return place


def add_server(edit: Edit, ours: Edition, borrowing: Borrowing) -> None:
    there = ours.value(edit.change.old)
    if isinstance(there, dict):
        there.setdefault("servers", []).append(borrowing.taken(edit.change.new))
