"""JSON values as text that is equal when the values are."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

import orjson

Json = Any

LARGEST = 1e300
"""Bounds beyond any number that is sent are none."""


def canonical(value: Json) -> str:
    """Equal for equal values, whatever the order of keys: 1.0 is 1, and NaN is NaN."""
    if type(value) is str:
        return orjson.dumps(value).decode() if value.isprintable() else repr(value)
    try:
        return orjson.dumps(_plain(value), option=orjson.OPT_SORT_KEYS).decode()
    except TypeError:  # half a character, or a key that is none
        return json.dumps(_plain(value), sort_keys=True)


def _plain(value: Json) -> Json:
    if isinstance(value, float):
        if not isfinite(value):
            return str(value)
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, int) and abs(value) >= 2**63:
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def number(value: Json) -> float | int | None:
    """A number, also where it was written as text; None when it is none."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if abs(value) > LARGEST or value != value:  # noqa: PLR0124 - that is what NaN is
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def count(value: Json) -> int | None:
    found = number(value)
    return found if isinstance(found, int) and found >= 0 else None
