"""Where a value stands in a document."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote

from mock_server.errors import SpecError

Json = Any


class Home(Protocol):
    """The file that a value stands in, and those that it refers to."""

    label: str
    """Before pointers, where there are several files; else empty."""
    is_30: bool

    def target(self, reference: str) -> Place | None: ...


class Place(NamedTuple):
    """A value and its address; cheap, because every schema of a document gets one."""

    value: Json
    home: Home
    parent: Place | None = None
    key: str | int = ""

    def child(self, key: str | int) -> Place:
        return Place(self.value[key], self.home, self, key)

    def has(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    def get(self, key: str) -> Json:
        return self.value.get(key) if isinstance(self.value, dict) else None

    def says(self, flag: str) -> bool:
        """Whether a flag is set; some quote what is true."""
        said = self.get(flag)
        return said is True or (isinstance(said, str) and said.lower() == "true")

    def children(self) -> list[Place]:
        """Of a list or a mapping: its values; of anything else, nothing."""
        if isinstance(self.value, dict):
            return [Place(value, self.home, self, key) for key, value in self.value.items()]
        if isinstance(self.value, list):
            return [Place(value, self.home, self, key) for key, value in enumerate(self.value)]
        return []

    def part(self, key: str) -> list[Place]:
        """The children of one keyword's value, wherever that is written."""
        return landed(self.child(key)).children() if self.has(key) else []

    @property
    def pointer(self) -> str:
        """A JSON pointer, after the file's name and `#` where there are several files."""
        keys: list[str] = []
        place = self
        while place.parent is not None:
            keys.append(str(place.key).replace("~", "~0").replace("/", "~1"))
            place = place.parent
        pointer = "".join(f"/{key}" for key in reversed(keys))
        return f"{self.home.label}#{pointer}" if self.home.label else pointer


def follow(place: Place) -> Place | None:
    """Where the references that begin at `place` end; None when one of them leads nowhere.

    Raises:
        SpecError: they lead in a circle that holds nothing else.
    """
    seen: set[tuple[int, str]] = set()
    while isinstance(reference := place.get("$ref"), str):
        step = (id(place.home), reference)
        if step in seen:
            raise SpecError(
                f"The reference {reference!r} leads back to itself",
                where=place.pointer,
                why="it stands in a circle of references that holds nothing else",
                fix="ask for, or write, what is meant there",
            )
        seen.add(step)
        target = place.home.target(reference)
        if target is None:
            return None
        place = target
    return place


def landed(place: Place) -> Place:
    """Where a place is written; vendors write references also where OpenAPI foresees none."""
    return follow(place) or place


def find(root: Place, pointer: str) -> Place | None:
    """What a JSON pointer, as it stands in a reference, leads to."""
    return _walk(root, unquote(pointer)) or _walk(root, pointer)


def _walk(place: Place, pointer: str) -> Place | None:
    if pointer and not pointer.startswith("/"):
        return None
    for word in pointer.split("/")[1:]:
        key = word.replace("~1", "/").replace("~0", "~")
        found = _step(place, key)
        if found is None:
            return None
        place = found
    return place


def _step(place: Place, key: str) -> Place | None:
    if isinstance(place.value, list) and key.isdecimal() and int(key) < len(place.value):
        return place.child(int(key))
    if not isinstance(place.value, dict):
        return None
    if key not in place.value and isinstance(place.value.get("$ref"), str):
        followed = follow(place)
        return _step(followed, key) if followed is not None else None
    return place.child(key) if key in place.value else None
