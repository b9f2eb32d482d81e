"""One raw text of the wire into the value of its parameter: cut, decoded, coerced."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import orjson

from mock_server.decode.coerce import Coercion
from mock_server.decode.media import is_json
from mock_server.decode.options import DecodeOptions
from mock_server.decode.percent import Malformed
from mock_server.decode.styles import Style, style_of
from mock_server.spec.operation import Json, Parameter

Reader: TypeAlias = Callable[[str], Json]
"""From a raw text to a value; raises `Malformed`."""

Unescape: TypeAlias = Callable[[str], str]
"""Takes escapes away, as the place of the text asks; raises `Malformed`."""


def value_reader(parameter: Parameter, unescape: Unescape, options: DecodeOptions) -> Reader:
    """A reader for a parameter whose whole value is one raw text."""
    if parameter.media_type is not None:
        return _content_reader(parameter.media_type, unescape)
    coercion = Coercion(parameter.schema, parameter.schema, options)
    style = style_of(parameter)
    if coercion.is_array:
        return _array_reader(coercion, style, unescape)
    if coercion.is_object:
        return _object_reader(coercion, style, unescape)
    return _scalar_reader(coercion, style, unescape, is_bare=parameter.style in _BARE)


_BARE = frozenset({"form", "simple", "spaceDelimited", "pipeDelimited", "deepObject"})
"""Styles that put nothing around a scalar."""


def _content_reader(media_type: str, unescape: Unescape) -> Reader:
    if not is_json(media_type):
        return unescape

    def read(raw: str) -> Json:
        try:
            return orjson.loads(unescape(raw))
        except orjson.JSONDecodeError as error:
            raise Malformed("malformed", f"must be JSON: {error.msg}") from None

    return read


def _scalar_reader(
    coercion: Coercion, style: Style, unescape: Unescape, *, is_bare: bool
) -> Reader:
    coerce = coercion.scalar
    if not is_bare:
        return lambda raw: coercion.text(unescape(style.scalar(raw)))
    if coerce is None:
        return unescape
    return lambda raw: coerce(unescape(raw))


def _array_reader(coercion: Coercion, style: Style, unescape: Unescape) -> Reader:
    return lambda raw: coercion.one([unescape(item) for item in style.array(raw)])


def _object_reader(coercion: Coercion, style: Style, unescape: Unescape) -> Reader:
    def read(raw: str) -> Json:
        if coercion.is_scalar and not style.scalar(raw):
            return coercion.text("")
        pairs = ((unescape(name), unescape(value)) for name, value in style.pairs(raw))
        return {name: coercion.member(name).text(value) for name, value in pairs}

    return read
