"""The styles of OpenAPI parameters: how one raw text is cut into scalars, items and pairs.

Source: OpenAPI 3.1, "Style Values" and "Style Examples". Everything here cuts and nothing decodes:
percent-decoding comes after, so an escaped delimiter is data.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from mock_server.decode.percent import Malformed
from mock_server.spec.operation import Parameter

Pairs: TypeAlias = list[tuple[str, str]]

_SPACES = re.compile(r"%20|\+| ")
_PIPES = re.compile(r"\||%7C", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """How to take a raw text apart, for each of the three things that its schema may ask for."""

    scalar: Callable[[str], str]
    array: Callable[[str], list[str]]
    pairs: Callable[[str], Pairs]


def style_of(parameter: Parameter) -> Style:
    """The style of a parameter whose whole value is one text; an unknown style reads as `form`."""
    if parameter.location == "header":
        return _SIMPLE_HEADER_EXPLODED if parameter.explode else _SIMPLE_HEADER
    if parameter.style == "label":
        return _LABEL_EXPLODED if parameter.explode else _LABEL
    if parameter.style == "matrix":
        return _matrix(parameter.name, parameter.explode)
    if parameter.style in ("spaceDelimited", "pipeDelimited"):
        return _SPACE_DELIMITED if parameter.style == "spaceDelimited" else _PIPE_DELIMITED
    return _COMMAS_EXPLODED if parameter.explode else _COMMAS


def _same(text: str) -> str:
    return text


def _split(delimiter: str, text: str) -> list[str]:
    return text.split(delimiter)


def _split_trimmed(text: str) -> list[str]:
    return [item.strip(" \t") for item in text.split(",")]


def _alternating(array: Callable[[str], list[str]], text: str) -> Pairs:
    """`R,100,G,200`: names and values take turns."""
    if not text:
        return []
    parts = array(text)
    if len(parts) % 2:
        raise Malformed("malformed", "must hold names and values in turn, but one has no partner")
    return list(zip(parts[::2], parts[1::2], strict=True))


def _equations(array: Callable[[str], list[str]], text: str) -> Pairs:
    """`R=100,G=200`: each item is a name and a value."""
    if not text:
        return []
    parts = [item.partition("=") for item in array(text)]
    if not all(equals for _, equals, _ in parts):
        raise Malformed("malformed", "must hold names and values joined by '='")
    return [(name, value) for name, _, value in parts]


def _without_dot(text: str) -> str:
    if not text.startswith("."):
        raise Malformed("malformed", "must begin with '.'")
    return text[1:]


def _label_items(text: str) -> list[str]:
    """OpenAPI up to 3.1.0 joins by dots, later editions by commas as RFC 6570 does: both count."""
    content = _without_dot(text)
    return content.split("," if "," in content else ".")


def _label_exploded_items(text: str) -> list[str]:
    return _without_dot(text).split(".")


def _label_pairs(text: str) -> Pairs:
    return [] if text == "." else _alternating(_label_items, text)


def _label_exploded_pairs(text: str) -> Pairs:
    return [] if text == "." else _equations(_label_exploded_items, text)


def _matrix_scalar(name: str, text: str) -> str:
    if text == f";{name}":
        return ""
    if not text.startswith(f";{name}="):
        raise Malformed("malformed", f"must begin with ';{name}='")
    return text[len(name) + 2 :]


def _matrix_items(text: str) -> list[str]:
    if not text.startswith(";"):
        raise Malformed("malformed", "must begin with ';'")
    return text[1:].split(";")


def _matrix_repeated(name: str, text: str) -> list[str]:
    return [_matrix_scalar(name, f";{item}") for item in _matrix_items(text)]


def _matrix(name: str, explode: bool) -> Style:
    scalar = partial(_matrix_scalar, name)
    if explode:
        return Style(scalar, partial(_matrix_repeated, name), partial(_equations, _matrix_items))
    return Style(
        scalar,
        lambda text: scalar(text).split(","),
        lambda text: _alternating(partial(_split, ","), scalar(text)),
    )


def _delimited(array: Callable[[str], list[str]]) -> Style:
    return Style(_same, array, partial(_alternating, array))


_COMMAS = _delimited(partial(_split, ","))
_COMMAS_EXPLODED = Style(_same, partial(_split, ","), partial(_equations, partial(_split, ",")))
_SIMPLE_HEADER = _delimited(_split_trimmed)
_SIMPLE_HEADER_EXPLODED = Style(_same, _split_trimmed, partial(_equations, _split_trimmed))
_SPACE_DELIMITED = _delimited(_SPACES.split)
_PIPE_DELIMITED = _delimited(_PIPES.split)
_LABEL = Style(_without_dot, _label_items, _label_pairs)
_LABEL_EXPLODED = Style(_without_dot, _label_exploded_items, _label_exploded_pairs)
