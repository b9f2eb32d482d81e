"""One operation of a document, frozen: all that routing, decoding and answering need to know.

Every schema here stands alone: JSON Schema 2020-12 whose references are all `#/$defs/...` inside
itself, already bent to one direction (a request's schema knows nothing of `readOnly` fields, a
response's nothing of `writeOnly` ones). So whoever reads one needs no document beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Json: TypeAlias = Any
"""A JSON value: dict, list, str, int, float, bool or None."""

Location: TypeAlias = Literal["path", "query", "header", "cookie", "body"]
Direction: TypeAlias = Literal["request", "response"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of path, query, header or cookie, its defaults for style and explode applied."""

    name: str
    location: Location
    required: bool
    schema: Json
    style: str
    explode: bool
    media_type: str | None = None
    """Set when the document describes the value by `content`: the text is of this media type."""


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    value: Json


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one property of a form or multipart body travels."""

    content_type: str | None = None
    style: str | None = None
    explode: bool | None = None
    headers: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class MediaType:
    """One entry of a `content` map; `range` may hold wildcards, as in `*/*` or `text/*`."""

    range: str
    schema: Json = True
    examples: tuple[Example, ...] = ()
    encoding: Mapping[str, Encoding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequestBody:
    required: bool
    content: tuple[MediaType, ...]


@dataclass(frozen=True, slots=True)
class ResponseSpec:
    """What the document says of one status: "200", "4XX" or "default"."""

    status: str
    content: tuple[MediaType, ...] = ()
    headers: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """One scheme as the document names it; `kind` is the `type` of OpenAPI."""

    name: str
    kind: str
    scheme: str = ""
    location: str = ""
    parameter: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation with all its references resolved.

    `security` is a tuple of alternatives, each a tuple of schemes that must all be satisfied;
    no alternatives means that anybody may call, an empty alternative that nobody must identify.
    """

    id: str
    method: str
    path: str
    pointer: str
    parameters: tuple[Parameter, ...] = ()
    body: RequestBody | None = None
    responses: tuple[ResponseSpec, ...] = ()
    security: tuple[tuple[SecurityScheme, ...], ...] = ()
    extensions: Mapping[str, Json] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What everything about this operation is filed under; stable when ids are renamed."""
        return f"{self.method} {self.path}"
