"""Our documents with changes that are tried on them, before any text is touched."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, field
from typing import Any

from contracts.drift.place import Place
from contracts.drift.reading.documents import Document, with_trees

Json = Any
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """The values of our files, by the files' names; a copy may be changed in place.

    Args:
        read: the documents as they were read: which files they are, and what they refer to.
    """

    read: tuple[Document, ...]
    trees: dict[str, Json]
    shapes: dict[tuple[int, bool], str] = field(default_factory=dict)
    """What is known of NEW, which stays as it is, by the identity of its values."""
    own: dict[int, tuple[Json, str]] = field(default_factory=dict)
    """The same of our components as this copy began: each edit asks for all of them, and what came
    of the edits is compared anyway."""

    def copied(self) -> Edition:
        """Values that an anchor shares are shared in the copy, too."""
        copy: dict[str, Json] = pickle.loads(pickle.dumps(self.trees))  # noqa: S301 - our own
        return Edition(self.read, copy, self.shapes)

    @property
    def documents(self) -> list[Document]:
        return with_trees(list(self.read), self.trees)

    def root(self, file: str) -> Json:
        return self.trees[file]

    def value(self, place: Place | None) -> Json:
        """What stands here where `place` stood when the documents were compared; else None."""
        if place is None:
            return None
        value = self.trees.get(file_of(place))
        for key in path_of(place):
            value = step(value, key)
        return value


def edition(read: list[Document]) -> Edition:
    """All files that were read, those that references led to among them."""
    found = {
        name: document.tree
        for one in read
        for name, document in {one.name: one, **one.others}.items()
        if document is not None
    }
    return Edition(tuple(read), found).copied()


def file_of(place: Place) -> str:
    home = place.home
    return home.name if isinstance(home, Document) else ""


def path_of(place: Place) -> Path:
    keys: list[str | int] = []
    at: Place | None = place
    while at is not None and at.parent is not None:
        keys.append(at.key)
        at = at.parent
    return tuple(reversed(keys))


def step(value: Json, key: str | int) -> Json:
    """What is under a key; None where there is nothing."""
    if isinstance(value, dict):
        return value.get(key)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key]
    return None


def delete(ours: Edition, place: Place) -> None:
    """Take what stood at a place out of ours."""
    home = ours.value(place.parent)
    if isinstance(home, dict):
        home.pop(str(place.key), None)
    elif isinstance(home, list) and isinstance(place.key, int) and place.key < len(home):
        del home[place.key]
        if not home and place.parent is not None:
            delete(ours, place.parent)  # an empty list of alternatives allows nothing
