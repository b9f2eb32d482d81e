"""What an operation takes and answers with, added and removed: parameters, bodies, statuses."""

from __future__ import annotations

from contracts.drift.place import follow
from contracts.update.borrowing import Borrowing, phrase
from contracts.update.edit import Edit
from contracts.update.edition import Edition, delete


def add_parameter(edit: Edit, ours: Edition, borrowing: Borrowing) -> None:
    change = edit.change
    there = ours.value(change.old)
    if not isinstance(there, dict):
        return
    if not change.new.has("in"):
        headers = there.setdefault("headers", {})
        headers[change.subject] = borrowing.taken(change.new)
    else:
        there.setdefault("parameters", []).append(borrowing.reference_or_value(change.new))


def remove_parameter(edit: Edit, ours: Edition, _: Borrowing) -> None:
    place = edit.change.old
    if edit.ours is None or not place.has("in"):
        if place.parent is not None and place.parent.key == "headers":
            delete(ours, place)
        return
    for home in (edit.ours.place, edit.ours.item):
        for child in home.part("parameters"):
            found = follow(child)
            if found is not None and found.value is place.value:
                delete(ours, child)


def add_body(edit: Edit, ours: Edition, borrowing: Borrowing) -> None:
    there = ours.value(edit.ours.place) if edit.ours is not None else None
    if isinstance(there, dict):
        there["requestBody"] = borrowing.reference_or_value(edit.change.new)


def remove_body(edit: Edit, ours: Edition, _: Borrowing) -> None:
    there = ours.value(edit.ours.place) if edit.ours is not None else None
    if isinstance(there, dict):
        there.pop("requestBody", None)


def add_media_type(edit: Edit, ours: Edition, borrowing: Borrowing) -> None:
    there = ours.value(edit.change.old)
    if isinstance(there, dict):
        content = there.setdefault("content", {})
        content[str(edit.change.new.key)] = borrowing.taken(edit.change.new)


def add_status(edit: Edit, ours: Edition, borrowing: Borrowing) -> None:
    change = edit.change
    there = ours.value(edit.ours.place) if edit.ours is not None else None
    if isinstance(there, dict):
        value = borrowing.reference_or_value(change.new)
        if "$ref" not in value:
            value = {"description": phrase(change.subject), **value}
        there.setdefault("responses", {})[change.subject] = value


def remove_status(edit: Edit, ours: Edition, _: Borrowing) -> None:
    there = ours.value(edit.ours.place) if edit.ours is not None else None
    responses = there.get("responses") if isinstance(there, dict) else None
    if not isinstance(responses, dict):
        return
    for status in list(responses):
        if status.upper() == edit.change.subject.upper():
            del responses[status]
