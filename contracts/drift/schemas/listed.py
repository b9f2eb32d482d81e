"""What a bound says of values that are listed: nothing, where all of them meet it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from contracts.drift.schemas.facets import Facet, Facets
from contracts.drift.schemas.values import number

Json = Any

LONGEST = 64
"""ASSUMED: listed values are shorter; a pattern is not tried on what is longer."""
MOST_CHOICES = 3
"""Of a pattern that is tried: each one multiplies the time by the length of the value."""
CHOICE = re.compile(r"[+*?]|,\d*\}")
PLAIN = re.compile(r"\^?(?:[\w .:@/-]|\\[dw.-]|\[(?:[^\\\[\]]|\\.)*\]|\{\d+(?:,\d*)?\}|[+*?])*\$?")
"""Patterns that mean the same in Python: no groups, no alternatives, no words of other dialects."""


def without_met(facets: Facets, values: Iterable[str]) -> Facets:
    """The bounds that do take some of the listed values away."""
    listed = tuple(values)
    return {
        keyword: facet
        for keyword, facet in facets.items()
        if not all(meets(value, keyword, facet) for value in listed)
    }


def meets(value: str, keyword: str, facet: Facet) -> bool:
    """Whether a listed value, in its canonical text, certainly meets a bound."""
    try:
        found = json.loads(value)
    except ValueError:
        return False
    if isinstance(found, str):
        return _text_meets(found, keyword, facet)
    if isinstance(found, int | float) and not isinstance(found, bool):
        return _number_meets(found, keyword, facet)
    return False


def _text_meets(value: str, keyword: str, facet: Facet) -> bool:
    if keyword == "pattern":
        return len(value) <= LONGEST and _is_plain(facet.text) and _found(facet.text, value)
    if facet.tightness is None:
        return False
    size = facet.tightness[0]
    return {"minLength": len(value) >= size, "maxLength": len(value) <= -size}.get(keyword, False)


def _is_plain(pattern: str) -> bool:
    return PLAIN.fullmatch(pattern) is not None and len(CHOICE.findall(pattern)) <= MOST_CHOICES


def _found(pattern: str, value: str) -> bool:
    try:
        return re.search(pattern, value, re.ASCII) is not None
    except re.error:
        return False


def _number_meets(value: float, keyword: str, facet: Facet) -> bool:
    if keyword == "multipleOf":
        step = number(facet.text)
        return bool(step) and (Fraction(str(value)) / Fraction(facet.text)).denominator == 1
    if facet.tightness is None or len(facet.tightness) != 2:
        return False
    bound, exclusive = facet.tightness
    if keyword == "minimum":
        return value > bound or (value == bound and not exclusive)
    return keyword == "maximum" and (value < -bound or (value == -bound and not exclusive))
