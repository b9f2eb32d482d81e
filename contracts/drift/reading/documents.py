"""The documents that an argument of the command names, with all that they refer to."""

from __future__ import annotations

import os
import re
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urljoin

import orjson

from contracts.drift.place import Json, Place, find, follow
from contracts.drift.reading.anchors import WORDS, Anchors
from contracts.drift.reading.library import FileLibrary, GitLibrary, Library
from contracts.drift.reading.text import WEB, parse, too_deep, without_secrets
from mock_server.errors import ConfigError, SpecError

MAX_DEPTH = 254
"""As deep as orjson writes; ASSUMED: the deepest that are published are less than a third of it."""
REFERENCE = re.compile(rb'"\$ref":"((?:[^"\\]|\\.)*)"')
MANY_DANGLING = 5
"""ASSUMED: a vendor's slips are fewer than this; a document that was cut off has more."""


class Document:
    """One file; references are followed into others on demand."""

    def __init__(self, name: str, tree: Json, library: Library) -> None:
        self.name = name
        self.label = ""
        self.tree = tree
        self.is_30 = str(tree.get("openapi", "")).startswith("3.0") if _is_map(tree) else False
        self.root = Place(tree, self)
        self.library = library
        self.anchors: Anchors | None = None
        """Of a file whose schemas have names or addresses."""
        self._targets: dict[str, Place | None] = {}
        self.others: dict[str, Document | None] = {name: self}
        """All files that were looked for so far, by name; None for those that are not there."""

    def target(self, reference: str) -> Place | None:
        if reference not in self._targets:
            self._targets[reference] = self._find(reference)
        return self._targets[reference]

    def _find(self, reference: str) -> Place | None:
        address, _, fragment = reference.partition("#")
        document = self._other(address) if address else self
        if document is None:
            return None
        if document.anchors is not None and (pointer := document.anchors.found("#" + fragment)):
            fragment = pointer[1:]
        return find(document.root, fragment)

    def _other(self, address: str) -> Document | None:
        name = _beside(self.name, address)
        if name not in self.others:
            self.others[name] = self._read(name)
        return self.others[name]

    def _read(self, name: str) -> Document | None:
        """A file that is not there or makes no sense is a reference that leads nowhere."""
        try:
            text = self.library.read(name)
            tree = parse(text, name) if text is not None else None
        except SpecError:
            return None
        if text is None or tree is None:
            return None
        other = Document(name, tree, self.library)
        other.label, other.others = _last(name), self.others
        other.is_30 = other.is_30 or (self.is_30 and not Place(tree, other).has("openapi"))
        _settle(other, text)
        return other


def documents(named: str) -> list[Document]:
    """All OpenAPI documents that `named` stands for: a file, a folder, a URL or `git-rev:path`.

    Raises:
        SpecError: one cannot be read, or is no OpenAPI 3 document.
        ConfigError: it names nothing.
    """
    library = _library(named)
    names = library.mains()
    found = [document for name in names if (document := _main(library, name, len(names) > 1))]
    if not found:
        raise _nothing(named, "there is no OpenAPI document in it")
    if len(found) > 1:
        base = os.path.commonpath([os.path.dirname(document.name) for document in found])  # noqa: PTH120
        for document in found:
            document.label = os.path.relpath(document.name, base or ".")
    return found


def with_trees(found: list[Document], trees: dict[str, Json]) -> list[Document]:
    """The same documents as if that were in their files, by the files' names."""
    made: dict[str, Document | None] = {}
    for name, tree in trees.items():
        made[name] = other = Document(name, tree, found[0].library)
        other.others = made
    for one in found:
        for name, read in one.others.items():
            if read is not None and (known := made.get(name)) is not None:
                known.label, known.is_30 = read.label, read.is_30
    return [document for one in found if (document := made[one.name]) is not None]


def _library(named: str) -> Library:
    if named.startswith(WEB):
        # The client takes longer to load than most documents do, and few of them are fetched.
        library: Library = import_module("contracts.drift.reading.web").WebLibrary(named)
        return library
    if not named.strip():
        raise _nothing(named, "it has no name: a variable may be empty")
    if Path(named).exists():
        return FileLibrary(Path(named))
    revision, colon, path = named.partition(":")
    if colon and revision and not revision.startswith("-"):
        return GitLibrary(revision, path)
    raise _nothing(named, "there is no such file or folder")


def _nothing(named: str, why: str) -> ConfigError:
    return ConfigError(
        f"There is no document {named!r}",
        where="understudy drift",
        why=why,
        fix="name a file, a folder, an https address, or a commit and a path: HEAD~3:specs/acme",
    )


def _main(library: Library, name: str, is_one_of_many: bool) -> Document | None:
    """The document of that file; None when it is a file of a folder that holds something else."""
    text = library.read(name)
    if text is None:
        raise _nothing(name, "it is gone")
    tree = parse(text, without_secrets(name))
    if is_one_of_many and not (_is_map(tree) and ("openapi" in tree or "swagger" in tree)):
        return None
    _check(tree, without_secrets(name))
    document = Document(name, tree, library)
    _settle(document, text)
    _check_whole(document)
    return document


def _settle(document: Document, text: bytes) -> None:
    """3.0 knows neither names nor addresses of schemas."""
    if not document.is_30 and any(word in text for word in WORDS):
        document.anchors = Anchors(document.tree)
        document.anchors.settle(without_secrets(document.name))


def reread(text: bytes, like: Document) -> Json:
    """The values of another text for the same file.

    Raises:
        SpecError: it is none.
    """
    other = Document(like.name, parse(text, like.name), like.library)
    other.is_30 = like.is_30
    _settle(other, text)
    return other.tree


def _check(tree: Json, name: str) -> None:
    version = str(tree.get("openapi", "")) if _is_map(tree) else ""
    if _is_map(tree) and "swagger" in tree:
        raise _not_openapi(name, f"it says swagger {tree['swagger']!s:.20}, which came before 3.0")
    if not version.startswith("3"):
        raise _not_openapi(name, "it does not say `openapi: 3...` at its top")
    parts = {key: tree[key] for key in ("paths", "webhooks") if tree.get(key) is not None}
    if not parts and "components" not in tree:
        raise _not_openapi(name, "it has neither paths nor webhooks")
    for key, part in parts.items():
        if not _is_map(part):
            raise _not_openapi(name, f"its `{key}` is no mapping")


def _check_whole(document: Document) -> None:
    """A YAML text that was cut off between two lines is valid; its references tell."""
    references = _local_references(document)
    targets = {reference: document.target(reference) for reference in references}
    dangling = [reference for reference, target in targets.items() if target is None]
    for target in targets.values():
        if target is not None:
            follow(target)  # complains of references that lead in a circle
    is_headless = bool(dangling) and not document.root.has("components")
    is_broken = len(dangling) >= MANY_DANGLING and len(dangling) * 3 > len(references)
    if is_headless or is_broken:
        raise SpecError(
            "The document seems to be cut off",
            where=without_secrets(document.name),
            why=f"{len(dangling)} of its {len(references)} references lead nowhere, "
            f"{sorted(dangling)[0]!r} for one",
            fix="fetch it again",
        )


def _local_references(document: Document) -> set[str]:
    """All references into `components`.

    Raises:
        SpecError: the document is nested too deep.
    """
    try:
        text = orjson.dumps(document.tree)
    except TypeError:
        return _searched_references(document)
    found = (orjson.loads(b'"' + reference + b'"') for reference in set(REFERENCE.findall(text)))
    return {reference for reference in found if reference.startswith("#/components/")}


def _searched_references(document: Document) -> set[str]:
    """The same, where the document is too deep for JSON or holds what JSON cannot."""
    found: set[str] = set()
    level, depth = [document.tree], 0
    while level:
        deeper: list[Json] = []
        for value in level:
            children = value.values() if isinstance(value, dict) else value
            deeper += [child for child in children if isinstance(child, dict | list) and child]
            reference = value.get("$ref") if isinstance(value, dict) else None
            if isinstance(reference, str) and reference.startswith("#/components/"):
                found.add(reference)
        level, depth = deeper, depth + 1
        if depth > MAX_DEPTH:
            raise too_deep(without_secrets(document.name))
    return found


def _not_openapi(name: str, why: str) -> SpecError:
    return SpecError(
        "This is not an OpenAPI 3 document",
        where=name,
        why=why,
        fix="name an OpenAPI 3.0 or 3.1 document",
    )


def _beside(name: str, address: str) -> str:
    if name.startswith(WEB):
        return urljoin(name, address)
    if address.startswith(WEB):
        return address
    folder = os.path.dirname(name)  # noqa: PTH120 - also of names in a commit, which are no paths here
    return os.path.normpath(os.path.join(folder, unquote(address)))  # noqa: PTH118


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _is_map(value: Json) -> bool:
    return isinstance(value, dict)
