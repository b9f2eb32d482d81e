"""Values told to people without telling what they say."""

from __future__ import annotations

import re
from typing import Any

Json = Any

LONGEST = 60
WORD = re.compile(r"[A-Za-z][A-Za-z_. -]{0,40}")
"""What may be said as it is: a name of a state or kind, without a digit in it."""

MASKED = (
    (re.compile(r"[0-9]"), "9"),
    (re.compile(r"[a-z]"), "a"),
    (re.compile(r"[A-Z]"), "A"),
    (re.compile(r"[^\x00-\x7f]"), "?"),
)


def told(value: Json) -> str:
    """The kind of a value, and of a text its shape: "text 9999-99-99"."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int | float):
        return f"number {shape(str(value))}"
    if isinstance(value, str):
        return f"text {shape(value)}" if value else "an empty text"
    return f"list of {len(value)}" if isinstance(value, list) else "object"


def shape(text: str) -> str:
    """Each digit a 9, each letter an a: "+49 30" is "+99 99"."""
    masked = text[:LONGEST]
    for sign, stands in MASKED:
        masked = sign.sub(stands, masked)
    return masked + ("..." if len(text) > LONGEST else "")


def word(value: Json) -> str:
    """A value that stands where only names are expected: itself if it is one, else its shape."""
    return value if isinstance(value, str) and WORD.fullmatch(value) else told(value)
