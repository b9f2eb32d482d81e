"""Loads a document, and refuses at once what could not be served truthfully."""

from __future__ import annotations

from pathlib import Path

from mock_server import cache
from mock_server.errors import SpecError
from mock_server.spec.check import check
from mock_server.spec.document import Document, Entry, entries
from mock_server.spec.files import Files
from mock_server.spec.references import Place

FIX_ALL = "mend them, or serve the rest with --lenient"


def load_document(path: Path, lenient: bool = False) -> Document:
    """The document at `path`, OpenAPI 3.0 or 3.1, JSON or YAML, in one file or several.

    Args:
        lenient: leave out the operations that cannot be served truthfully, and list them in
            `left_out`, instead of refusing the document.

    Raises:
        SpecError: the document cannot be read, or cannot be served truthfully.
    """
    files = Files(path.resolve())
    root = Place(files, files.main, files.tree(files.main))
    check_version(root)
    document = Document(files, root)
    known = tuple(entries(root))
    is_known = _is_known_good(document)
    problems = () if is_known else tuple(check(document, known))
    if problems and not lenient:
        raise _first(problems)
    document.forget()
    document.left_out = tuple(error for _, error in problems)
    bad = {str(entry) for entry, _ in problems}
    document.entries = tuple(entry for entry in known if str(entry) not in bad)
    if not problems and not is_known:
        _remember_good(document)
    if not document.entries and problems:
        raise _first(problems)
    if not document.entries:
        raise SpecError(
            "The document has no operations to serve",
            where=str(document.root.child("paths")),
            why="`paths` is missing or empty",
            fix="add a path with an operation",
        )
    return document


def check_version(root: Place) -> None:
    """Refuse what is not OpenAPI 3.0 or 3.1."""
    node = root.node
    version = node.get("openapi") if isinstance(node, dict) else None
    if isinstance(version, str) and version.startswith(("3.0", "3.1")):
        return
    if isinstance(node, dict) and "swagger" in node:
        found = f"it says swagger: {node['swagger']}"
        fix = "convert it to OpenAPI 3, for example with swagger2openapi"
    else:
        found = f"it says openapi: {version}" if version else "it has no `openapi` field"
        fix = "name a file whose `openapi` field says 3.0.x or 3.1.x"
    raise SpecError(
        "The file is not an OpenAPI 3.0 or 3.1 document", where=str(root.file), why=found, fix=fix
    )


def _first(problems: tuple[tuple[Entry, SpecError], ...]) -> SpecError:
    error = problems[0][1]
    others = len(problems) - 1
    if not others:
        return error
    return SpecError(
        f"{error.what} (and {others} more operations cannot be served)",
        where=error.where,
        why=error.why,
        fix=f"{error.fix}; `understudy show --lenient` lists them all: {FIX_ALL}",
    )


def _is_known_good(document: Document) -> bool:
    """Whether these very files were checked before, by this version."""
    kept = cache.read("checked", _key(document))
    if not isinstance(kept, dict):
        return False
    try:
        return all(document.files.digest(Path(name)) == digest for name, digest in kept.items())
    except SpecError:
        return False


def _remember_good(document: Document) -> None:
    found = {str(path): document.files.digest(path) for path in document.files.paths}
    cache.write("checked", _key(document), found)


def _key(document: Document) -> str:
    return cache.digest(str(document.path).encode(), document.files.digest(document.path).encode())
