"""Whether two schemas are written alike, so that nobody has to look into them.

Most of two versions is the same text. To compare that text is a hundred times as fast as to
understand it; only what may differ in meaning is understood.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import orjson

from contracts.drift.place import Home, Place
from contracts.drift.schemas.node import Parts
from contracts.drift.schemas.subtypes import references

Json = Any

REFERENCE = re.compile(rb'"\$ref":"((?:[^"\\]|\\.)*)"')
REMARK = re.compile(rb'"(?:title|description|summary|examples?|externalDocs|xml|\$comment|x-)')
UNSURE = b""
"""The text of what may mean two things."""

TEXT = frozenset({
    "title", "description", "summary", "example", "examples", "externalDocs", "xml", "$comment",
})  # fmt: skip
SINGLE = frozenset({
    "items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames",
    "unevaluatedProperties", "unevaluatedItems", "additionalItems", "contentSchema",
})  # fmt: skip
LISTS = frozenset({"allOf", "oneOf", "anyOf", "prefixItems", "items"})
MAPS = frozenset({"properties", "patternProperties", "dependentSchemas", "$defs", "definitions"})


Key = tuple[int, int, bytes]
"""The files of both sides, and a reference as it stands in them."""


class _Target(NamedTuple):
    key: Key
    old: Home
    new: Home


class Sameness:
    """Knows which references lead to the same on both sides."""

    def __init__(self) -> None:
        self._same: dict[Key, bool] = {}

    def of(self, old: Parts, new: Parts) -> bool:
        """Whether both are the same for sure; False says nothing."""
        if len(old) == len(new) == 1:
            return self.of_places(old[0], new[0])
        if len(old) != len(new):
            return False
        return all(self.of_places(one, other) for one, other in zip(old, new, strict=True))

    def of_whole(self, old: Place, new: Place) -> bool:
        """Whether operations, or what they are made of, are the same for sure, remarks included."""
        if old.home.is_30 != new.home.is_30:
            return False
        text = _text(old.value)
        return text != UNSURE and text == _text(new.value) and self.leads_to_same(text, old, new)

    def of_places(self, old: Place, new: Place) -> bool:
        before, after = _text(old.value), _text(new.value)
        if before and before == after and not (b'"$ref"' in before or b'"mapping"' in before):
            return True  # as most are, and there are many
        text = self.text(old, new, (before, after))
        return text is not None and self.leads_to_same(text, old, new)

    def text(self, old: Place, new: Place, texts: tuple[bytes, bytes]) -> bytes | None:
        """What both say, without remarks; None when they do not say the same."""
        mixed = old.home.is_30 != new.home.is_30
        before, after = texts
        if before and before == after and not (mixed and b'"$ref"' in before):
            return before
        if not (mixed or REMARK.search(before) or REMARK.search(after)):
            return None
        before, after = _plain_text(old.value, mixed), _plain_text(new.value, mixed)
        return before if before == after and before != UNSURE else None

    def leads_to_same(self, text: bytes, old: Place, new: Place) -> bool:
        return all(self.reference(found, old, new) for found in _references(text))

    def reference(self, found: bytes, old: Place, new: Place) -> bool:
        key = (id(old.home), id(new.home), found)
        if key not in self._same:
            self._explore(_Target(key, old.home, new.home))
        return self._same[key]

    def _explore(self, first: _Target) -> None:
        """Settle all that a reference leads to: what differs spoils those who refer to it."""
        referrers: dict[Key, list[Key]] = {}
        spoilt: list[Key] = []
        waiting = [first]
        self._same[first.key] = True
        while waiting:
            target = waiting.pop()
            inside = self._inside(target)
            if inside is None or any(self._same.get(other.key) is False for other in inside):
                spoilt.append(target.key)
            for other in inside or ():
                referrers.setdefault(other.key, []).append(target.key)
                if other.key not in self._same:
                    self._same[other.key] = True
                    waiting.append(other)
        while spoilt:
            key = spoilt.pop()
            self._same[key] = False
            spoilt.extend(k for k in referrers.get(key, ()) if self._same[k])

    def _inside(self, target: _Target) -> list[_Target] | None:
        """The references in what a reference leads to; None when that differs."""
        reference = orjson.loads(b'"' + target.key[2] + b'"')
        old, new = target.old.target(reference), target.new.target(reference)
        if old is None and new is None:
            return []
        if old is None or new is None:
            return None
        text = self.text(old, new, (_text(old.value), _text(new.value)))
        if text is None:
            return None
        homes = (old.home, new.home)
        keys = ((id(homes[0]), id(homes[1]), found) for found in _references(text))
        return [_Target(key, *homes) for key in keys]


def _references(text: bytes) -> set[bytes]:
    """All that a text refers to."""
    found = set(REFERENCE.findall(text)) if b'"$ref"' in text else set[bytes]()
    return found.union(references(text)) if b'"mapping"' in text else found


def _plain_text(value: Json, mixed: bool) -> bytes:
    try:
        return _text(_plain(value, mixed))
    except _UnsureError:
        return UNSURE


def _text(value: Json) -> bytes:
    """The value as JSON; nothing where it holds what JSON cannot, such as half a character."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return UNSURE


class _UnsureError(Exception):
    """A reference with something beside it, which only 3.1 regards."""


def _plain(value: Json, mixed: bool) -> Json:
    """A schema without remarks; where nothing but remarks was, it is `{}`."""
    if not isinstance(value, dict):
        return value
    found: dict[str, Json] = {}
    for key, child in value.items():
        if key in TEXT or key.startswith("x-"):
            continue
        if key in MAPS and isinstance(child, dict):
            found[key] = {name: _plain(schema, mixed) for name, schema in child.items()}
        elif key in LISTS and isinstance(child, list):
            found[key] = [_plain(schema, mixed) for schema in child]
        elif key in SINGLE:
            found[key] = _plain(child, mixed)
        else:
            found[key] = child
    if mixed and "$ref" in found and len(found) > 1:
        raise _UnsureError
    return found
