"""A JSON value as it may be told: its shape, with pseudonyms, classes of length and magnitudes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from contracts.evidence.names import PEOPLE, TEXTS, is_amount, is_secret, plain
from contracts.evidence.phones import phone_pseudonym
from contracts.evidence.pseudonyms import Pseudonyms, length_class
from contracts.evidence.veil import REDACTED, Veil

Json = Any

MOST_ITEMS = 3
MOST_FIELDS = 60
DEEPEST = 8
LONGEST_WORD = 40

_DECIMAL = re.compile(r"-?\d+\.\d+")
_INTEGER = re.compile(r"-?\d{1,7}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_TELLING = (_DECIMAL, _INTEGER, _MOMENT, re.compile(r"[a-z]+/[a-z0-9.+-]+", re.IGNORECASE))
_WORD = re.compile(r"[a-z]+(?:[_.-][a-z]+)*|[A-Z]+(?:[_-][A-Z]+)*|[a-z]+(?:[A-Z][a-z]+)+")
_MIXED = re.compile(r"(?=[^\s]*\d)[A-Za-z0-9_:.=-]{6,}")
_HOSTED = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://[^/?#]*", re.IGNORECASE)


def shape(value: Json, veil: Veil, name: str = "", depth: int = 0) -> Json:
    """What may be told of a value that stands under `name`.

    Lists are told by their first items and how many more there are; objects by their fields.
    """
    if name and is_secret(name) and value not in (None, ""):
        return REDACTED
    if isinstance(value, dict):
        return _object(value, veil, depth) if depth < DEEPEST else f"object of {len(value)}"
    if isinstance(value, list):
        return _list(value, veil, name, depth) if depth < DEEPEST else f"list of {len(value)}"
    if isinstance(value, str):
        return text_shape(veil.masked(value), veil.pseudonyms, name)
    if isinstance(value, bool) or value is None:
        return value
    return number_shape(value, name, veil.pseudonyms)


def text_shape(text: str, pseudonyms: Pseudonyms, name: str = "") -> str:
    """A text by what it is: a moment, a word of an enumeration, an id, a number, or its length."""
    called = plain(name)
    if not text or text == REDACTED:
        return text
    if called in TEXTS:
        return f"({length_class(text)})"
    if is_amount(name) and _DECIMAL.fullmatch(text):
        return magnitude(text)
    if any(form.fullmatch(text) for form in _TELLING):
        return text
    return pseudonyms.name(text) if called in PEOPLE else _other(text, pseudonyms)


def _other(text: str, pseudonyms: Pseudonyms) -> str:
    """Something of the same kind where the kind is known, else a word, an id or a length."""
    other = pseudonyms.text(text)
    if found := _HOSTED.match(text):
        return f"{found['scheme']}://host.example/({length_class(text)})"
    if other != text and " " not in text:
        return other
    if _WORD.fullmatch(text) and len(text) <= LONGEST_WORD:
        return text
    return pseudonyms.id(text) if _MIXED.fullmatch(text) else f"({length_class(text)})"


def number_shape(number: float, name: str, pseudonyms: Pseudonyms) -> float | str:
    """Amounts keep their magnitude; an integer that is a valid phone number becomes another."""
    if is_amount(name) and math.isfinite(number):
        return type(number)(float(magnitude(repr(number))))
    if isinstance(number, int) and number > 9_999_999:
        other = phone_pseudonym(str(number), pseudonyms.digits)
        return int(other) if other else int(magnitude(str(number)))
    return number


def magnitude(decimal: str) -> str:
    """The power of ten at or below an amount, with its sign and as many decimals: 12.34, 10.00."""
    number = Decimal(decimal)
    if not number:
        return decimal
    power = Decimal(1).scaleb(number.adjusted()).copy_sign(number)
    exponent = number.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"{power:.{decimals}f}"


def _object(value: dict[str, Json], veil: Veil, depth: int) -> dict[str, Json]:
    told = {
        veil.text(name): shape(one, veil, name, depth + 1)
        for name, one in list(value.items())[:MOST_FIELDS]
    }
    more = len(value) - MOST_FIELDS
    return {**told, "...": f"{more} more fields"} if more > 0 else told


def _list(value: Iterable[Json], veil: Veil, name: str, depth: int) -> list[Json]:
    items = list(value)
    told = [shape(one, veil, name, depth + 1) for one in items[:MOST_ITEMS]]
    more = len(items) - MOST_ITEMS
    return [*told, f"... {more} more"] if more > 0 else told
