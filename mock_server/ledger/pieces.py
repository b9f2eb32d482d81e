"""From the pieces of a row, one after the other, to rows that are quickly made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mock_server.ledger.field import C, Indexes
from mock_server.ledger.rows import ELSEWHERE, Blank, Gap, Rows

FAST_WIDTHS = (1, 2, 4, 8, 16, 32)
SPARE = 3
"""NumPy moves items of these widths at twice the speed of others (measured, 2.4), so a gap up to
`SPARE` bytes narrower is widened. One byte more costs some 0.6 ns when NULs are taken out."""

NUL_NS = 0.6
LONG_TEXT_NS = 60.0
SPLIT_NS = 100.0
"""What an empty byte of a gap, a text put in later, and being prepared for such texts cost per row;
measured, and only their ratio counts: it decides how the bytes are made, never what they are."""

Texts: TypeAlias = tuple[bytes, ...] | NDArray[np.bytes_]


@dataclass(frozen=True, slots=True)
class Choice(Generic[C]):
    """One of several texts, as they are written.

    Args:
        name: of the field, for complaints.
        texts: at least one; those in an array are never merged with others.
        index: which one, for each record.
    """

    name: str
    texts: Texts
    index: Callable[[C], Indexes]


@dataclass(frozen=True, slots=True)
class Maybe(Generic[C]):
    """Pieces that give way to `blank` in the records that `absent` names."""

    pieces: tuple[bytes | Choice[C], ...]
    blank: bytes
    absent: Callable[[C], NDArray[np.bool_]]


Piece: TypeAlias = bytes | Choice[C] | Maybe[C]


def compiled(pieces: Iterable[Piece[C]]) -> Rows[C]:
    """Rows that hold the pieces in this order. No text may contain NUL or the byte 0xFF."""
    template = b""
    gaps: list[Gap[C]] = []
    blanks: list[Blank[C]] = []
    long = [b""]
    for piece in _merged(pieces):
        start = len(template)
        stretch, inside = _laid_out(piece, start, long)
        if isinstance(piece, Maybe):
            stretch = stretch.ljust(len(piece.blank), b"\0")
            blank = piece.blank.ljust(len(stretch), b"\0")
            blanks.append(Blank(start, stretch, blank, piece.absent))
        template += stretch
        gaps += inside
    return Rows(template, tuple(gaps), tuple(blanks), np.array(long, np.object_))


def _merged(pieces: Iterable[Piece[C]]) -> list[Piece[C]]:
    done: list[Piece[C]] = []
    for piece in pieces:
        done.append(_simplest(piece))
        while _join_last(done):
            pass
    return done


def _simplest(piece: Piece[C]) -> Piece[C]:
    """A choice between equal texts is no choice."""
    if isinstance(piece, Maybe):
        inside = tuple(part for part in _merged(piece.pieces) if not isinstance(part, Maybe))
        return replace(piece, pieces=inside)
    if isinstance(piece, Choice) and isinstance(piece.texts, tuple) and len(set(piece.texts)) == 1:
        return piece.texts[0]
    return piece


def _join_last(done: list[Piece[C]]) -> bool:
    """Whether the last pieces could be made one, as they are then."""
    for count in (2, 3):
        joined = _joined(done[-count:])
        if joined is not None:
            done[-count:] = [joined]
            return True
    return False


def _joined(pieces: list[Piece[C]]) -> Piece[C] | None:
    """Texts beside each other are one text, choices with the same index are one choice."""
    match pieces:
        case [bytes(first), bytes(second)]:
            return first + second
        case [Choice() as first, Choice() as second]:
            return _one_choice(first, b"", second)
        case [Choice() as first, bytes(between), Choice() as second]:
            return _one_choice(first, between, second)
    return None


def _one_choice(first: Choice[C], between: bytes, second: Choice[C]) -> Choice[C] | None:
    heads, tails = first.texts, second.texts
    if not (isinstance(heads, tuple) and isinstance(tails, tuple)):
        return None
    if first.index != second.index or len(heads) != len(tails):
        return None
    texts = tuple(head + between + tail for head, tail in zip(heads, tails, strict=True))
    return replace(first, texts=texts)


def _laid_out(piece: Piece[C], start: int, long: list[bytes] | None) -> tuple[bytes, list[Gap[C]]]:
    """Its stretch of the template, and the gaps in it.

    Args:
        piece: what is laid out.
        start: where the stretch begins.
        long: the long texts of the row, to which those of the piece are added; None when it may
            have none.
    """
    if isinstance(piece, bytes):
        return piece, []
    if isinstance(piece, Choice):
        gap = _gap(piece, start, long)
        return bytes(gap.texts.itemsize), [gap]
    stretch = b""
    gaps: list[Gap[C]] = []
    for part in piece.pieces:
        # What would be put in later could not be blanked.
        more, inside = _laid_out(part, start + len(stretch), None)
        stretch += more
        gaps += inside
    return stretch, gaps


def _gap(choice: Choice[C], start: int, long: list[bytes] | None) -> Gap[C]:
    """The gap that is filled quickest."""
    texts = choice.texts
    if long is None or not isinstance(texts, tuple):
        return _wide_gap(choice, start)
    lengths = [len(text) for text in texts]
    width = _best_width(lengths)
    if width >= max(lengths):
        return _wide_gap(choice, start)
    short = [text if len(text) <= width else ELSEWHERE for text in texts]
    places = [_place(text, long) if len(text) > width else 0 for text in texts]
    return Gap(choice.name, start, _table(np.array(short)), choice.index, np.array(places))


def _wide_gap(choice: Choice[C], start: int) -> Gap[C]:
    """A gap for all texts, be it mostly empty."""
    return Gap(choice.name, start, _table(np.asarray(choice.texts)), choice.index)


def _place(text: bytes, long: list[bytes]) -> int:
    """Where the text is among the long ones from now on."""
    long.append(text)
    return len(long) - 1


def _best_width(lengths: Sequence[int]) -> int:
    """The width of a gap for texts of these lengths, all equally likely, that costs least time."""
    count, ascending = len(lengths), sorted(lengths)
    costs = [
        NUL_NS * length + LONG_TEXT_NS * (count - 1 - position) / count + SPLIT_NS
        for position, length in enumerate(ascending)
    ]
    costs[-1] -= SPLIT_NS
    return max(1, ascending[costs.index(min(costs))])


def _table(texts: NDArray[np.bytes_]) -> NDArray[np.void]:
    width = texts.itemsize
    roomy = next((fast for fast in FAST_WIDTHS if width <= fast <= width + SPARE), width)
    return texts.astype(f"S{roomy}", copy=False).view(f"V{roomy}")
