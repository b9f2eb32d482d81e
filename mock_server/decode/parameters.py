"""The parameters of one operation, from the wire to validated values.

Choices where OpenAPI is silent:
- a name that the document does not know is ignored, unless a query is to be strict;
- a scalar given twice takes its last value, as in Connexion, Rails and PHP; an array of any style
  takes them all;
- an empty text is a value: right for a string, wrong for a number;
- a text that is not of its type stays text, and the violation says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias

from mock_server.decode.cookies import CookieReader
from mock_server.decode.options import DecodeOptions
from mock_server.decode.percent import Malformed, form_decoded, percent_decoded, query_text
from mock_server.decode.pieces import PieceReader, as_properties
from mock_server.decode.query import Broken, QueryReader
from mock_server.decode.shapes import resolved
from mock_server.decode.validators import compile_validator
from mock_server.decode.values import Reader, value_reader
from mock_server.decode.violations import MOST, json_violations, violation
from mock_server.spec.operation import Json, Location, Parameter
from mock_server.spec.violation import Violation

RawHeaders: TypeAlias = Sequence[tuple[bytes, bytes]]

_NOT_PARAMETERS = frozenset({"accept", "content-type", "authorization"})
"""Source: OpenAPI 3.1, Parameter Object, `name`: such header parameters "SHALL be ignored"."""


@dataclass(slots=True)
class Parameters:
    """The values of a request by their documented names, and all that is wrong with them."""

    path: dict[str, Json]
    query: dict[str, Json]
    headers: dict[str, Json]
    cookies: dict[str, Json]
    violations: tuple[Violation, ...]


def compile_parameters(parameters: Sequence[Parameter], options: DecodeOptions) -> ParameterReader:
    """Prepare the reading of an operation's parameters.

    Raises:
        SpecError: a schema is not a JSON Schema.
    """
    return ParameterReader(parameters, options)


class ParameterReader:
    """Reads the parameters of one operation; a location that it does not use costs nothing."""

    __slots__ = ("_cookies", "_headers", "_is_query_alone", "_path", "_query")

    def __init__(self, parameters: Sequence[Parameter], options: DecodeOptions) -> None:
        self._path = _part(parameters, "path", options)
        self._query = _query_part(parameters, options)
        self._headers = _part(parameters, "header", options)
        self._cookies = _part(parameters, "cookie", options)
        self._is_query_alone = not (self._path or self._headers or self._cookies)

    def read(self, path: Mapping[str, str], query: bytes, headers: RawHeaders) -> Parameters:
        """Read and validate; never raises.

        Args:
            path: by name the raw texts of the path, percent-escapes and all.
            query: what follows the question mark, raw.
            headers: as ASGI gives them, names in lower case.
        """
        known = self._query.known(query) if self._query else None
        if known is not None and self._is_query_alone:
            return Parameters({}, known[0], {}, {}, known[1])
        violations: list[Violation] = []
        path_values = self._path.read(path, violations) if self._path else {}
        query_values: dict[str, Json] = {}
        if known is not None:
            query_values = known[0]
            violations.extend(known[1])
        elif self._query:
            query_values = self._query.read(query, violations)
        return Parameters(
            path_values,
            query_values,
            self._headers.read(headers, violations) if self._headers else {},
            self._cookies.read(headers, violations) if self._cookies else {},
            tuple(violations),
        )


_Decode: TypeAlias = Callable[[Any, Broken], dict[str, Json]]


class _Part:
    """The parameters of one location: decoded, validated as one object, defaults filled in."""

    __slots__ = ("_decode", "_defaults", "_is_valid", "_location", "_validator")

    def __init__(
        self,
        parameters: Sequence[Parameter],
        location: Location,
        decode: _Decode,
        options: DecodeOptions,
    ) -> None:
        self._location = location
        self._decode = decode
        self._validator = compile_validator(_as_object(parameters), options.lenient)
        self._is_valid = self._validator.is_valid
        self._defaults = tuple(_defaults(parameters))

    def read(self, source: Any, violations: list[Violation]) -> dict[str, Json]:
        broken: Broken = {}
        values = self._decode(source, broken)
        if broken or not self._is_valid(values):
            violations.extend(self._explained(values, broken))
        return self._completed(values)

    def _completed(self, values: dict[str, Json]) -> dict[str, Json]:
        for name, default, is_container in self._defaults:
            if name not in values:
                values[name] = deepcopy(default) if is_container else default
        return values

    def _explained(self, values: dict[str, Json], broken: Broken) -> Iterable[Violation]:
        for name, error in islice(broken.items(), MOST):
            yield violation(self._location, [name], error.keyword, error.predicate)
        for each in json_violations(self._validator, values, self._location):
            if each.keyword != "required" or each.name not in broken:
                yield each


class _QueryPart(_Part):
    """The parameters of a query: those of which every piece is known are read in no time."""

    __slots__ = ("_pieces",)

    def __init__(self, parameters: Sequence[Parameter], options: DecodeOptions) -> None:
        reader = QueryReader(parameters, form_decoded, options, is_strict=options.strict_query)

        def decode(query: bytes, broken: Broken) -> dict[str, Json]:
            return reader.read(query_text(query).split("&"), broken) if query else {}

        super().__init__(parameters, "query", decode, options)
        self._pieces = (
            None if reader.gathers else PieceReader(parameters, decode, lenient=options.lenient)
        )

    def known(self, query: bytes) -> tuple[dict[str, Json], tuple[Violation, ...]] | None:
        """The values and what is wrong, from pieces read before; None: `read` has to tell."""
        known = self._pieces.read(query) if self._pieces else None
        if known is not None and self._defaults:
            self._completed(known[0])
        return known


def _query_part(parameters: Sequence[Parameter], options: DecodeOptions) -> _QueryPart | None:
    mine = [each for each in parameters if each.location == "query"]
    return _QueryPart(mine, options) if mine or options.strict_query else None


def _part(
    parameters: Sequence[Parameter], location: Location, options: DecodeOptions
) -> _Part | None:
    mine = [each for each in parameters if each.location == location and _counts(each)]
    return _Part(mine, location, _decoder(mine, location, options), options) if mine else None


def _counts(parameter: Parameter) -> bool:
    return parameter.location != "header" or parameter.name.lower() not in _NOT_PARAMETERS


def _decoder(
    parameters: Sequence[Parameter], location: Location, options: DecodeOptions
) -> _Decode:
    if location == "path":
        return _path_decoder(parameters, options)
    if location == "header":
        return _header_decoder(parameters, options)
    return CookieReader(parameters, options).read


def _path_decoder(parameters: Sequence[Parameter], options: DecodeOptions) -> _Decode:
    readers = [(each.name, value_reader(each, _path_decoded, options)) for each in parameters]

    def decode(path: Mapping[str, str], broken: Broken) -> dict[str, Json]:
        given = ((name, reader, path[name]) for name, reader in readers if name in path)
        return _read_all(given, broken)

    return decode


def _path_decoded(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:  # a byte that somebody smuggled through as half a character
        raise Malformed("encoding", "is not valid UTF-8") from None
    return percent_decoded(text)


def _header_decoder(parameters: Sequence[Parameter], options: DecodeOptions) -> _Decode:
    readers = {
        each.name.lower().encode(): (each.name, value_reader(each, str, options))
        for each in parameters
    }

    def decode(headers: RawHeaders, broken: Broken) -> dict[str, Json]:
        sent: dict[bytes, list[bytes]] = {}
        for name, value in headers:
            if name in readers:
                sent.setdefault(name, []).append(value)
        given = ((*readers[key], b", ".join(sent[key]).decode("latin-1")) for key in sent)
        return _read_all(given, broken)

    return decode


def _read_all(given: Iterable[tuple[str, Reader, str]], broken: Broken) -> dict[str, Json]:
    values: dict[str, Json] = {}
    for name, reader, raw in given:
        try:
            values[name] = reader(raw)
        except Malformed as error:
            broken[name] = error
    return values


def _as_object(parameters: Sequence[Parameter]) -> Json:
    return {
        "type": "object",
        "properties": as_properties(parameters),
        "required": [each.name for each in parameters if each.required],
    }


def _defaults(parameters: Sequence[Parameter]) -> Iterable[tuple[str, Json, bool]]:
    for each in parameters:
        schema = resolved(each.schema, each.schema)
        if isinstance(schema, Mapping) and "default" in schema:
            default = schema["default"]
            yield each.name, default, isinstance(default, dict | list)
