"""Documents rendered by drawing: columns of ready fragments, picked by the bytes of a digest.

This is the path of every request, so it is dense: constants are folded into the fragments that
follow them, columns which must agree share one byte of chance, and rendering is one C-level `map`
over columns and bytes. A tail (12 hex digits that make an id unique) is written over its column.
"""

from __future__ import annotations

from binascii import hexlify
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import shake_128
from operator import getitem, itemgetter
from typing import Protocol, TypeAlias

from mock_server.data.judge import Judge
from mock_server.spec.operation import Json

TAIL_BYTES = 6
TAIL_DIGITS = 2 * TAIL_BYTES
CHANCE_BYTES = 5
"""How much chance it takes to choose the items of a list."""
FREE = -1
"""The group of columns whose fragments are all equal: any index will do."""
# Columns of more bytes than this are seldom met twice.
_MOST_SHARED = 4096


@dataclass(frozen=True, slots=True)
class Column:
    """Equally likely fragments; columns of one `group` are always drawn at the same index."""

    fragments: tuple[bytes, ...]
    group: int


class Items(Protocol):
    """What a list takes its items from."""

    def count(self, size: int | None, chance: int) -> int: ...

    def parts(self, count: int, chance: bytes, seed: bytes) -> list[bytes]: ...

    def ready(self, chance: int) -> tuple[int, bytes] | None: ...


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that is filled per request, over what its column says, if it has one.

    Args:
        kind: "tail", "echo", "page" or "list".
        name: of the property, for "echo" and "page".
        column: what stands there when nothing is filled in.
        schema: of the property, for "page".
        judge: what an echoed value is shown to.
        rows: where a list's items come from.
    """

    kind: str
    name: str = ""
    column: Column | None = None
    schema: Mapping[str, Json] = field(default_factory=dict)
    judge: Judge | None = None
    rows: Items | None = None


Piece: TypeAlias = bytes | Column | Slot


class Template:
    """A sequence of pieces made ready to be drawn.

    Args:
        pieces: constants, columns and slots in the order of the text.
        height: how many fragments each column has; a power of two, at most 256.

    `slots` maps the index in what `draw` returns to the slot there; `length` is how many bytes of
    chance a draw takes.
    """

    __slots__ = ("_columns", "_mask", "_pick", "_tails", "length", "slots")

    def __init__(self, pieces: Sequence[Piece], height: int) -> None:
        folded = _fold(pieces, height)
        columns = [_column_of(piece, height) for piece in folded]
        groups: dict[int, int] = {}
        picked = [groups.setdefault(column.group, len(groups)) for column in columns]
        self._columns = tuple(column.fragments for column in columns)
        self._mask = bytes(value % height for value in range(256))
        self._pick = itemgetter(*picked)
        self.slots = {i: piece for i, piece in enumerate(folded) if isinstance(piece, Slot)}
        tails = [i for i, slot in self.slots.items() if slot.kind == "tail"]
        start = len(groups) + 1
        self._tails = tuple((at, start + TAIL_BYTES * i) for i, at in enumerate(tails))
        self.length = start + TAIL_BYTES * len(tails) + CHANCE_BYTES

    def draw(self, chance: bytes) -> list[bytes]:
        """The fragments in order, slots other than tails empty."""
        fragments: list[bytes] = list(
            map(getitem, self._columns, self._pick(chance.translate(self._mask)))
        )
        for at, start in self._tails:
            fragments[at] = hexlify(chance[start : start + TAIL_BYTES])
        return fragments

    def sample(self, seed: bytes) -> bytes:
        """The whole text, its list of a default size."""
        chance = shake_128(seed).digest(self.length)
        fragments = self.draw(chance)
        for at, slot in self.slots.items():
            if slot.rows is not None:
                count = slot.rows.count(None, chance[0])
                fragments[at] = b"".join(slot.rows.parts(count, chance[-CHANCE_BYTES:], seed))
        return b"".join(fragments)

    @property
    def tail(self) -> int | None:
        """Where the first tail is in what `draw` returns."""
        return self._tails[0][0] if self._tails else None


def _fold(pieces: Sequence[Piece], height: int) -> list[Column | Slot]:
    """Constants merged into the column after them, or into the last one before a slot or the end.

    There are always two pieces at least, because `itemgetter` returns a tuple only then.
    """
    folded: list[Column | Slot] = []
    constant = b""
    for piece in pieces:
        if isinstance(piece, bytes):
            constant += piece
            continue
        if isinstance(piece, Column):
            folded.append(Column(_joined(constant, piece.fragments, b""), piece.group))
        else:
            _append(folded, constant, height)
            folded.append(piece)
        constant = b""
    _append(folded, constant, height)
    while len(folded) < 2:
        folded.append(Column((b"",) * height, FREE))
    return folded


def _column_of(piece: Column | Slot, height: int) -> Column:
    if isinstance(piece, Column):
        return piece
    return piece.column or Column((b"",) * height, FREE)


def _append(folded: list[Column | Slot], constant: bytes, height: int) -> None:
    if not constant:
        return
    last = folded[-1] if folded else None
    if isinstance(last, Column):
        folded[-1] = Column(_joined(b"", last.fragments, constant), last.group)
    else:
        folded.append(Column((constant,) * height, FREE))


def _joined(before: bytes, fragments: tuple[bytes, ...], after: bytes) -> tuple[bytes, ...]:
    """The fragments between constants; short ones are shared by all templates that hold them."""
    if sum(map(len, fragments)) > _MOST_SHARED:
        return _between(before, fragments, after)
    return _shared(before, fragments, after)


def _between(before: bytes, fragments: tuple[bytes, ...], after: bytes) -> tuple[bytes, ...]:
    known = {text: before + text + after for text in fragments}
    return tuple(map(known.__getitem__, fragments))


# A document names a property in many operations, and its values are the same in all of them.
_shared = lru_cache(maxsize=4096)(_between)
