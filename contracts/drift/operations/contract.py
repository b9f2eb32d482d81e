"""All operations of one side, from one document or from many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from contracts.drift.place import Place, follow, landed
from contracts.drift.reading.documents import Document

Json = Any

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
TEMPLATE = re.compile(r"\{[^{}]*\}")


class Key(NamedTuple):
    """What an operation is known by, in both versions: names of path parameters do not count."""

    template: str
    method: str
    document: str = ""
    """What else tells it apart, where several have the same path: a document, or its own path."""


@dataclass(frozen=True, slots=True)
class Operation:
    key: Key
    path: str
    place: Place
    item: Place
    """The path item: what it says holds for all of its operations."""
    root: Place
    """The document: its security and servers hold unless the operation has its own."""
    is_received: bool = False
    """Whether the client is the one who is asked: a webhook or a callback."""

    @property
    def name(self) -> str:
        method = self.key.method.upper()
        return f"{self.path} {method}" if self.is_received else f"{method} {self.path}"


@dataclass(frozen=True, slots=True)
class Contract:
    operations: dict[Key, Operation]
    documents: tuple[Document, ...]


def contract(documents: Iterable[Document]) -> Contract:
    found = tuple(documents)
    operations = [operation for document in found for operation in _operations(document)]
    keyed = _told_apart(operations, _by_document) if len(found) > 1 else operations
    keyed = _told_apart(keyed, _by_path)
    return Contract({operation.key: operation for operation in keyed}, found)


def base_path(root: Place) -> str:
    """The path that the first server puts before every path of a document."""
    for server in root.part("servers")[:1]:
        url = server.get("url")
        if isinstance(url, str) and "{" not in url:
            return urlsplit(url).path.rstrip("/")
    return ""


def _told_apart(operations: list[Operation], apart: Callable[[Operation], str]) -> list[Operation]:
    counts = Counter(operation.key for operation in operations)
    return [
        one if counts[one.key] == 1 else _with_key(one, one.key._replace(document=apart(one)))
        for one in operations
    ]


def _by_document(operation: Operation) -> str:
    return operation.root.home.label.rpartition("/")[2]


def _by_path(operation: Operation) -> str:
    """Two paths of a document may differ in the names of their parameters alone, by a slip."""
    return f"{operation.key.document} {operation.path}".lstrip()


def _with_key(operation: Operation, key: Key) -> Operation:
    return Operation(
        key, operation.path, operation.place, operation.item, operation.root, operation.is_received
    )


def _operations(document: Document) -> Iterator[Operation]:
    for path, item in _items(document.root, "paths"):
        template = "/" + TEMPLATE.sub("{}", path).removeprefix("/")
        for operation in _of_item(item, (path, template), document.root, is_received=False):
            yield operation
            yield from _callbacks(operation)
    for name, item in _items(document.root, "webhooks"):
        path = f"webhook {name}"
        yield from _of_item(item, (path, path), document.root, is_received=True)


def _items(place: Place, keyword: str) -> Iterator[tuple[str, Place]]:
    for item in place.part(keyword) if isinstance(place.get(keyword), dict) else ():
        if not str(item.key).startswith("x-"):
            yield str(item.key), item


def _of_item(
    item: Place, named: tuple[str, str], root: Place, *, is_received: bool
) -> Iterator[Operation]:
    """The operations of a path.

    Args:
        named: the path as it is written, and what it is known by in both versions.
    """
    path, template = named
    places = [place for place in (follow(item), item) if place is not None]
    seen: set[str] = set()
    for place in places:
        for child in place.children() if isinstance(place.value, dict) else ():
            method = str(child.key).lower()
            if method in METHODS and method not in seen and isinstance(child.value, dict):
                seen.add(method)
                key = Key(template, method)
                yield Operation(key, path, landed(child), place, root, is_received)


def _callbacks(operation: Operation) -> Iterator[Operation]:
    """Known by their names: how an expression for the address is written is often mended."""
    owner = f"{operation.key.method} {operation.key.template}"
    for entry in operation.place.part("callbacks"):
        callback = follow(entry)
        if callback is None or not isinstance(callback.value, dict):
            continue
        for item in callback.children():
            if not str(item.key).startswith("x-"):
                path = f"{operation.name} callback {entry.key} {item.key}"
                named = (path, f"{owner} callback {entry.key}")
                yield from _of_item(item, named, operation.root, is_received=True)
