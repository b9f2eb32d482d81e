"""XML bodies: read into values by the schema's `xml` notes, and rendered back.

Elements and attributes are matched by their local names: a prefix is the sender's choice, and
namespaces are not looked at, since documents often name a prefix and forget its namespace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import count
from typing import Any
from xml.parsers import expat

from mock_server.decode.charset import Unreadable, codec_of
from mock_server.decode.coerce import Coercion
from mock_server.decode.options import DecodeOptions
from mock_server.spec.operation import Json

_MOST_LEVELS = 100
"""Elements within elements; assumed: no API nests deeper, and reading recurses."""

_MOST_ELEMENTS = 100_000
"""Assumed: some tens of megabytes of memory, more than any honest body needs."""

_NIL = "xsi:nil"
"""Its prefix is a custom, but one that everybody keeps."""

_NOT_OURS = ("xmlns", "xsi:", "xml:")
"""How attributes begin that are about XML itself."""


@dataclass(slots=True)
class _Node:
    name: str
    attributes: dict[str, str]
    children: list[_Node] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.texts)


@dataclass(frozen=True, slots=True)
class _Notes:
    """The `xml` object of a schema, with OpenAPI's defaults."""

    name: str | None = None
    namespace: str | None = None
    prefix: str | None = None
    attribute: bool = False
    wrapped: bool = False


class XmlReader:
    """Reads XML by one schema."""

    __slots__ = ("_coercion",)

    def __init__(self, schema: Json, options: DecodeOptions) -> None:
        self._coercion = Coercion(schema, schema, options)

    def read(self, raw: bytes, charset: str = "") -> Json:
        """The value of a body; the name of its root element is not looked at.

        Raises:
            Unreadable: not well-formed, with a DOCTYPE, or nested too deep.
        """
        return _value(_parsed(raw, charset), self._coercion)


def _parsed(raw: bytes, charset: str) -> _Node:
    root = _Node("", {})
    try:
        _parser(root, codec_of(charset) if charset else None).Parse(raw, True)
    except expat.ExpatError as error:
        detail = f"The body is not XML: {error}."
        raise Unreadable("malformed_body", detail) from None
    except (ValueError, LookupError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("malformed_body", "The body's XML encoding is not supported.") from None
    return root.children[0]


def _parser(root: _Node, encoding: str | None) -> expat.XMLParserType:
    """A parser that fills `root`. Without a DOCTYPE there are no entities, inside or outside."""
    path = [root]
    number = count()
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(path) > _MOST_LEVELS:
            raise Unreadable("malformed_body", "The body's XML is nested too deep.")
        if next(number) == _MOST_ELEMENTS:
            raise Unreadable("malformed_body", "The body's XML has too many elements.")
        node = _Node(_local(name), attributes)
        path[-1].children.append(node)
        path.append(node)

    def add_text(text: str) -> None:
        path[-1].texts.append(text)

    def refuse(*_: object) -> None:
        raise Unreadable("malformed_body", "The body's XML has a DOCTYPE, which is not allowed.")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: path.pop()
    parser.CharacterDataHandler = add_text
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _value(node: _Node, coercion: Coercion) -> Json:
    if node.attributes.get(_NIL) in ("true", "1"):
        return None
    if coercion.is_array:
        return [_value(child, coercion.item) for child in node.children]
    if coercion.is_object or node.children:
        return _members(node, coercion)
    return coercion.text(node.text)


def _members(node: _Node, coercion: Coercion) -> dict[str, Json]:
    children: dict[str, list[_Node]] = {}
    for child in node.children:
        children.setdefault(child.name, []).append(child)
    attributes = {
        _local(name): text
        for name, text in node.attributes.items()
        if not name.startswith(_NOT_OURS)
    }
    values: dict[str, Json] = {}
    for name in coercion.names:
        member = coercion.member(name)
        notes = _notes(member)
        if notes.attribute:
            if (wire := notes.name or name) in attributes:
                values[name] = member.text(attributes.pop(wire))
        elif nodes := children.pop(_element_name(name, notes, member), None):
            values[name] = _given(nodes, member, notes)
    for name, nodes in children.items():
        values.setdefault(name, _given(nodes, coercion.member(name), _Notes()))
    for name, text in attributes.items():
        values.setdefault(name, coercion.member(name).text(text))
    return values


def _given(nodes: list[_Node], member: Coercion, notes: _Notes) -> Json:
    if notes.wrapped or (not member.is_array and len(nodes) == 1):
        return _value(nodes[-1], member)
    return [_value(node, member.item) for node in nodes]


def _element_name(name: str, notes: _Notes, member: Coercion) -> str:
    """OpenAPI: the items name the elements of an array that is not wrapped."""
    if member.is_array and not notes.wrapped:
        return _notes(member.item).name or name
    return notes.name or name


def _notes(coercion: Coercion) -> _Notes:
    stated = coercion.facts.get("xml")
    if not isinstance(stated, Mapping):
        return _Notes()
    known = _Notes.__slots__
    return _Notes(**{key: value for key, value in stated.items() if key in known})


_ILLEGAL = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""Source: XML 1.0, production 2 (Char). Compiled by its first use: that takes 5 ms (measured)."""

_NOT_IN_A_NAME = re.compile(r"[^\w.\-]")


def render_xml(value: Json, schema: Json, root_name: str) -> bytes:
    """A value as an XML document, by the schema's `xml` notes.

    Args:
        root_name: the name of the root element, unless the schema's own notes name it.
    """
    coercion = Coercion(schema, schema, DecodeOptions())
    notes = _notes(coercion)
    pieces = _element(notes.name or root_name, value, coercion, notes)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(pieces)).encode()


def _element(name: str, value: Json, coercion: Coercion, notes: _Notes) -> Iterator[str]:
    tag = _qualified(name, notes)
    attributes = "".join(_attributes(value, coercion, notes))
    content = "".join(_content(name, value, coercion))
    yield f"<{tag}{attributes}>{content}</{tag}>" if content else f"<{tag}{attributes}/>"


def _attributes(value: Json, coercion: Coercion, notes: _Notes) -> Iterator[str]:
    if notes.namespace:
        prefix = f":{_legal_name(notes.prefix)}" if notes.prefix else ""
        yield f' xmlns{prefix}="{escape(_legal(notes.namespace))}"'
    if value is None:
        yield ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'
    for name, member in value.items() if isinstance(value, dict) else ():
        theirs = _notes(coercion.member(name))
        if theirs.attribute and member is not None:
            tag = _qualified(theirs.name or name, theirs)
            yield f' {tag}="{escape(_legal(_text(member)))}"'


def _content(name: str, value: Json, coercion: Coercion) -> Iterator[str]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _member(key, member, coercion.member(key))
    elif isinstance(value, list):
        item = coercion.item
        notes = _notes(item)
        for each in value:
            yield from _element(notes.name or name, each, item, notes)
    elif value is not None:
        yield escape(_legal(_text(value)), quote=False)


def _member(name: str, value: Json, coercion: Coercion) -> Iterator[str]:
    notes = _notes(coercion)
    if notes.attribute:
        return
    if isinstance(value, list) and not notes.wrapped:
        theirs = _notes(coercion.item)
        for each in value:
            yield from _element(theirs.name or name, each, coercion.item, theirs)
    else:
        yield from _element(notes.name or name, value, coercion, notes)


def _qualified(name: str, notes: _Notes) -> str:
    return f"{_legal_name(notes.prefix)}:{_legal_name(name)}" if notes.prefix else _legal_name(name)


def _legal_name(name: Any) -> str:
    cleaned = _NOT_IN_A_NAME.sub("_", str(name)) or "_"
    return cleaned if cleaned[0].isalpha() or cleaned[0] == "_" else f"_{cleaned}"


def _legal(text: str) -> str:
    return re.sub(_ILLEGAL, "\ufffd", text)


def _text(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
