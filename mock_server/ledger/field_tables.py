"""Frozen tables of digits, dates and times of day: made once in a process, by integers only."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.bytes_]

GROUP = 10_000
"""Numbers are printed in groups of four digits: the largest table that stays in a core's cache."""

DAY_MS = 86_400_000
LAST_YEAR = 2099
END_MS = int(np.datetime64(f"{LAST_YEAR + 1}-01-01", "ms").astype(np.int64))
"""Moments are at 1970 or later, and before this."""


@cache
def padded(width: int) -> Texts:
    """All numbers of `width` digits, with leading zeros."""
    return _frozen(_digits(np.arange(10**width), width))


@cache
def hexadecimal(width: int) -> Texts:
    """All numbers of `width` hexadecimal digits, in lower case and with leading zeros."""
    numbers = np.arange(16**width)
    alphabet = np.frombuffer(b"0123456789abcdef", np.uint8)
    return _frozen(np.stack([alphabet[numbers >> 4 * k & 15] for k in reversed(range(width))], 1))


@cache
def unpadded() -> Texts:
    """The numbers below `GROUP`, without leading zeros."""
    return _locked(np.array([b"%d" % number for number in range(GROUP)]))


@cache
def leading() -> Texts:
    """Like `unpadded`, with nothing for 0: the first group of a number that may be shorter."""
    return _locked(np.array([b"", *unpadded()[1:].tolist()]))


@cache
def group(*, last: bool) -> Texts:
    """A group after the first: with leading zeros, then (from `GROUP` on) for all zeros before it.

    Args:
        last: a zero is printed even when nothing is before it.
    """
    return _locked(np.concatenate([padded(4), unpadded() if last else leading()]))


@cache
def fraction_head(least: int) -> Texts:
    """Four digits after a point, in full, then (from `GROUP` on) for zeros behind them: trimmed.

    Args:
        least: digits that trimming leaves.
    """
    digits = _digits(np.arange(GROUP), 4)
    both = (_after_point(digits), _after_point(_trimmed(digits, least)))
    return _frozen(np.concatenate(both))


@cache
def fraction_tail(least: int) -> Texts:
    """The last four of eight digits, trimmed to at least so many."""
    return _frozen(_trimmed(_digits(np.arange(GROUP), 4), least))


@cache
def days() -> Texts:
    """2026-03-04, by days since 1970-01-01."""
    numbers = np.arange(END_MS // DAY_MS)
    dates = numbers.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month = months.astype(np.int64) % 12 + 1
    year = months.astype("datetime64[Y]").astype(np.int64) + 1970
    day = (dates - months).astype(np.int64) + 1
    return _frozen(_joined("-", _digits(year, 4), _digits(month, 2), _digits(day, 2)))


@cache
def clock() -> Texts:
    """05:06:07, by seconds of the day."""
    s = np.arange(86_400)
    numbers = (s // 3600, s // 60 % 60, s % 60)
    return _frozen(_joined(":", *(_digits(number, 2) for number in numbers)))


def _trimmed(digits: NDArray[np.uint8], least: int) -> NDArray[np.uint8]:
    """Without the zeros at the end of each row, beyond `least` of its digits."""
    significant = np.flip(digits != ord("0"), axis=1)
    zeros = np.where(significant.any(axis=1), significant.argmax(axis=1), digits.shape[1])
    kept = np.maximum(digits.shape[1] - zeros, least)
    return np.where(np.arange(digits.shape[1]) < kept[:, None], digits, 0).astype(np.uint8)


def _after_point(digits: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A point before each row that has digits."""
    point = np.where(digits[:, :1] > 0, ord("."), 0).astype(np.uint8)
    return np.concatenate((point, digits), axis=1)


def _digits(numbers: NDArray[np.int64], width: int) -> NDArray[np.uint8]:
    powers = (10**k for k in reversed(range(width)))
    return np.stack([(numbers // power % 10 + ord("0")).astype(np.uint8) for power in powers], 1)


def _joined(separator: str, *columns: NDArray[np.uint8]) -> NDArray[np.uint8]:
    between = np.full((len(columns[0]), 1), ord(separator), np.uint8)
    pieces = [piece for column in columns for piece in (between, column)]
    return np.concatenate(pieces[1:], axis=1)


def _frozen(characters: NDArray[np.uint8]) -> Texts:
    rows = np.ascontiguousarray(characters)
    return _locked(rows.view(f"S{rows.shape[1]}").reshape(-1))


def _locked(texts: Texts) -> Texts:
    texts.setflags(write=False)
    return texts
