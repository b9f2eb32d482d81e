"""What a document says of a difference: it forbids it, allows it, or knows nothing of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Literal

from contracts.checks.documented import response_spec
from contracts.contract import Promise
from contracts.lattice.compare import Difference
from contracts.lattice.shape import ANY, NO_JSON, Key, Path, property_name
from contracts.lattice.texts import is_word, pseudonym
from contracts.schema.pointers import resolved
from mock_server.spec.operation import ResponseSpec
from mock_server.spec.references import unescape

Json = Any
Says = Literal["contradicts", "allows", "undocumented"]

TEXTS_OF_FORMATS: Mapping[str, tuple[str, ...]] = {
    "date-time": ("date-time", "date-time+offset"),
    "date": ("date",),
    "time": ("time",),
    "uuid": ("uuid", "uuid-upper"),
    "email": ("email",),
    "uri": ("uri",),
    "url": ("uri",),
    "ipv4": ("ipv4",),
    "decimal": ("decimal-text", "integer-text"),
}
"""Kinds of text (`texts.kind_of`) that a format allows; other formats allow all."""

DEEPEST = 40
"""Steps that references and branches are followed; documents that go deeper go in circles."""


def says(promise: Promise | None, difference: Difference) -> Says:
    """What the document says of what was seen to differ."""
    if promise is None:
        return "undocumented"
    spec = response_spec(promise.operation, difference.status)
    if spec is None:
        return "undocumented"
    if difference.kind == "media-type":
        known = any(_covers(one.range, difference.what) for one in spec.content)
        return "allows" if known else "undocumented"
    if difference.kind.startswith("header"):
        return _says_of_header(spec, difference)
    if difference.kind in ("status", "slower"):
        return "allows"
    return _says_of_body(spec, difference)


def _covers(span: str, media_type: str) -> bool:
    kind = span.partition(";")[0].strip().lower()
    return kind in ("*/*", media_type) or (kind.endswith("/*") and media_type.startswith(kind[:-1]))


def _says_of_header(spec: ResponseSpec, difference: Difference) -> Says:
    for header in spec.headers:
        if header.name.lower() == difference.what:
            gone = difference.kind == "header-removed" and header.required
            return "contradicts" if gone else "allows"
    return "undocumented"


def _says_of_body(spec: ResponseSpec, difference: Difference) -> Says:
    parts = difference.pointer.split("/")[1:]
    about_owner = difference.kind.startswith("property")
    schemas = places(spec, parts[:-1] if about_owner else parts)
    if not schemas:
        return "undocumented"
    if about_owner:
        return _says_of_property(schemas, difference)
    judge = _JUDGES.get(difference.kind)
    if judge is None or any(judge(one, difference.what) for one in schemas):
        return "allows"
    return "contradicts"


def _says_of_property(schemas: list[Json], difference: Difference) -> Says:
    name = difference.what
    if difference.kind == "property-added":
        if any(name in one.get("properties", {}) for one in schemas):
            return "allows"
        closed = all(one.get("additionalProperties") is False for one in schemas)
        return "contradicts" if closed else "undocumented"
    if any(name in one.get("required", ()) for one in schemas):
        return "contradicts"
    known = any(name in one.get("properties", {}) for one in schemas)
    return "allows" if known else "undocumented"


def _allows_type(schema: Json, name: str) -> bool:
    if name == NO_JSON:
        return False
    if "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        return any(_is_of(value, name) for value in values)
    kinds = schema.get("type")
    if kinds is None:
        return True
    allowed = {kinds} if isinstance(kinds, str) else set(kinds)
    return name in allowed or (name == "integer" and "number" in allowed)


def _is_of(value: Json, name: str) -> bool:
    kinds = {bool: ("boolean",), int: ("integer", "number"), float: ("number",), str: ("string",)}
    return name in (("null",) if value is None else kinds.get(type(value), ("array", "object")))


def _allows_text(schema: Json, kind: str) -> bool:
    allowed = TEXTS_OF_FORMATS.get(str(schema.get("format")))
    return allowed is None or kind in allowed


def _allows_word(schema: Json, word: str) -> bool:
    if "const" in schema:
        return bool(schema["const"] == word)
    return "enum" not in schema or word in schema["enum"]


_JUDGES: Mapping[str, Callable[[Json, str], bool]] = {
    "type-added": _allows_type,
    "text-changed": _allows_text,
    "word-added": _allows_word,
}


def places(spec: ResponseSpec, parts: list[str]) -> list[Json]:
    """The schemas that say something of a place in a body, all branches of unions among them."""
    found: list[Json] = []
    for media in spec.content:
        root = media.schema
        here = list(_branches(root, root, 0))
        for part in parts:
            name = unescape(part)
            here = [one for schema in here for one in _down(root, schema, name)]
        found += here
    return found


def _branches(root: Json, schema: Json, depth: int) -> Iterator[dict[str, Json]]:
    """The schema itself and all that it refers to or is made of; booleans say nothing."""
    if not isinstance(schema, dict) or depth > DEEPEST:
        return
    if "$ref" in schema:
        yield from _branches(root, resolved(schema["$ref"], root), depth + 1)
    parts = [one for key in ("allOf", "anyOf", "oneOf") for one in schema.get(key, ())]
    if (not parts and "$ref" not in schema) or schema.keys() & {"type", "properties", "enum"}:
        yield schema
    for part in parts:
        yield from _branches(root, part, depth + 1)


def _down(root: Json, schema: dict[str, Json], name: str) -> Iterator[dict[str, Json]]:
    if name == "*" and "items" in schema:
        yield from _branches(root, schema["items"], 0)
    elif name in schema.get("properties", {}):
        yield from _branches(root, schema["properties"][name], 0)
    elif isinstance(schema.get("additionalProperties"), dict):
        yield from _branches(root, schema["additionalProperties"], 0)


def words_of(promise: Promise) -> frozenset[str]:
    """All words that an operation's answers may have by its document: those are no secrets."""
    found: set[str] = set()
    for response in promise.operation.responses:
        for media in response.content:
            _collect(media.schema, found)
    return frozenset(found)


def _collect(node: Json, found: set[str]) -> None:
    if isinstance(node, dict):
        values = [*node.get("enum", ()), node.get("const")] if "enum" in node else []
        values += [node["const"]] if "const" in node else []
        found.update(one for one in values if isinstance(one, str) and is_word(one))
        for child in node.values():
            _collect(child, found)
    elif isinstance(node, list):
        for child in node:
            _collect(child, found)


def naming(promise: Promise, salt: str) -> Callable[[str], str]:
    """Says what is kept of a word: itself if the document has it, else a pseudonym."""
    documented = words_of(promise)
    return lambda word: word if word in documented else pseudonym(word, salt)


def keying(promise: Promise, status: int) -> Key:
    """Says what is kept of an object's key: of a map by the document only what it names."""
    spec = response_spec(promise.operation, status)

    @cache
    def keys_at(path: Path) -> tuple[bool, frozenset[str]]:
        schemas = places(spec, list(path)) if spec else []
        named = frozenset(name for one in schemas for name in one.get("properties", {}))
        return any(_is_map(one) for one in schemas), named

    def kept(path: Path, key: str) -> str:
        is_map, named = keys_at(path)
        return ANY if is_map and key not in named else property_name(key)

    return kept


def _is_map(schema: dict[str, Json]) -> bool:
    """Whether an object's keys may be data: whose, and of which day, is nobody's business."""
    rest = schema.get("additionalProperties")
    is_free = rest is True and not schema.get("properties")
    return isinstance(rest, dict) or is_free or "patternProperties" in schema
