"""Content negotiation by `Accept` (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache


@lru_cache(maxsize=256)
def accepted(header: str) -> tuple[tuple[str, str, float], ...]:
    """The media ranges of an `Accept` header as (type, subtype, quality); of none: any."""
    found = []
    for part in header.lower().split(","):
        media, *parameters = part.split(";")
        kind, _, sub = media.strip().partition("/")
        if kind:
            found.append((kind, sub or "*", _quality(parameters)))
    return tuple(found) or (("*", "*", 1.0),)


def choose(available: Sequence[str], accept: str) -> int | None:
    """The index of the media type that the caller likes best, the earlier one at a tie.

    An available type may itself be a range, as documents say `*/*`: it then fits anything.
    """
    ranges = accepted(accept)
    best, chosen = 0.0, None
    for index, media in enumerate(available):
        quality = _liking(media.partition(";")[0].strip().lower(), ranges)
        if quality > best:
            best, chosen = quality, index
    return chosen


def _liking(media: str, ranges: tuple[tuple[str, str, float], ...]) -> float:
    """The quality that the most specific fitting range gives."""
    kind, _, sub = media.partition("/")
    best = (-1, 0.0)
    for wanted_kind, wanted_sub, quality in ranges:
        fits_kind = wanted_kind in {"*", kind} or kind == "*"
        fits_sub = wanted_sub in {"*", sub} or sub == "*"
        if fits_kind and fits_sub:
            best = max(best, ((wanted_kind != "*") + (wanted_sub != "*"), quality))
    return best[1]


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.strip().partition("=")
        if name == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
