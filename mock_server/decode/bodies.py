"""The body of one operation, from bytes to a validated value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mock_server.decode.charset import Problem, Unreadable, decoded
from mock_server.decode.coerce import Coercion
from mock_server.decode.forms import FormReader
from mock_server.decode.json_text import parse_json
from mock_server.decode.media import (
    ContentType,
    best_match,
    content_type,
    essence_of,
    family_of,
    is_json,
)
from mock_server.decode.multipart import MultipartReader, judged
from mock_server.decode.options import DecodeOptions
from mock_server.decode.query import Broken
from mock_server.decode.validators import compile_validator
from mock_server.decode.violations import MOST, json_violations, violation
from mock_server.decode.xml import XmlReader
from mock_server.spec.operation import Json, MediaType, RequestBody
from mock_server.spec.violation import Violation


@dataclass(slots=True)
class Body:
    """A body's value, and what is wrong with it.

    Args:
        value: JSON; for a multipart body an object that may hold `UploadedFile`s; bytes for a
            type of which nothing is known; None when there is no body.
        violations: rules of the schema that the value breaks, and, for a body that is missing
            though required, that one.
        problem: why there is no value: "missing" (never without its violation),
            "unsupported_media_type" or "malformed_body"; "" if there is one, or needs to be none.
        detail: one sentence on the problem.
    """

    value: Json = None
    violations: tuple[Violation, ...] = ()
    problem: Problem = ""
    detail: str = ""


def compile_body(body: RequestBody, options: DecodeOptions) -> BodyReader:
    """Prepare the reading of an operation's body.

    Raises:
        SpecError: a schema is not a JSON Schema.
    """
    return BodyReader(body, options)


class BodyReader:
    """Reads the bodies that one operation accepts."""

    __slots__ = ("_body", "_by_header", "_entries", "_json_always")

    def __init__(self, body: RequestBody, options: DecodeOptions) -> None:
        self._body = body
        self._json_always = options.json_always
        self._entries = {entry.range: _Entry(entry, options) for entry in body.content}
        # What nearly every client sends is one of these very texts: no parsing for them.
        self._by_header = {
            entry.range: (ContentType(essence_of(entry)), self._entries[entry.range])
            for entry in body.content
            if is_json(entry.range) and "*" not in entry.range
        }

    def read(self, header: str | None, raw: bytes) -> Body:
        """Read and validate; never raises.

        Without a Content-Type the body counts as JSON if it is JSON and the operation accepts
        that; RFC 9110, section 8.3, allows to look. A Content-Type of `*/*`, which some clients
        send, is as good as none where the document says `*/*` too.
        """
        if not raw:
            return _missing() if self._body.required else Body()
        kind, entry = self._by_header.get(header or "") or self._choose(header, raw)
        if entry is None:
            return Body(problem="unsupported_media_type", detail=self._unsupported(header))
        broken: Broken = {}
        try:
            value = entry.parse(kind, raw, broken)
        except Unreadable as error:
            return Body(problem=error.problem, detail=error.detail)
        return Body(value, entry.violations(value, broken))

    def _choose(self, header: str | None, raw: bytes) -> tuple[ContentType, _Entry | None]:
        if header is None:
            return self._guess(self._body.content, raw)
        kind = content_type(header)
        if kind.essence in ("", "*/*") and not self._json_always:
            anything = [each for each in self._body.content if essence_of(each) == "*/*"]
            return self._guess(anything, raw)
        media = best_match(kind.essence, self._body.content)
        if media is None and self._json_always:
            as_json = next((each for each in self._body.content if _admits_json(each)), None)
            return _JSON, None if as_json is None else self._entries[as_json.range]
        return kind, None if media is None else self._entries[media.range]

    def _guess(self, entries: Sequence[MediaType], raw: bytes) -> tuple[ContentType, _Entry | None]:
        as_json = next((each for each in entries if _admits_json(each)), None)
        if as_json is not None and (_looks_like_json(raw) or _is_json_value(raw)):
            return _JSON, self._entries[as_json.range]
        only = entries[0] if len(entries) == 1 else None
        if only is None or is_json(only.range) or only.range.startswith("multipart/"):
            return _JSON, None
        return ContentType(essence_of(only)), self._entries[only.range]

    def _unsupported(self, header: str | None) -> str:
        accepted = " or ".join(entry.range for entry in self._body.content) or "nothing"
        said = "has no Content-Type" if header is None else f"says '{header[:80]}'"
        return f"The body must be {accepted}, but the request {said}."


_Parse: TypeAlias = Callable[[ContentType, bytes, Broken], Json]

_JSON = ContentType("application/json")


class _Entry:
    """One entry of a `content` map, compiled; its parsers are made when they are first needed."""

    __slots__ = ("_is_anything", "_media", "_options", "_parsers", "_validator")

    def __init__(self, media: MediaType, options: DecodeOptions) -> None:
        self._media = media
        self._options = options
        self._validator = compile_validator(media.schema, options.lenient)
        self._is_anything = essence_of(media) == "*/*"
        self._parsers: dict[str, _Parse] = {}

    def parse(self, kind: ContentType, raw: bytes, broken: Broken) -> Json:
        """The value; raises `Unreadable`.

        An entry for `*/*` says nothing of the type, and then neither do many clients: whatever
        they call it, an object or an array in JSON is read as one.
        """
        family = family_of(kind.essence)
        if family == "json" or (self._is_anything and _is_json_container(raw)):
            return parse_json(raw, kind.charset)
        if family not in self._parsers:
            self._parsers[family] = _PARSERS[family](self._media, self._options)
        return self._parsers[family](kind, raw, broken)

    def violations(self, value: Json, broken: Broken) -> tuple[Violation, ...]:
        seen = judged(value)
        if not broken and self._validator.is_valid(seen):
            return ()
        unread = [violation("body", [n], e.keyword, e.predicate) for n, e in broken.items()]
        names = {each.name for each in unread}
        found = json_violations(self._validator, seen, "body")
        others = (each for each in found if each.keyword != "required" or each.name not in names)
        return (*unread, *others)[:MOST]


def _form_parser(media: MediaType, options: DecodeOptions) -> _Parse:
    reader = FormReader(media, options)
    return lambda kind, raw, broken: reader.read(raw, kind.charset, broken)


def _multipart_parser(media: MediaType, options: DecodeOptions) -> _Parse:
    return MultipartReader(media, options).read


def _xml_parser(media: MediaType, options: DecodeOptions) -> _Parse:
    reader = XmlReader(media.schema, options)
    return lambda kind, raw, _: reader.read(raw, kind.charset)


def _text_parser(media: MediaType, options: DecodeOptions) -> _Parse:
    coercion = Coercion(media.schema, media.schema, options)
    return lambda kind, raw, _: coercion.text(decoded(raw, kind.charset))


def _bytes_parser(_: MediaType, __: DecodeOptions) -> _Parse:
    return lambda _, raw, __: raw


_PARSERS: Mapping[str, Callable[[MediaType, DecodeOptions], _Parse]] = {
    "form": _form_parser,
    "multipart": _multipart_parser,
    "xml": _xml_parser,
    "text": _text_parser,
    "bytes": _bytes_parser,
}


def _missing() -> Body:
    rule = violation("body", (), "required", "is required")
    return Body(violations=(rule,), problem="missing", detail="The request must have a body.")


def _admits_json(entry: MediaType) -> bool:
    return is_json(entry.range) or essence_of(entry) in ("*/*", "application/*")


def _looks_like_json(raw: bytes) -> bool:
    return raw[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")


def _is_json_value(raw: bytes) -> bool:
    try:
        parse_json(raw)
    except Unreadable:
        return False
    return True


def _is_json_container(raw: bytes) -> bool:
    return _looks_like_json(raw) and _is_json_value(raw)
