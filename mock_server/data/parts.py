"""What a document is put together from, and how a leaf becomes pieces of a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import orjson

from mock_server.data.field import words_of
from mock_server.data.judge import Judge
from mock_server.data.leaves import HEIGHT, LeafColumn
from mock_server.data.paging import is_page_field
from mock_server.data.schema import Trail
from mock_server.data.template import FREE, TAIL_DIGITS, Column, Piece, Slot
from mock_server.spec.operation import Json

SHARED = 0
"""The group of all columns that depend on the scene, so that they agree."""

# Objects that only wrap what a document is about (customs of many APIs; our choice).
ENVELOPES = frozenset(
    ("data", "result", "response", "resource", "item", "record", "payload", "object", "attributes")
)
# So many of the names around a leaf say whose it is; the more, the fewer leaves are alike.
_SCOPE = 2
# The path of a main list has two names at most; what is deeper inside is nowhere special.
_DISTINCT = 3
_HEX = frozenset(b"0123456789abcdef")
_TAILS = (b"0" * TAIL_DIGITS, b"f" * TAIL_DIGITS, b"1a2b3c4d5e6f", b"9e8d7c6b5a40")
_TRIED = 8
_ID_WORDS = frozenset(("id", "uuid", "guid", "sid", "ref", "reference", "key", "token", "hash"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a schema stands in the document.

    Args:
        name: what the value is called.
        path: the names of what is around it.
        scope: the last of them without wrappers: each of these has a scene of its own.
        trail: the references that led here.
        must: whether something has to stand here, if need be the nearest thing.
        sure: whether that is so of everything around it too.
        live: whether slots can be filled here: not inside of lists and drawn wholes.
    """

    name: str = ""
    path: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    trail: Trail = ()
    must: bool = True
    sure: bool = True
    live: bool = True

    @property
    def here(self) -> tuple[str, ...]:
        """The path of what is inside."""
        return (*self.path, self.name) if self.name or self.path else ()

    def member(self, name: str, *, required: bool) -> Place:
        """The place of a property of the object here."""
        scope = self.scope
        if self.name and self.name not in ENVELOPES and self.name not in scope:
            scope = (*scope, self.name)[-_SCOPE:]
        sure = self.sure and required
        return replace(self, name=name, path=self.here, scope=scope, must=required, sure=sure)

    @property
    def likeness(self) -> tuple[object, ...]:
        """Equal where equal schemas give equal parts, except for their groups."""
        path: object = self.path
        if not self.live and len(self.path) > _DISTINCT:
            path = (len(self.path), self.path.count(""))
        trail = tuple(sorted(self.trail))
        return (self.name, path, self.scope, trail, self.must, self.sure, self.live)

    @property
    def is_open(self) -> bool:
        """Whether it is the document's own level: at the top, or right under an envelope."""
        return self.live and (not self.path or (len(self.path) == 1 and self.path[0] in ENVELOPES))


@dataclass(frozen=True, slots=True)
class Filled:
    """What is filled in per request: echoed names, and the path of the main list."""

    echo: frozenset[str] = frozenset()
    main: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A leaf with its column, while the object around it is still being settled."""

    place: Place
    column: LeafColumn
    judge: Judge
    keywords: Mapping[str, Json]
    group: int


Part: TypeAlias = list[Piece] | Drawn


def regrouped(part: Part, groups: Iterator[int]) -> Part:
    """The same part for another place, to be drawn independently of the first one."""
    if isinstance(part, Drawn):
        return replace(part, group=next(groups))
    fresh: dict[int, int] = {SHARED: SHARED, FREE: FREE}
    for piece in part:
        if isinstance(piece, Column) and piece.group not in fresh:
            fresh[piece.group] = next(groups)
    return [
        Column(piece.fragments, fresh[piece.group]) if isinstance(piece, Column) else piece
        for piece in part
    ]


def leaf_pieces(drawn: Drawn, filled: Filled) -> list[Piece]:
    """A leaf as pieces: filled in per request, with a tail of its own, or simply drawn."""
    place, keywords = drawn.place, drawn.keywords
    group = SHARED if drawn.column.shared else drawn.group
    column = Column(drawn.column.texts, group)
    if place.is_open and place.name in filled.echo:
        return [Slot("echo", place.name, column, schema=keywords, judge=drawn.judge)]
    tells_of_list = filled.main is not None and place.live and len(place.path) <= 1
    if tells_of_list and is_page_field(place.name, keywords):
        return [Slot("page", place.name, column, schema=keywords)]
    if takes_tails(drawn):
        heads = tuple(text[: -TAIL_DIGITS - 1] for text in column.fragments)
        return [Column(heads, group), Slot("tail"), b'"']
    return [column]


def takes_tails(drawn: Drawn) -> bool:
    """Whether any twelve hex digits may end the values, and it makes sense that they do."""
    texts, keywords = drawn.column.texts, drawn.keywords
    if keywords.get("format") != "uuid" and _ID_WORDS.isdisjoint(words_of(drawn.place.name)[-1:]):
        return False
    if len(set(texts)) == 1 or not all(map(_ends_in_hex, texts)):
        return False
    heads = (text[: -TAIL_DIGITS - 1] for text in texts[:_TRIED])
    changed = (orjson.loads(b'%b%b"' % (head, tail)) for head in heads for tail in _TAILS)
    return all(map(drawn.judge.accepts, changed))


def _ends_in_hex(text: bytes) -> bool:
    """Whether a JSON text is a string whose end may be replaced by other hex digits."""
    tail = text[-TAIL_DIGITS - 1 : -1]
    return text[:1] == b'"' and len(text) >= TAIL_DIGITS + 2 and _HEX.issuperset(tail)


def column_of(texts: list[bytes], group: int) -> Column:
    """Texts repeated to the height that all columns have."""
    return Column(tuple(texts[i % len(texts)] for i in range(HEIGHT)), group)
