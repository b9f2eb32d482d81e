"""Answers that break their own contract on purpose, in one place that is then told."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, TypeAlias

from mock_server.decode.validators import compile_validator
from mock_server.exchange import Response
from mock_server.faults.fault import Fault, FaultKind
from mock_server.response import media
from mock_server.response.negotiation import choose
from mock_server.response.selection import documented
from mock_server.response.walk import Node, Path, walk
from mock_server.spec.operation import Json, Operation

UNEXPECTED = "unexpected"
"""What a field is called that should not be there, and what it and unknown values say."""

MOST_TRIED = 300
"""Places of an answer that are tried; those of one item of a list stand for all items."""


WRONG: tuple[Json, ...] = (12345, UNEXPECTED, [], {})
"""Values of other types, whatever the right one is."""


class _Gone:
    """In place of a value: there is none any more."""


GONE = _Gone()

Change: TypeAlias = tuple[Path, Any]
"""Where something is put, and what."""

SAID: Mapping[FaultKind, str] = {
    "missing_field": "{0} is missing",
    "wrong_type": "{0} is of another type",
    "unknown_enum": "{0} has a value that the document does not list",
    "extra_field": "{0} should not be there",
    "number_as_text": "{0} is a text instead of a number",
}


def broken(fault: Fault, response: Response, operation: Operation) -> Response:
    """The answer with one thing broken, if anything in it can be; the note says which."""
    if not media.is_json(response.media_type) or not response.body:
        return noted(response, "there is no JSON in this answer that could be broken")
    document = json.loads(response.body)
    schema = schema_of(response, operation)
    changes = named(fault, document) if fault.field else chosen(fault, document, schema)
    if not changes:
        what = fault.field or "field that this could be done to"
        return noted(response, f"{fault.kind}: this answer has no {what}")
    spoilt = document
    for path, value in changes:
        spoilt = put(spoilt, path, value)
    told = SAID[fault.kind].format(fault.field or pointer(changes[0][0]))
    if not breaks(schema, spoilt):
        told += ", which the document allows"
    return noted(replace(response, body=json.dumps(spoilt, separators=(",", ":")).encode()), told)


def noted(response: Response, note: str) -> Response:
    """The answer, with something more in its note."""
    return replace(response, note="; ".join(filter(None, (f"fault: {note}", response.note))))


def schema_of(response: Response, operation: Operation) -> Json:
    """What the document says of such an answer; None when it says nothing."""
    spec = documented(operation.responses, response.status)
    found = choose([each.range for each in spec.content], response.media_type) if spec else None
    return None if spec is None or found is None else spec.content[found].schema


def breaks(schema: Json, document: Json) -> bool:
    return schema is not None and not compile_validator(schema).is_valid(document)


def named(fault: Fault, document: Json) -> list[Change]:
    """The change at every place that the fault's own field leads to."""
    *above, last = (part.replace("~1", "/").replace("~0", "~") for part in _parts(fault.field))
    if fault.kind == "extra_field":
        parents = places(document, above)
        return [((*at, last), UNEXPECTED) for at, value in parents if isinstance(value, dict)]
    found = places(document, [*above, last])
    changes = ((at, next(others(fault.kind, value, None), None)) for at, value in found)
    # Of a list the last items first, so that the places of the others stay what they are.
    return [(at, value) for at, value in changes if value is not None][::-1]


def places(document: Json, parts: Sequence[str]) -> list[tuple[Path, Json]]:
    """Every place that a pointer leads to, in which `*` is any item, and what is there."""
    found: list[tuple[Path, Json]] = [((), document)]
    for part in parts:
        found = [((*at, key), one) for at, value in found for key, one in _children(value, part)]
    return found


def _children(value: Json, part: str) -> Iterator[tuple[str | int, Json]]:
    if isinstance(value, dict) and part in value:
        yield part, value[part]
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if part in {"*", str(index)}:
                yield index, item


def chosen(fault: Fault, document: Json, schema: Json) -> list[Change]:
    """The first change that breaks the schema; when none does, the first at all.

    Required fields come before others, and of both plain values before those that hold others.
    """
    nodes = list(islice(walk(document, schema), MOST_TRIED))
    nodes.sort(key=lambda node: (not node.required, isinstance(node.value, dict | list)))
    changes = [change for node in nodes for change in of_node(fault.kind, node)]
    if schema is not None:
        validator = compile_validator(schema)
        for path, value in changes[:MOST_TRIED]:
            if not validator.is_valid(put(document, path, value)):
                return [(path, value)]
    return changes[:1]


def of_node(kind: FaultKind, node: Node) -> Iterator[Change]:
    """What can be done at a place."""
    if kind == "extra_field":
        if isinstance(node.value, dict):
            yield (*node.path, UNEXPECTED), UNEXPECTED
        return
    is_field = bool(node.path) and isinstance(node.path[-1], str)
    if is_field:
        for value in others(kind, node.value, node):
            yield node.path, value


def others(kind: FaultKind, value: Json, node: Node | None) -> Iterator[Any]:
    """What may stand instead of a value; of a node only where its schema makes it wrong."""
    if kind == "missing_field":
        yield GONE
    elif kind == "wrong_type":
        yield from (other for other in WRONG if _differ(other, value))
    elif kind == "unknown_enum" and isinstance(value, str | int | float):
        if node is None or node.is_listed:
            yield UNEXPECTED if isinstance(value, str) else 987_654_321
    elif kind == "number_as_text" and _is_number(value):
        yield json.dumps(value)


def put(document: Json, path: Path, value: Any) -> Json:
    """A copy with something else at a place."""
    if not path:
        return value
    step, *rest = path
    copy: Any = dict(document) if isinstance(document, dict) else list(document)
    if rest:
        copy[step] = put(copy[step], tuple(rest), value)
    elif value is GONE:
        del copy[step]
    else:
        copy[step] = value
    return copy


def pointer(path: Path) -> str:
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _parts(text: str) -> list[str]:
    return text.split("/")[1:]


def _differ(other: Json, value: Json) -> bool:
    if _is_number(value):
        return not _is_number(other)
    return type(other) is not type(value)


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
