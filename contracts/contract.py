"""What an API promises: its documents' operations, and which of them a request is for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from mock_server.errors import SpecError
from mock_server.spec.document import Document
from mock_server.spec.load import load_document
from mock_server.spec.operation import Operation, ResponseSpec


@dataclass(frozen=True, slots=True)
class Promise:
    """One operation and where it is promised.

    Args:
        base: the path of its document's server, such as "/v2"; "" for none.
        refusals: what its document says of statuses from 400 on, of any operation; each once.
        inputs: names of what clients of its document may say in words of their own.
    """

    operation: Operation
    file: Path
    base: str
    refusals: tuple[ResponseSpec, ...] = ()
    inputs: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """Method and path, such as "GET /reports/{id}"."""
        return self.operation.key


@dataclass(frozen=True)
class Contract:
    """All that one API promises, in one or several documents."""

    name: str
    documents: tuple[Document, ...]
    left_out: tuple[SpecError, ...] = field(default=())

    @cached_property
    def promises(self) -> Mapping[str, Promise]:
        """By method and path."""
        return {one.key: one for one in self._promised()}

    def _promised(self) -> Iterator[Promise]:
        for document in self.documents:
            operations = [document.operation(entry) for entry in document.entries]
            refusals = _refusals(operations)
            inputs = frozenset(name for each in operations for name in _inputs(each))
            for operation in operations:
                yield Promise(operation, document.path, document.base_paths[0], refusals, inputs)

    def promise(self, method: str, path: str) -> Promise | None:
        """The operation that a path (without its document's base) is for."""
        for pattern, promise in self._patterns:
            if promise.operation.method == method and pattern.fullmatch(path):
                return promise
        return None

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], Promise], ...]:
        """Concrete paths before templated ones, as OpenAPI wants it."""
        ordered = sorted(self.promises.values(), key=lambda one: one.operation.path.count("{"))
        return tuple((path_pattern(one.operation.path), one) for one in ordered)


def contract(name: str, files: tuple[Path, ...]) -> Contract:
    """The contract in `files`; operations that cannot be read are left out, and told.

    Raises:
        SpecError: a file is no OpenAPI document.
    """
    documents = tuple(load_document(file, lenient=True) for file in files)
    left_out = tuple(error for document in documents for error in document.left_out)
    return Contract(name, documents, left_out)


def _inputs(operation: Operation) -> Iterator[str]:
    for parameter in operation.parameters:
        if _is_free(parameter.schema):
            yield parameter.name
        yield from _free_names(parameter.schema)
    for body in operation.body.content if operation.body else ():
        yield from _free_names(body.schema)


def _free_names(schema: object) -> Iterator[str]:
    """The properties, at any depth, whose values may be any text."""
    if isinstance(schema, dict):
        properties = schema.get("properties")
        for name, below in properties.items() if isinstance(properties, dict) else ():
            if _is_free(below):
                yield name
        for below in schema.values():
            yield from _free_names(below)
    elif isinstance(schema, list):
        for below in schema:
            yield from _free_names(below)


def _is_free(schema: object) -> bool:
    """Whether it is a text, or a list of texts, of no particular form."""
    if not isinstance(schema, dict):
        return True
    if schema.keys() & {"format", "pattern", "enum", "const"}:
        return False
    return _is_free(schema["items"]) if "items" in schema else "properties" not in schema


def _refusals(operations: list[Operation]) -> tuple[ResponseSpec, ...]:
    """Those with a body, each once: most operations refer to the same few."""
    found = {
        (spec.status, repr(spec.content)): spec
        for operation in operations
        for spec in operation.responses
        if spec.content and spec.status[:1] in ("4", "5")
    }
    return tuple(found.values())


@cache
def path_pattern(path: str) -> re.Pattern[str]:
    """What matches a path that a template is for; a group for each of its parameters."""
    parts = re.split(r"\{[^{}]+\}", path)
    return re.compile("([^/]+)".join(re.escape(part) for part in parts))
