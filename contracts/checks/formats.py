"""Texts are in the form that the document names, or shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit
from uuid import UUID

from contracts.checks.said import Wrong, finding
from contracts.checks.spots import spots
from contracts.checks.telling import told
from contracts.finding import Finding
from contracts.observed import Observed
from contracts.schema.pointers import pointer
from contracts.schema.validators import MOST_KEPT
from contracts.schema.walking import Ground, Spot

MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)  # RFC 3339, 5.6
COMPACT_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d{4}", re.ASCII)
"""ISO 8601 with an offset that has no colon, which RFC 3339 does not allow."""

NUMBER = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
"""E.164: at most 15 digits, the first of a country code never 0."""

DIALLED = re.compile(r"[+\d() .-]+", re.ASCII)
LONGEST_CODE = 6
"""Signs of a short code. Source: CTIA's Short Code Registry, "five- or six-digit numbers"."""

AMOUNT = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
UUID_TEXT = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def is_moment(text: str) -> bool:
    return bool(MOMENT.fullmatch(text)) and _is_date(text[:10])


def is_compact_moment(text: str) -> bool:
    return bool(COMPACT_MOMENT.fullmatch(text)) and _is_date(text[:10])


def is_date(text: str) -> bool:
    return len(text) == 10 and _is_date(text)


def is_uuid(text: str) -> bool:
    return bool(UUID_TEXT.fullmatch(text)) and bool(UUID(text))


def is_amount(text: str) -> bool:
    try:
        return bool(AMOUNT.fullmatch(text)) and Decimal(text).is_finite()
    except InvalidOperation:
        return False


def is_uri(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return bool(parts.scheme) and bool(parts.netloc or parts.path) and not re.search(r"\s", text)


def is_ipv4(text: str) -> bool:
    return _is_made(IPv4Address, text)


def is_ipv6(text: str) -> bool:
    return _is_made(IPv6Address, text)


def is_number(text: str) -> bool:
    return bool(NUMBER.fullmatch(text))


def is_email(text: str) -> bool:
    return bool(EMAIL.fullmatch(text))


NAMED: Mapping[str, Callable[[str], bool]] = {
    "date-time": is_moment,
    "date": is_date,
    "uuid": is_uuid,
    "email": is_email,
    "uri": is_uri,
    "ipv4": is_ipv4,
    "ipv6": is_ipv6,
    "decimal": is_amount,
    "e164": is_number,
    "+E.164": is_number,
    "E.164": is_number,
    "phone-number": is_number,
}
"""Formats that a schema may name, those that validators do not know among them."""

SHOWN: Mapping[str, Callable[[str], bool]] = {
    "date-time": is_moment,
    "date-time without a colon": is_compact_moment,
    "date": is_date,
    "uuid": is_uuid,
    "decimal": lambda text: is_amount(text) and "." in text,
    "E.164": is_number,
    "uri": lambda text: is_uri(text) and "://" in text,
}
"""Formats that are read off examples, where a schema names none; the first that fits all."""

STRICTER = ("format", "pattern", "enum", "const")
"""Keywords that say more exactly than an example what a text looks like."""


def formats_held(observed: Observed) -> Iterator[Finding]:
    """A text has the format of its schema, or of all examples that are shown of it."""
    missed: dict[str, Wrong] = {}
    for spot in spots(observed):
        if isinstance(spot.value, str) and (name := _missed(spot.ground, spot.value)):
            wrong = _wrong(spot, name)
            if wrong.severity == "error" or not _may_be_asked_for(observed, spot):
                missed.setdefault(wrong.pointer, wrong)
    for wrong in missed.values():
        yield finding(observed, "formats_held", wrong)


def _may_be_asked_for(observed: Observed, spot: Spot) -> bool:
    """Whether clients say what stands here, free as they are: who says something odd hears it."""
    name = next((step for step in reversed(spot.path) if isinstance(step, str)), "")
    return name in observed.promise.inputs


def _missed(ground: Ground, text: str) -> str:
    """The name of the format that the text should have and has not."""
    named, shown = _wanted(ground)
    for name in named:
        if not NAMED[name](text):
            return name
    return shown if shown and text and not _like_examples(shown, text) else ""


@lru_cache(maxsize=MOST_KEPT)
def _wanted(ground: Ground) -> tuple[tuple[str, ...], str]:
    """The formats that are named, and the one that is shown where nothing says it more exactly."""
    named = tuple(one["format"] for one in ground.schemas if one.get("format") in NAMED)
    said = any(word in one for one in ground.schemas for word in STRICTER)
    texts = [one for one in ground.examples if isinstance(one, str) and one]
    if said or not texts:
        return named, ""
    return named, next((name for name, test in SHOWN.items() if all(map(test, texts))), "")


def _like_examples(name: str, text: str) -> bool:
    """An amount may do without a fraction; who writes may be a name or a short code."""
    if name == "E.164":
        return is_number(text) or not DIALLED.fullmatch(text) or len(text) <= LONGEST_CODE
    return is_amount(text) if name == "decimal" else SHOWN[name](text)


def _wrong(spot: Spot, name: str) -> Wrong:
    is_named = any(one.get("format") == name for one in spot.ground.schemas)
    return Wrong(
        keyword="format" if is_named else "format-of-examples",
        expected=f"a text in the format {name}" + ("" if is_named else ", as the examples are"),
        actual=told(spot.value),
        pointer=pointer(spot.path),
        severity="error" if is_named else "warning",
    )


def _is_date(text: str) -> bool:
    try:
        datetime.strptime(text, "%Y-%m-%d")  # noqa: DTZ007 - a date has no zone
    except ValueError:
        return False
    return True


def _is_made(kind: Callable[[str], object], text: str) -> bool:
    try:
        kind(text)
    except ValueError:
        return False
    return True
