"""What a request exercises: parameters and their values, fields of its body."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl

import httpx
import orjson

from contracts.coverage.tree import Hit, Node, tree
from mock_server.spec.operation import Operation, Parameter

Json = Any

_BRACKETS = re.compile(r"\[([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Asking:
    """What there is to exercise in requests for one operation.

    Args:
        parameters: by where they are and what they are called, "query page[size]".
        body: of the first JSON media type; None where there is none.
    """

    parameters: Mapping[str, tuple[Parameter, Node]]
    body: Node | None

    def known(self) -> Iterator[tuple[str, str]]:
        for name, (_, node) in self.parameters.items():
            yield "parameters", name
            yield from node.known()
        if self.body is not None:
            yield from self.body.known()

    def walk(self, request: httpx.Request, hit: Hit) -> None:
        given = dict(_given(request))
        for name, (parameter, node) in self.parameters.items():
            value = _value(parameter, given)
            if value is not None:
                hit("parameters", name)
                node.walk(value, hit)
        if self.body is not None and request.content:
            try:
                self.body.walk(orjson.loads(request.content), hit)
            except orjson.JSONDecodeError:
                return


def asking(operation: Operation) -> Asking:
    parameters = {
        f"{one.location} {one.name}": (one, tree(one.schema, f"{one.location} {one.name}"))
        for one in operation.parameters
        if one.location != "path"
    }
    content = operation.body.content if operation.body else ()
    bodies = [tree(one.schema, "body") for one in content if "json" in one.range]
    return Asking(parameters, bodies[0] if bodies else None)


def _given(request: httpx.Request) -> Iterator[tuple[str, list[str]]]:
    """All that the request has by location and name, each with its values."""
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(request.url.query.decode("latin-1"), keep_blank_values=True):
        found.setdefault(f"query {name}", []).append(value)
    for name, value in request.headers.items():
        found.setdefault(f"header {name.lower()}", []).append(value)
    for name, value in _cookies(request.headers.get("cookie", "")):
        found.setdefault(f"cookie {name}", []).append(value)
    yield from found.items()


def _cookies(header: str) -> Iterator[tuple[str, str]]:
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(header)
    except CookieError:
        return
    for name, morsel in jar.items():
        yield name, morsel.value


def _value(parameter: Parameter, given: Mapping[str, list[str]]) -> Json:
    """The parameter's value as far as enumerations need it: texts, in lists and objects."""
    called = parameter.name.lower() if parameter.location == "header" else parameter.name
    if parameter.style == "deepObject":
        return _deep(f"{parameter.location} {called}[", given)
    texts = given.get(f"{parameter.location} {called}")
    if texts is None:
        return None
    is_list = isinstance(parameter.schema, dict) and "items" in parameter.schema
    if is_list or parameter.schema is True:
        return [part for text in texts for part in text.split(",")]
    return texts[0]


def _deep(prefix: str, given: Mapping[str, list[str]]) -> Json:
    """`filter[a][b]=1` as {"a": {"b": "1"}}; None where nothing begins like that."""
    found: dict[str, Json] = {}
    for name, texts in given.items():
        if name.startswith(prefix):
            *outer, last = _BRACKETS.findall(name[len(prefix) - 1 :]) or [""]
            level = found
            for step in outer:
                inner = level.setdefault(step, {})
                level = inner if isinstance(inner, dict) else {}
            level[last] = texts[0]
    return found or None
