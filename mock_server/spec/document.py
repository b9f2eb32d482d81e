"""A document that is served: its operations, read when they are first needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mock_server.errors import SpecError
from mock_server.spec.files import Files
from mock_server.spec.keywords import malformed
from mock_server.spec.operation import Operation
from mock_server.spec.read import OperationReader
from mock_server.spec.references import Place
from mock_server.spec.schema import Dialect, Schemas

Json = Any

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True)
class Entry:
    """Where an operation stands: enough to route to it."""

    path: str
    method: str
    item: Place

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def id(self) -> str:
        """The operationId, or method and path where the document gives none."""
        identity = self.item.child(self.method, "operationId").node
        return identity if isinstance(identity, str) else str(self)


class Document:
    """One OpenAPI document, its other files included. Made by `load_document`."""

    def __init__(self, files: Files, root: Place) -> None:
        self.files = files
        self.root = root
        self.left_out: tuple[SpecError, ...] = ()
        self.entries: tuple[Entry, ...] = ()
        self.forget()

    @property
    def path(self) -> Path:
        return self.files.main

    @property
    def version(self) -> str:
        return str(self.root.node["openapi"])

    @property
    def is_30(self) -> bool:
        return self.version.startswith("3.0")

    @property
    def title(self) -> str:
        info = self.root.child("info", "title").node
        return info if isinstance(info, str) else self.path.stem

    @cached_property
    def base_paths(self) -> tuple[str, ...]:
        """The paths of the document's `servers`, without a final slash; "" when there is none."""
        found = dict.fromkeys(
            _server_path(place) for place in self.root.child("servers").elements()
        )
        return tuple(found) or ("",)

    def operation(self, entry: Entry) -> Operation:
        """The operation in full.

        Raises:
            SpecError: it cannot be served truthfully; never for a document that was checked.
        """
        return self._reader.operation(entry.path, entry.method, entry.item, self.root)

    def forget(self) -> None:
        """Drop what reading operations has kept: after a check of them all that is a lot."""
        self.files.places.clear()
        self.files.referred.clear()
        self._reader = OperationReader(Schemas(Dialect(self.is_30, self.children)))

    def children(self, parent: Place) -> tuple[Place, ...]:
        """The schemas among the components that inherit from `parent` by `allOf`."""
        return self._inheritance.get(parent.key, ())

    @cached_property
    def _inheritance(self) -> dict[tuple[Path, str], tuple[Place, ...]]:
        found: dict[tuple[Path, str], tuple[Place, ...]] = {}
        for _, schema in self.root.child("components", "schemas").members():
            for part in schema.child("allOf").elements():
                if part.refers:
                    key = part.refer(part.node["$ref"]).key
                    found[key] = (*found.get(key, ()), schema)
        return found


def entries(root: Place) -> Iterator[Entry]:
    """Every operation of the document, in its order.

    Raises:
        SpecError: `paths` or a path item is not what OpenAPI says it is.
    """
    for path, referring in root.child("paths").members():
        if path.startswith("x-"):
            continue
        if not path.startswith("/"):
            raise malformed(referring, "a path begins with a slash")
        item = referring.follow()
        if not isinstance(item.node, dict):
            raise malformed(item, "a path item is an object")
        for method in METHODS:
            if method in item.node:
                yield Entry(path, method, item)


def _server_path(place: Place) -> str:
    """The path of a server's URL, its variables at their defaults."""
    url = place.child("url").node
    if not isinstance(url, str):
        return ""
    for name, variable in place.child("variables").members():
        url = url.replace("{" + name + "}", str(variable.child("default").node))
    return urlsplit(url).path.rstrip("/")
