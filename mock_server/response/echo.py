"""What an answer repeats of its request: names and sizes that a caller expects to see again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

import orjson

from mock_server.data.judge import encode
from mock_server.decode.shapes import properties
from mock_server.exchange import Request
from mock_server.spec.operation import Json, Operation

Echo: TypeAlias = Callable[[Request], Mapping[str, bytes]]
Size: TypeAlias = Callable[[Request], int | None]

SIZE_NAMES = ("limit", "per_page", "page_size", "pageSize", "size", "page[size]", "maxResults")
MAX_SIZE = 1_000


def echo_names(operation: Operation) -> frozenset[str]:
    """The names under which this operation's requests can supply values for the answer.

    The last path parameter that ends in `id` also stands for the `id` of the thing it names.
    """
    names = {p.name for p in operation.parameters if p.location in {"path", "query"}}
    for media in operation.body.content if operation.body else ():
        names.update(properties(media.schema, media.schema))
    if _identity(operation):
        names.add("id")
    return frozenset(names)


def echo_reader(operation: Operation, used: frozenset[str]) -> Echo | None:
    """Takes the values of the names that the answer uses out of a request; None: it uses none."""
    if not used:
        return None
    identity = _identity(operation) if "id" in used else None
    names = tuple(used)

    def read(request: Request) -> Mapping[str, bytes]:
        path, query, body = request.path, request.query, request.body
        given = {**query, **path} if path else query
        has_fields = isinstance(body, dict)
        found: dict[str, bytes] = {}
        for name in names:
            value = given.get(name)
            if value is None and has_fields:
                value = body.get(name)
            if value is not None:
                found[name] = text_of(value) if type(value) is str else orjson.dumps(value)
        if identity and "id" not in found:
            found["id"] = text_of(str(path[identity]))
        return found

    return read


@lru_cache(maxsize=1024)
def text_of(value: str) -> bytes:
    """A text as JSON; clients ask for the same few values again and again."""
    return encode(value)


def size_reader(operation: Operation) -> Size | None:
    """Reads how many items the caller wants on a page; None: this operation has no such word."""
    queries = {p.name for p in operation.parameters if p.location == "query"}
    named = next((name for name in SIZE_NAMES if name in queries), None)
    if named:
        return lambda request: _bounded(request.query.get(named))
    if "page" in queries:
        return lambda request: _page_size(request.query.get("page"))
    return None


def _identity(operation: Operation) -> str | None:
    names = [p.name for p in operation.parameters if p.location == "path"]
    found = [name for name in names if name.lower().endswith("id")]
    return found[-1] if found else None


def _page_size(page: Json) -> int | None:
    return _bounded(page.get("size")) if isinstance(page, dict) else None


def _bounded(value: Json) -> int | None:
    """A wish that makes sense; untyped deepObject members arrive as text."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value[:9])
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        return None
    return min(value, MAX_SIZE)
