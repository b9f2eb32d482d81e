"""Whether a pattern can fit any path of a template, such as `/v2/reports/{id}`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 2_000
"""Signs of a pattern; no path that is served is as long. Our own bound."""

_PIECES = re.compile(r"\{[^{}]*\}|[^{]|\{")


@dataclass(frozen=True, slots=True)
class Piece:
    """A place in a text.

    Args:
        sign: the one that is there; empty for any.
        spans: whether any sign may be "/", too.
        repeats: whether there may be any number of it, none included.
    """

    sign: str = ""
    spans: bool = True
    repeats: bool = False

    def meets(self, other: Piece) -> bool:
        if self.sign and other.sign:
            return self.sign == other.sign
        has_slash = "/" in (self.sign, other.sign)
        return not has_slash or (self.spans and other.spans)


def can_fit(template: str, pattern: str) -> bool:
    """Whether there is a path of the template that the pattern fits, as `matching.fits` has it."""
    if len(pattern) > LONGEST:
        return False
    ours, theirs = _of_template(template), _of_pattern(pattern)
    waiting, seen = [(0, 0)], set()
    while waiting:
        place = waiting.pop()
        if place == (len(ours), len(theirs)):
            return True
        if place not in seen:
            seen.add(place)
            waiting += _next(ours, theirs, place)
    return False


def _next(
    ours: Sequence[Piece], theirs: Sequence[Piece], place: tuple[int, int]
) -> list[tuple[int, int]]:
    """Where two texts can go on together."""
    at, there = place
    one = ours[at] if at < len(ours) else None
    other = theirs[there] if there < len(theirs) else None
    found = []
    if one and one.repeats:
        found.append((at + 1, there))
    if other and other.repeats:
        found.append((at, there + 1))
    if one and other and one.meets(other):
        found.append((at + (not one.repeats), there + (not other.repeats)))
    return found


def _of_template(template: str) -> list[Piece]:
    """A parameter is one sign or more, none of them a slash."""
    found: list[Piece] = []
    for piece in _PIECES.findall(template):
        if len(piece) > 1:
            found += (Piece(spans=False), Piece(spans=False, repeats=True))
        else:
            found.append(Piece(piece))
    return found


def _of_pattern(pattern: str) -> list[Piece]:
    kinds = {"*": Piece(repeats=True), "?": Piece()}
    return [kinds.get(sign, Piece(sign)) for sign in pattern]
