"""Patterns of phone numbers, as in numbering.toml, and the heads that they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from math import gcd

_CLASS = re.compile(r"\[([\d-]+)\]|(\d)|(h)")
_SPAN = re.compile(r"(\d)-(\d)|(\d)")


def tail_digits(patterns: Sequence[str]) -> int:
    """How many digits at the end are free.

    Raises:
        ValueError: it is not the same number in all patterns.
    """
    counts = {pattern.count("n") for pattern in patterns}
    if len(counts) != 1:
        raise ValueError(f"these patterns leave {sorted(counts)} digits free: {patterns}")
    return counts.pop()


def heads(calling_code: str, patterns: Sequence[str]) -> list[str]:
    """Every beginning of a number (digits after the plus) that the patterns allow, in order."""
    found = (calling_code + one for pattern in patterns for one in _expanded(pattern.rstrip("n")))
    return list(dict.fromkeys(found))


def scattered(pool: Sequence[str], count: int) -> list[str]:
    """So many of the pool, or all of it, from everywhere in it; always the same ones."""
    # Steps near the golden section of the pool spread evenly, whatever the count.
    step = next(step for step in range(len(pool) * 618 // 1000 + 1, 0, -1) if _whole(step, pool))
    return [pool[step * place % len(pool)] for place in range(min(count, len(pool)))]


def _whole(step: int, pool: Sequence[str]) -> bool:
    return gcd(step, len(pool)) == 1


def _expanded(pattern: str) -> list[str]:
    choices = [_choices(*match.groups()) for match in _CLASS.finditer(pattern)]
    return ["".join(digits) for digits in product(*choices)]


def _choices(several: str | None, digit: str | None, free: str | None) -> str:
    if free:
        return "0123456789"
    return digit or "".join(
        "0123456789"[int(first) : int(last) + 1] if first else one
        for first, last, one in _SPAN.findall(several or "")
    )
