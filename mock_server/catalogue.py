"""From the words on a command line to the APIs that are served, documents loaded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from mock_server.errors import ConfigError, SpecError
from mock_server.spec.document import Document
from mock_server.spec.load import load_document
from mock_server.vendor import Vendor
from mock_server.vendors import VENDORS

SUFFIXES = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Served:
    """A vendor with its documents, loaded."""

    vendor: Vendor
    documents: tuple[Document, ...]

    @property
    def operations(self) -> int:
        return sum(len(document.entries) for document in self.documents)

    @property
    def left_out(self) -> tuple[SpecError, ...]:
        """What `lenient` lets pass: operations that cannot be served truthfully."""
        return tuple(error for document in self.documents for error in document.left_out)

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(path for document in self.documents for path in document.files.paths)

    @property
    def base_path(self) -> str:
        """The path of the first document's server, such as "/v2"; "" when it has none."""
        return self.documents[0].base_paths[0]


def serve_named(names: Sequence[str], lenient: bool = False) -> tuple[Served, ...]:
    """What NAMES mean: vendors, documents or folders of documents; of none, every vendor.

    Raises:
        ConfigError: a name is neither a vendor nor a file, or two APIs would share a prefix.
        SpecError: a document cannot be served truthfully, and `lenient` is not set.
    """
    chosen = [_vendor(name) for name in names] or list(VENDORS)
    served = tuple(_loaded(vendor, lenient) for vendor in _with_own_names(chosen))
    for one in served:
        check_handlers(one)
    return served


def check_handlers(served: Served) -> None:
    """Every handler has its operation.

    Raises:
        SpecError: a handler is named after an operation that no document has.
    """
    known = {entry.id for document in served.documents for entry in document.entries}
    strangers = sorted(set(served.vendor.handlers) - known)
    if strangers and not served.left_out:
        raise SpecError(
            f"The handler for {strangers[0]!r} answers no operation",
            where=f"the vendor {served.vendor.name!r}",
            why="none of its documents has an operation of that id",
            fix="correct the name among the vendor's handlers, or add the operation",
        )


def _vendor(name: str) -> Vendor:
    for vendor in VENDORS:
        if vendor.name == name.lower():
            return vendor
    path = Path(name)
    if name and path.is_dir():
        return Vendor(_slug(path.resolve().name), path.resolve().name, _documents_in(path))
    if (name and path.exists()) or path.suffix in SUFFIXES:
        return Vendor(_slug(path.stem), "", (path,))
    known = [vendor.name for vendor in VENDORS]
    close = get_close_matches(name.lower(), known, n=1)
    raise ConfigError(
        f"There is no vendor or document {name!r}",
        where="the APIs to serve",
        why=f"the vendors here are {', '.join(known)}, and there is no file of that name",
        fix=f"did you mean {close[0]!r}?" if close else "name a vendor, or an OpenAPI document",
    )


def _documents_in(folder: Path) -> tuple[Path, ...]:
    found = tuple(sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES))
    if not found:
        raise ConfigError(
            f"The folder {folder.name!r} has no documents",
            where=str(folder),
            why=f"no file in it ends in {', '.join(SUFFIXES)}",
            fix="name a folder of OpenAPI documents, or one document",
        )
    return found


def _with_own_names(vendors: Sequence[Vendor]) -> list[Vendor]:
    """Documents of one name are told apart by a number; a vendor named twice is a slip."""
    taken: set[str] = set()
    own = []
    for vendor in vendors:
        name, count = vendor.name, 1
        while name in taken:
            if vendor in VENDORS:
                raise ConfigError(
                    f"The vendor {name!r} is named twice",
                    where="the APIs to serve",
                    why="each API has one prefix",
                    fix="name it once",
                )
            count += 1
            name = f"{vendor.name}-{count}"
        taken.add(name)
        own.append(replace(vendor, name=name))
    return own


def _loaded(vendor: Vendor, lenient: bool) -> Served:
    documents = tuple(load_document(path, lenient) for path in vendor.documents)
    return Served(replace(vendor, title=vendor.title or documents[0].title), documents)


def _slug(text: str) -> str:
    return re.sub("[^a-z0-9]+", "-", text.lower()).strip("-") or "api"
