"""Bodies of `multipart/form-data` (RFC 7578): texts, JSON and files by name."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, MultipartState, parse_options_header

from mock_server.decode.charset import Unreadable, decoded
from mock_server.decode.coerce import Coercion
from mock_server.decode.json_text import parse_json
from mock_server.decode.media import ContentType, content_type, is_json
from mock_server.decode.options import DecodeOptions
from mock_server.decode.percent import Malformed
from mock_server.decode.query import Broken
from mock_server.spec.operation import Json, MediaType

_MOST_PARTS = 1_000
"""Assumed: as many as Starlette and Django take by default, for files and for fields."""


_SILENCE = logging.Logger("multipart", logging.CRITICAL)
"""The parser warns of every mistake that it also raises; a client must not fill our log."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file of a multipart body, as its sender described it; `content_type` may be ""."""

    name: str
    content_type: str
    data: bytes


@dataclass(slots=True)
class _Part:
    name: str = ""
    file_name: str | None = None
    content_type: str = ""
    data: bytearray = field(default_factory=bytearray)


class MultipartReader:
    """Reads the multipart bodies of one entry of a request body.

    A part is a file if it has a file name, or if its property is binary; it is JSON if it says so,
    or if the document does, or if its property is an object and the part does not say what it is;
    else it is text, coerced by the schema.
    """

    __slots__ = ("_coercion", "_content_types")

    def __init__(self, media: MediaType, options: DecodeOptions) -> None:
        self._coercion = Coercion(media.schema, media.schema, options)
        self._content_types = {
            name: encoding.content_type or "" for name, encoding in media.encoding.items()
        }

    def read(self, kind: ContentType, raw: bytes, broken: Broken) -> dict[str, Json]:
        """The parts as an object; what cannot be read is left out and goes into `broken`.

        Raises:
            Unreadable: not a multipart body, or one with too many parts.
        """
        given: dict[str, list[Json]] = {}
        for part in _parts(kind.boundary, raw):
            try:
                value = self._value(part)
            except Malformed as error:
                broken[part.name] = error
            else:
                given.setdefault(part.name, []).append(value)
        return {
            name: self._joined(name, values) for name, values in given.items() if name not in broken
        }

    def _joined(self, name: str, values: list[Json]) -> Json:
        is_whole = len(values) == 1 and isinstance(values[0], list)
        return values if self._coercion.member(name).is_array and not is_whole else values[-1]

    def _value(self, part: _Part) -> Json:
        coercion = self._coercion.member(part.name)
        declared = self._content_types.get(part.name, "")
        if part.file_name is not None or _is_binary(coercion):
            return UploadedFile(part.file_name or "", part.content_type, bytes(part.data))
        kind = content_type(part.content_type or declared.partition(",")[0])
        try:
            if is_json(kind.essence) or (not kind.essence and coercion.is_object):
                return parse_json(bytes(part.data), kind.charset)
            text = decoded(bytes(part.data), kind.charset)
        except Unreadable as error:
            raise Malformed("malformed", f"cannot be read: {error.detail}") from None
        return (coercion.item if coercion.is_array else coercion).text(text)


def judged(value: Json) -> Json:
    """What a validator sees of a body with files, which are members of it or items of members.

    A file is a string with one character per byte, so that lengths are those of the file.
    """
    if not isinstance(value, dict):
        return _seen(value)
    return {
        name: [_seen(item) for item in member] if isinstance(member, list) else _seen(member)
        for name, member in value.items()
    }


def _seen(value: Json) -> Json:
    data = value.data if isinstance(value, UploadedFile) else value
    return data.decode("latin-1") if isinstance(data, bytes) else value


def _is_binary(coercion: Coercion) -> bool:
    facts = (coercion.item if coercion.is_array else coercion).facts
    return facts.get("format") == "binary" or "contentMediaType" in facts


class _Collector:
    """Puts the parser's callbacks together again."""

    __slots__ = ("_field", "_value", "parts")

    def __init__(self) -> None:
        self.parts: list[_Part] = []
        self._field = b""
        self._value = b""

    def begin(self) -> None:
        if len(self.parts) == _MOST_PARTS:
            raise Unreadable("malformed_body", f"The body has more than {_MOST_PARTS} parts.")
        self.parts.append(_Part())

    def field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def header(self) -> None:
        name, self._field = self._field.lower(), b""
        value, self._value = self._value, b""
        if name == b"content-type":
            self.parts[-1].content_type = value.decode("latin-1")
        elif name == b"content-disposition":
            self._describe(self.parts[-1], value)

    def data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].data += data[start:end]

    @staticmethod
    def _describe(part: _Part, disposition: bytes) -> None:
        _, parameters = parse_options_header(disposition)
        part.name = parameters.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" in parameters:
            part.file_name = parameters[b"filename"].decode("utf-8", "replace")


def _parts(boundary: bytes, raw: bytes) -> list[_Part]:
    if not boundary:
        raise Unreadable("malformed_body", "The Content-Type names no boundary between the parts.")
    collector = _Collector()
    try:
        parser = _parser(boundary, collector)
        parser.write(raw)
    except FormParserError as error:
        raise Unreadable("malformed_body", f"The body is not multipart: {error}"[:300]) from None
    if parser.state != MultipartState.END:
        raise Unreadable("malformed_body", "The body ends before its last boundary.")
    if not all(part.name for part in collector.parts):
        raise Unreadable("malformed_body", "A part of the body has no name.")
    return collector.parts


def _parser(boundary: bytes, collector: _Collector) -> MultipartParser:
    parser = MultipartParser(
        boundary,
        {
            "on_part_begin": collector.begin,
            "on_header_field": collector.field,
            "on_header_value": collector.value,
            "on_header_end": collector.header,
            "on_part_data": collector.data,
        },
    )
    parser.logger = _SILENCE
    return parser
