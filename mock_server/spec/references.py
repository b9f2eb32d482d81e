"""Places in documents, and following `$ref` from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mock_server.errors import SpecError
from mock_server.spec.files import Files

Json = Any


class Place:
    """A node of a document and where it stands, so that every complaint can say where.

    A large document has a hundred thousand of them at start, so one knows only its parent and
    spells out its pointer when somebody asks.
    """

    __slots__ = ("_above", "_name", "_pointer", "file", "files", "node")

    def __init__(
        self, files: Files, file: Path, node: Json, above: Place | None = None, name: str = ""
    ) -> None:
        self.files = files
        self.file = file
        self.node = node
        self._above = above
        self._name = name
        self._pointer: str | None = None if above is not None else ""

    @property
    def pointer(self) -> str:
        """The JSON pointer within the file; "" is the whole of it."""
        if self._pointer is None:
            assert self._above is not None  # noqa: S101 - only a root has nothing above it
            self._pointer = f"{self._above.pointer}/{escape(self._name)}"
        return self._pointer

    @property
    def key(self) -> tuple[Path, str]:
        return self.file, self.pointer

    def __str__(self) -> str:
        return f"{self.file}#{self.pointer}"

    def child(self, *keys: str | int) -> Place:
        """The place below; a missing one has the node None."""
        place = self
        for key in keys:
            place = Place(self.files, self.file, _step(place.node, key), place, str(key))
        return place

    def members(self) -> Iterator[tuple[str, Place]]:
        """The members of a mapping; of anything else, none."""
        if isinstance(self.node, dict):
            for key, node in self.node.items():
                yield key, Place(self.files, self.file, node, self, key)

    def elements(self) -> Iterator[Place]:
        """The elements of a list; of anything else, none."""
        if isinstance(self.node, list):
            for index, node in enumerate(self.node):
                yield Place(self.files, self.file, node, self, str(index))

    @property
    def refers(self) -> bool:
        """Whether a reference stands here."""
        return isinstance(self.node, dict) and isinstance(self.node.get("$ref"), str)

    def follow(self) -> Place:
        """This place, or the one that its chain of `$ref` ends at.

        Raises:
            SpecError: the chain leads nowhere, to the network, or back to itself.
        """
        if not self.refers:
            return self
        place = self.refer(self.node["$ref"])
        seen: set[tuple[Path, str]] = set()
        while place.refers:
            if place.key in seen:
                raise SpecError(
                    "A reference leads only back to itself",
                    where=str(self),
                    why=f"following {self.node['$ref']!r} never reaches anything but a reference",
                    fix="let one of the references in this ring be the thing itself",
                )
            seen.add(place.key)
            place = place.refer(place.node["$ref"])
        return place

    def refer(self, reference: str) -> Place:
        """The place that a `$ref` standing here names."""
        known: Place | None = self.files.referred.get((self.file, reference))
        if known is None:
            known = self.files.referred[self.file, reference] = self._referred(reference)
        return known

    def _referred(self, reference: str) -> Place:
        file, pointer = self.files.target(self.file, reference, str(self))
        try:
            return find(self.files, file, pointer)
        except SpecError as error:
            raise SpecError(
                f"The reference {reference!r} leads nowhere",
                where=str(self),
                why=error.why if error.where == str(file) else f"{error.where}: {error.why}",
                fix="correct the reference, or add what it names",
            ) from None


def find(files: Files, file: Path, pointer: str) -> Place:
    """The place that a JSON pointer or an `$anchor` name leads to within a file."""
    kept: Place | None = files.places.get((file, pointer))
    if kept is None:
        kept = files.places[file, pointer] = _found(files, file, pointer)
    return kept


def _found(files: Files, file: Path, pointer: str) -> Place:
    root = Place(files, file, files.tree(file))
    if pointer and not pointer.startswith("/"):
        return _anchored(root, pointer)
    place = root
    for token in pointer.split("/")[1:]:
        above, place = place, place.child(unescape(token))
        if place.node is None and not _has(above.node, unescape(token)):
            raise SpecError(
                f"There is nothing at {place.pointer}",
                where=str(file),
                why=f"the file has no {place.pointer}",
                fix="correct the pointer",
            )
    return place


def escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def unescape(token: str) -> str:
    return token.replace("~1", "/").replace("~0", "~")


def _step(node: Json, key: str | int) -> Json:
    if isinstance(node, dict):
        return node.get(str(key))
    if isinstance(node, list) and str(key).isdigit() and int(key) < len(node):
        return node[int(key)]
    return None


def _has(node: Json, key: str) -> bool:
    """Whether a null is written there; otherwise there is nothing."""
    if isinstance(node, list):
        return key.isdigit() and int(key) < len(node)
    return isinstance(node, dict) and key in node


def _anchored(root: Place, name: str) -> Place:
    waiting = [root]
    while waiting:
        place = waiting.pop()
        if isinstance(place.node, dict) and place.node.get("$anchor") == name:
            return place
        waiting.extend(child for _, child in place.members())
        waiting.extend(place.elements())
    raise SpecError(
        f"There is no $anchor {name!r}",
        where=str(root.file),
        why=f"no schema in the file carries $anchor: {name}",
        fix="correct the reference, or add the anchor",
    )
