"""Bodies of `application/x-www-form-urlencoded`: read by the schema's properties, and rendered."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_plus

import orjson

from mock_server.decode import shapes
from mock_server.decode.charset import Unreadable, decoded
from mock_server.decode.coerce import Coercion
from mock_server.decode.gathering import ExplodedObject
from mock_server.decode.media import is_json
from mock_server.decode.options import DecodeOptions
from mock_server.decode.percent import form_decoded
from mock_server.decode.query import Broken, QueryReader
from mock_server.spec.operation import Encoding, Json, MediaType, Parameter

_MOST_FIELDS = 10_000
"""Assumed: ten times what PHP and Django take by default."""

_REST = ""
"""The name under which the reader collects what no property claims; no property can have it."""


class FormReader:
    """Reads the forms of one entry of a request body.

    A property travels as its `encoding` says. Without one, arrays repeat their name, and an object
    may come as JSON (the default of OpenAPI 3.1) or in brackets, as most servers expect it. Names
    that the schema does not know are kept, so that `additionalProperties` can judge them.
    """

    __slots__ = ("_objects", "_reader")

    def __init__(self, media: MediaType, options: DecodeOptions) -> None:
        coercion = Coercion(media.schema, media.schema, options)
        properties = {
            name: shapes.standalone(schema, media.schema)
            for name, schema in coercion.names.items()
            if name != _REST
        }
        parameters = [
            _as_parameter(name, schema, media.encoding.get(name, Encoding()))
            for name, schema in properties.items()
        ]
        rest = ExplodedObject(_REST, coercion, form_decoded, claims_all=True)
        self._objects = [each.name for each in parameters if each.style == "deepObject"]
        self._reader = QueryReader(parameters, form_decoded, options, rest)

    def read(self, raw: bytes, charset: str, broken: Broken) -> Json:
        """The form as an object; what cannot be read is left out and goes into `broken`.

        Raises:
            Unreadable: the bytes are not of that character set, or the fields are too many.
        """
        if raw.count(b"&") >= _MOST_FIELDS:
            raise Unreadable("malformed_body", f"The form has more than {_MOST_FIELDS} fields.")
        text = decoded(raw, charset).rstrip("\r\n")
        values = self._reader.read(text.split("&") if text else (), broken)
        rest: dict[str, Json] = values.pop(_REST, {})
        for name in self._objects:
            if name in values:
                values[name] = _json_object(values[name])
        return {**rest, **values}


def render_form(value: Json) -> bytes:
    """An object as a form: arrays repeat their name, objects go into brackets, null is empty."""
    if not isinstance(value, dict):
        return quote_plus(_text(value)).encode()
    pairs = (pair for name, member in value.items() for pair in _pairs(str(name), member))
    return "&".join(f"{quote_plus(name)}={quote_plus(text)}" for name, text in pairs).encode()


def _as_parameter(name: str, schema: Json, encoding: Encoding) -> Parameter:
    style = encoding.style or ("deepObject" if _is_object(schema) else "form")
    media_type = None
    if encoding.style is None and is_json(encoding.content_type or ""):
        style, media_type = "form", encoding.content_type
    explode = style in ("form", "deepObject") if encoding.explode is None else encoding.explode
    return Parameter(name, "query", False, schema, style, explode, media_type=media_type)


def _is_object(schema: Json) -> bool:
    types = shapes.possible_types(schema, schema)
    return types != shapes.ANY and "object" in types and "array" not in types


def _json_object(value: Json) -> Json:
    if not isinstance(value, str) or not value.lstrip().startswith("{"):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return value


def _pairs(name: str, value: Json) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _pairs(f"{name}[{key}]", member)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            nested = isinstance(item, dict | list)
            yield from _pairs(f"{name}[{index}]" if nested else name, item)
    else:
        yield name, _text(value)


def _text(value: Json) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
