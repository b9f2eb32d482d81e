"""What kind of text a string is; the text itself is not kept."""

from __future__ import annotations

import re
from hashlib import sha256

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("empty", r""),
        ("date-time", r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?[Zz]"),
        ("date-time+offset", r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d"),
        ("date-time+short-offset", r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?[+-]\d{4}"),
        ("date-time-local", r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?"),
        ("date-time-spaced", r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d(\.\d+)?)?.*"),
        ("date", r"\d{4}-\d\d-\d\d"),
        ("time", r"\d\d:\d\d(:\d\d)?"),
        ("uuid", r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
        ("uuid-upper", r"[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}"),
        ("email", r"[^@\s]+@[^@\s]+\.[^@\s]+"),
        ("uri", r"[a-z][a-z0-9+.-]*://\S+"),
        ("ipv4", r"(\d{1,3}\.){3}\d{1,3}"),
        ("phone", r"\+\d{7,15}"),
        ("boolean-text", r"true|false|True|False"),
        ("integer-text", r"-?\d+"),
        ("decimal-text", r"-?\d+\.\d+"),
        ("decimal-comma", r"-?\d+,\d+"),
        ("exponent-text", r"-?\d(\.\d+)?[eE]-?\d+"),
        ("hex", r"(?=.*\d)[0-9a-f]{16,}"),
        ("hex-upper", r"(?=.*\d)[0-9A-F]{16,}"),
        ("path", r"/\S*"),
    )
)

_WORD = re.compile(r"[a-z][a-z0-9]*([_.-][a-z0-9]+)*|[A-Z][A-Z0-9]*([_.-][A-Z0-9]+)*")
LONGEST_WORD = 40
_NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?")


def kind_of(text: str) -> str:
    """The kind of a string: a format, "word" for what could be an enum's value, else "text"."""
    for name, pattern in _KINDS:
        if pattern.fullmatch(text):
            return name
    return "word" if is_word(text) else "text"


def is_word(text: str) -> bool:
    """Whether it could be a value of an enum: one case, no spaces, not too long."""
    return len(text) <= LONGEST_WORD and _WORD.fullmatch(text) is not None


def number_in(text: str) -> float | None:
    """The number that a decimal text says; None where it says none, or is an identifier."""
    return float(text) if _NUMBER.fullmatch(text) else None


def pseudonym(text: str, salt: str) -> str:
    """Stands for a word that no document names: the same word, the same pseudonym."""
    return "~" + sha256(f"{salt}\n{text}".encode()).hexdigest()[:8]
