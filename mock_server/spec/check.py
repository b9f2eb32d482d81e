"""What must be true of a document before it is served: said at start, never found by a request."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jsonschema_rs
import orjson

from mock_server.errors import SpecError
from mock_server.spec.document import Document, Entry
from mock_server.spec.operation import Json, MediaType, Operation

TEMPLATE = re.compile(r"\{([^{}]*)\}")


def check(document: Document, entries: tuple[Entry, ...]) -> Iterator[tuple[Entry, SpecError]]:
    """Every operation that cannot be served truthfully, each with the first reason found."""
    seen_shapes: dict[tuple[str, str], Entry] = {}
    seen_ids: dict[str, Entry] = {}
    sound: set[bytes] = set()
    for entry in entries:
        try:
            operation = document.operation(entry)
            check_path(entry, operation)
            check_unique(entry, seen_shapes, seen_ids)
            for schema in schemas(operation):
                check_schema(entry, schema, sound)
        except SpecError as error:
            yield entry, error


def check_path(entry: Entry, operation: Operation) -> None:
    """Every name in the path's template is declared as a path parameter."""
    declared = {p.name for p in operation.parameters if p.location == "path"}
    names = TEMPLATE.findall(entry.path)
    if missing := [name for name in names if name not in declared]:
        raise SpecError(
            f"The path {entry.path!r} names {missing[0]!r}, which no parameter declares",
            where=f"{entry.item}/{entry.method}",
            why="without a declaration nobody knows what values it takes",
            fix=f"declare a parameter with in: path and name: {missing[0]}",
        )
    if len(set(names)) < len(names):
        raise SpecError(
            f"The path {entry.path!r} names a parameter twice",
            where=str(entry.item),
            why="one name cannot hold two values",
            fix="give the second one another name",
        )


def check_unique(
    entry: Entry, shapes: dict[tuple[str, str], Entry], identities: dict[str, Entry]
) -> None:
    """No two operations answer to the same requests, or to the same operationId."""
    shape = (entry.method, TEMPLATE.sub("{}", entry.path))
    if (other := shapes.setdefault(shape, entry)) is not entry:
        raise SpecError(
            f"{entry} and {other} answer to the same requests",
            where=str(entry.item),
            why="their paths differ only in the names of their parameters",
            fix="make one path item of the two, or tell their paths apart",
        )
    identity = entry.item.node[entry.method].get("operationId")
    if identity is None:
        return
    if (other := identities.setdefault(str(identity), entry)) is not entry:
        raise SpecError(
            f"The operationId {identity!r} stands twice",
            where=f"{entry.item}/{entry.method}/operationId",
            why=f"{other} has it too, so the name does not say which one is meant",
            fix="give one of them another operationId",
        )


def check_schema(entry: Entry, schema: Json, sound: set[bytes]) -> None:
    """The schema can be compiled: its patterns are patterns, its bounds numbers.

    Args:
        sound: the schemas known to be so, without their definitions; this one joins them.
    """
    if isinstance(schema, bool):
        return
    itself = orjson.dumps({key: value for key, value in schema.items() if key != "$defs"})
    if itself in sound:
        return
    try:
        jsonschema_rs.Draft202012Validator(schema, validate_formats=False, offline=True)
    except (jsonschema_rs.ValidationError, ValueError) as error:
        reason = getattr(error, "message", str(error))
        raise SpecError(
            f"A schema of {entry} is not a JSON Schema",
            where=f"{entry.item}/{entry.method}",
            why=reason,
            fix="correct the schema, or serve the rest with --lenient",
        ) from None
    sound.add(itself)


def schemas(operation: Operation) -> Iterator[Json]:
    """Every schema that serving the operation will compile."""
    yield from (parameter.schema for parameter in operation.parameters)
    yield from (media.schema for media in media_types(operation))
    for response in operation.responses:
        yield from (header.schema for header in response.headers)


def media_types(operation: Operation) -> Iterator[MediaType]:
    if operation.body:
        yield from operation.body.content
    for response in operation.responses:
        yield from response.content
