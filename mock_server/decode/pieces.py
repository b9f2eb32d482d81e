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
from mock_server.decode.violations import json_violations
from mock_server.spec.operation import Json, Parameter
from mock_server.spec.violation import Violation

MAX_PIECES, MAX_PIECE_BYTES = 128, 128
"""What is kept for one operation: our own bound, above what a client of it says in one session."""

Decode: TypeAlias = Callable[[bytes, Broken], dict[str, Json]]

_Known: TypeAlias = tuple[str, Json, tuple[Violation, ...]]
"""The parameter that a piece gives, its value, and what is wrong; a list is kept as a tuple."""

_NOTHING: _Known = ("", None, ())


class PieceReader:
    """Reads queries whose pieces are each the whole value of one parameter, and at most one wrong.

    Nothing is kept of pieces that no parameter knows, nor of passwords: keys may be among them.

    Args:
        parameters: those of the query; none of them may be made of several pieces but an array.
        decode: from a query to values by name.
        lenient: as in `DecodeOptions`.
    """

    __slots__ = ("_decode", "_known", "_required", "_secret", "_validator")

    def __init__(self, parameters: Sequence[Parameter], decode: Decode, *, lenient: bool) -> None:
        self._validator = compile_validator({"properties": as_properties(parameters)}, lenient)
        self._decode = decode
        self._required = frozenset(each.name for each in parameters if each.required)
        self._secret = frozenset(each.name for each in parameters if _is_secret(each))
        self._known: dict[bytes, _Known] = {}

    def read(self, query: bytes) -> tuple[dict[str, Json], tuple[Violation, ...]] | None:
        """The values by name, and what is wrong with one; None: only the whole query tells."""
        values: dict[str, Json] = {}
        wrong: tuple[Violation, ...] = ()
        known = self._known
        for piece in query.split(b"&"):
            found = known.get(piece) or self._alone(piece)
            if found is None:
                return None
            name, value, violations = found
            if name in values:
                return None
            if name:
                values[name] = list(value) if type(value) is tuple else value
            if violations:
                if wrong:  # the whole knows the order
                    return None
                wrong = violations
        return (values, wrong) if values.keys() >= self._required else None

    def _alone(self, piece: bytes) -> _Known | None:
        """What a piece says by itself; None: it cannot be read, or is a part of something."""
        broken: Broken = {}
        values = self._decode(piece, broken)
        if not (values or broken):
            return _NOTHING
        if broken or len(values) > 1 or "" in values:
            return None
        is_right = self._validator.is_valid(values)
        violations = () if is_right else json_violations(self._validator, values, "query")
        name, value = values.popitem()
        if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
            value = tuple(value)
        if isinstance(value, list | dict):
            return None
        found = (name, value, violations)
        if len(piece) <= MAX_PIECE_BYTES and name not in self._secret:
            if len(self._known) >= MAX_PIECES:
                self._known.clear()
            self._known[piece] = found
        return found


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
