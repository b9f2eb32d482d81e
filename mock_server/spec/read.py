"""Reads one operation of a document into its frozen form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from mock_server.spec.keywords import malformed
from mock_server.spec.operation import (
    Direction,
    Encoding,
    Example,
    Location,
    MediaType,
    Operation,
    Parameter,
    RequestBody,
    ResponseSpec,
    SecurityScheme,
)
from mock_server.spec.references import Place
from mock_server.spec.schema import Schemas

Json = Any

STYLES = {"path": "simple", "header": "simple", "query": "form", "cookie": "form"}
IGNORED_HEADERS = frozenset({"accept", "content-type", "authorization"})


class OperationReader:
    """Reads operations, all of one document."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self._shared: dict[tuple[Path, str], ResponseSpec] = {}

    def operation(self, path: str, method: str, item: Place, root: Place) -> Operation:
        """The operation under `method` of a path item, with what the path item adds.

        Raises:
            SpecError: a part of it is not what OpenAPI says, or a reference leads nowhere.
        """
        place = item.child(method)
        if not isinstance(place.node, dict):
            raise malformed(place, "an operation is an object")
        identity = place.node.get("operationId")
        return Operation(
            id=identity if isinstance(identity, str) else f"{method.upper()} {path}",
            method=method.upper(),
            path=path,
            pointer=place.pointer,
            parameters=self.parameters(item, place),
            body=self.body(place.child("requestBody")),
            responses=tuple(self.responses(place.child("responses"))),
            security=tuple(security(place, root)),
            extensions={key: value for key, value in place.node.items() if key.startswith("x-")},
        )

    def parameters(self, item: Place, operation: Place) -> tuple[Parameter, ...]:
        """Those of the path and those of the operation; the operation's own win."""
        found: dict[tuple[str, str], Parameter] = {}
        for owner in (item, operation):
            listed = owner.child("parameters")
            if listed.node is not None and not isinstance(listed.node, list):
                raise malformed(listed, "parameters is a list")
            for place in listed.elements():
                parameter = self.parameter(place.follow())
                found[parameter.location, parameter.name] = parameter
        return tuple(p for p in found.values() if not _is_ignored(p))

    def parameter(self, place: Place) -> Parameter:
        node = place.node
        if not isinstance(node, dict) or node.get("in") not in STYLES:
            raise malformed(place, f"a parameter is an object whose `in` is one of {list(STYLES)}")
        if not isinstance(node.get("name"), str):
            raise malformed(place, "a parameter has a name")
        return self.described(place, node["name"], cast("Location", node["in"]), "request")

    def described(
        self, place: Place, name: str, location: Location, direction: Direction
    ) -> Parameter:
        """A parameter or a header: both describe their value by `schema` or by `content`."""
        node = place.node
        content = list(place.child("content").members())
        value = content[0][1].child("schema") if content else place.child("schema")
        schema = self.schemas.standalone(value, direction)
        style = str(node.get("style") or STYLES[location])
        return Parameter(
            name=name,
            location=location,
            required=node.get("required") is True or location == "path",
            schema=or_empty(schema) if node.get("allowEmptyValue") is True else schema,
            style=style,
            explode=bool(node.get("explode", style in {"form", "deepObject"})),
            media_type=content[0][0] if content else None,
        )

    def body(self, place: Place) -> RequestBody | None:
        if place.node is None:
            return None
        place = place.follow()
        if not isinstance(place.node, dict):
            raise malformed(place, "a request body is an object")
        return RequestBody(
            required=place.node.get("required") is True,
            content=tuple(self.content(place.child("content"), "request")),
        )

    def responses(self, place: Place) -> Iterator[ResponseSpec]:
        if place.node is not None and not isinstance(place.node, dict):
            raise malformed(place, "responses maps statuses to responses")
        for status, referring in place.members():
            if status.startswith("x-"):
                continue
            known = self.shared(referring) if referring.refers else self.response(referring)
            yield replace(known, status=_status(status, referring))

    def shared(self, referring: Place) -> ResponseSpec:
        """A response that operations refer to, read once: a large document has few of them."""
        response = referring.follow()
        if response.key not in self._shared:
            self._shared[response.key] = self.response(response)
        return self._shared[response.key]

    def response(self, place: Place) -> ResponseSpec:
        """A response, under no status yet."""
        if not isinstance(place.node, dict):
            raise malformed(place, "a response is an object")
        return ResponseSpec(
            status="",
            content=tuple(self.content(place.child("content"), "response")),
            headers=tuple(self.headers(place.child("headers"))),
        )

    def headers(self, place: Place) -> Iterator[Parameter]:
        for name, referring in place.members():
            header = referring.follow()
            if not isinstance(header.node, dict):
                raise malformed(header, "a header is an object")
            if name.lower() != "content-type":
                yield self.described(header, name, "header", "response")

    def content(self, place: Place, direction: Direction) -> Iterator[MediaType]:
        for media_range, referring in place.members():
            media = referring.follow()
            if media.node is not None and not isinstance(media.node, dict):
                raise malformed(media, "a media type is an object")
            yield MediaType(
                range=media_range,
                schema=self.schemas.standalone(media.child("schema"), direction),
                examples=tuple(examples(media)),
                encoding=dict(self.encodings(media.child("encoding"))),
            )

    def encodings(self, place: Place) -> Iterator[tuple[str, Encoding]]:
        for name, rule in place.members():
            node = rule.node if isinstance(rule.node, dict) else {}
            yield (
                name,
                Encoding(
                    content_type=node.get("contentType"),
                    style=node.get("style"),
                    explode=node.get("explode"),
                    headers=tuple(self.headers(rule.child("headers"))),
                ),
            )


def or_empty(schema: Json) -> Json:
    """A schema that the empty text fits too: `allowEmptyValue` says it may stand for the value."""
    if isinstance(schema, bool):
        return schema
    inner = {key: value for key, value in schema.items() if key != "$defs"}
    return {"anyOf": [inner, {"const": ""}], "$defs": schema.get("$defs", {})}


def examples(media: Place) -> Iterator[Example]:
    """The examples of a media type, else of its schema; an unnamed one is called "default".

    Values that only an URL names are left out: nothing is fetched.
    """
    schema = media.child("schema").follow().node
    if isinstance(media.node, dict) and "example" in media.node:
        yield Example("default", media.node["example"])
    elif isinstance(schema, dict) and "examples" not in media.node:
        yield from (Example("default", value) for value in _schema_examples(schema)[:1])
    for name, referring in media.child("examples").members():
        example = referring.follow()
        if isinstance(example.node, dict) and "value" in example.node:
            yield Example(name, example.node["value"])


def _schema_examples(schema: dict[str, Json]) -> list[Json]:
    if "example" in schema:
        return [schema["example"]]
    listed = schema.get("examples")
    return listed if isinstance(listed, list) else []


def security(operation: Place, root: Place) -> Iterator[tuple[SecurityScheme, ...]]:
    """The alternatives that the operation, else the whole document, asks for."""
    listed = operation.child("security")
    if listed.node is None:
        listed = root.child("security")
    for alternative in listed.elements():
        yield tuple(scheme(name, place, root) for name, place in alternative.members())


def scheme(name: str, place: Place, root: Place) -> SecurityScheme:
    named = root.child("components", "securitySchemes", name)
    node = named.follow().node if named.node is not None else None
    if not isinstance(node, dict):
        raise malformed(place, f"there is no security scheme {name!r} in components")
    return SecurityScheme(
        name=name,
        kind=str(node.get("type", "")),
        scheme=str(node.get("scheme", "")).lower(),
        location=str(node.get("in", "")),
        parameter=str(node.get("name", "")),
    )


def _status(status: str, place: Place) -> str:
    if status == "default" or re.fullmatch("[1-5](?:[0-9][0-9]|[xX][xX])", status):
        return status if status == "default" else status.upper()
    raise malformed(place, f"{status!r} is not a status, a range like 4XX, or default")


def _is_ignored(parameter: Parameter) -> bool:
    """OpenAPI: header parameters of these names are ignored; other parts describe them."""
    return parameter.location == "header" and parameter.name.lower() in IGNORED_HEADERS
