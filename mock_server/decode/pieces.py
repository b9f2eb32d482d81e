"""Pieces of queries that were read before: clients send the same few again and again.

A piece is what stands between two `&`. To meet one again costs a look into a table, where reading
it costs cutting, unescaping, coercing and validating.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from mock_server.decode.query import Broken
from mock_server.decode.shapes import resolved
from mock_server.decode.validators import compile_validator
from mock_server.spec.operation import Json, Parameter

MAX_PIECES, MAX_PIECE_BYTES = 128, 128
"""What is kept for one operation: our own bound, above what a client of it says in one session."""

Decode: TypeAlias = Callable[[bytes, Broken], dict[str, Json]]

_Known: TypeAlias = tuple[str, Json]
"""The parameter that a piece gives, and its value; a list is kept as a tuple."""

_NOTHING: _Known = ("", None)


class PieceReader:
    """Reads queries whose pieces are each the whole and valid value of one parameter.

    Nothing is kept of pieces that no parameter knows, nor of passwords: keys may be among them.

    Args:
        parameters: those of the query; none of them may be made of several pieces but an array.
        decode: from a query to values by name.
        lenient: as in `DecodeOptions`.
    """

    __slots__ = ("_decode", "_is_valid", "_known", "_required", "_secret")

    def __init__(self, parameters: Sequence[Parameter], decode: Decode, *, lenient: bool) -> None:
        properties = as_properties(parameters)
        self._is_valid = compile_validator({"properties": properties}, lenient).is_valid
        self._decode = decode
        self._required = frozenset(each.name for each in parameters if each.required)
        self._secret = frozenset(each.name for each in parameters if _is_secret(each))
        self._known: dict[bytes, _Known] = {}

    def read(self, query: bytes) -> dict[str, Json] | None:
        """The values by name; None when only the query as a whole tells them, or what is wrong."""
        values: dict[str, Json] = {}
        known = self._known
        for piece in query.split(b"&"):
            found = known.get(piece) or self._alone(piece)
            if found is None:
                return None
            name, value = found
            if name in values:
                return None
            if name:
                values[name] = list(value) if type(value) is tuple else value
        return values if values.keys() >= self._required else None

    def _alone(self, piece: bytes) -> _Known | None:
        """What a piece says by itself; None: it is wrong, or a part of something larger."""
        broken: Broken = {}
        values = self._decode(piece, broken)
        if broken or len(values) > 1 or "" in values or not self._is_valid(values):
            return None
        return self._kept(piece, *values.popitem()) if values else _NOTHING

    def _kept(self, piece: bytes, name: str, value: Json) -> _Known | None:
        if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
            value = tuple(value)
        if isinstance(value, list | dict):
            return None
        if len(piece) <= MAX_PIECE_BYTES and name not in self._secret:
            if len(self._known) >= MAX_PIECES:
                self._known.clear()
            self._known[piece] = (name, value)
        return name, value


def as_properties(parameters: Sequence[Parameter]) -> dict[str, Json]:
    """The schemas of parameters, as properties of the object that their values make."""
    return {each.name: _embedded(each.schema, index) for index, each in enumerate(parameters)}


def _embedded(schema: Json, index: int) -> Json:
    """The schema with an identity of its own, by which its `#/$defs/...` still mean its own."""
    if not isinstance(schema, dict) or "$defs" not in schema:
        return schema
    return {**schema, "$id": f"urn:parameter:{index}"}


def _is_secret(parameter: Parameter) -> bool:
    schema = resolved(parameter.schema, parameter.schema)
    return isinstance(schema, dict) and schema.get("format") == "password"
