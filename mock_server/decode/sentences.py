"""What a broken rule says to a developer: one sentence per JSON Schema keyword."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import orjson
from jsonschema_rs import ValidationError

_LONGEST_VALUE = 80
"""Characters of a value that a message repeats; assumed: enough to recognise it."""

_MOST_OPTIONS = 12

_FORMATS = {
    "date-time": "an RFC 3339 date-time such as 2025-01-31T12:00:00Z",
    "date": "a date such as 2025-01-31",
    "time": "an RFC 3339 time such as 12:00:00Z",
    "duration": "an ISO 8601 duration such as P1DT12H",
    "email": "an email address",
    "uuid": "a UUID",
    "uri": "an absolute URI",
    "ipv4": "an IPv4 address",
    "ipv6": "an IPv6 address",
    "hostname": "a host name",
    "byte": "Base64",
}


def shown(value: Any) -> str:
    """A value as a message shows it: short, whatever its size."""
    if isinstance(value, str):
        return f"'{_shortened(value)}'" if value else "empty"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    return _shortened(_json(value))


def sentence(error: ValidationError, subject: str) -> str:
    """One sentence on `subject` for an error that is not about one of its members."""
    rule = _RULES.get(type(error.kind).__name__)
    if rule is None:
        return f"{subject} is not what its schema asks for: {_shortened(error.message)}"
    return f"{subject} {rule(error.kind, error.instance)}"


def types(names: Iterable[str]) -> str:
    """The type names with their articles, such as "an integer or null"."""
    words = [name if name == "null" else f"{_article(name)} {name}" for name in names]
    return " or ".join(words)


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeio" else "a"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def _json(value: Any) -> str:
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:  # an integer of more than 64 bits
        return "a very large number" if isinstance(value, int) else type(value).__name__


def _options(values: list[Any]) -> str:
    listed = ", ".join(shown(value) for value in values[:_MOST_OPTIONS])
    return f"{listed} …" if len(values) > _MOST_OPTIONS else listed


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


_RULES: dict[str, Callable[[Any, Any], str]] = {
    "Type": lambda kind, value: f"must be {types(kind.types)}, but is {shown(value)}",
    "Enum": lambda kind, value: f"must be one of {_options(kind.options)}, but is {shown(value)}",
    "Constant": lambda kind, value: f"must be {shown(kind.expected_value)}, but is {shown(value)}",
    "Format": lambda kind, value: (
        f"must be {_FORMATS.get(kind.format, 'a valid ' + kind.format)}, but is {shown(value)}"
    ),
    "Pattern": lambda kind, value: (
        f"must match the pattern {_shortened(kind.pattern)}, but is {shown(value)}"
    ),
    "BacktrackLimitExceeded": lambda _, value: f"is too intricate for its pattern: {shown(value)}",
    "Minimum": lambda kind, value: f"must be at least {kind.limit}, but is {shown(value)}",
    "Maximum": lambda kind, value: f"must be at most {kind.limit}, but is {shown(value)}",
    "ExclusiveMinimum": lambda kind, value: (
        f"must be more than {kind.limit}, but is {shown(value)}"
    ),
    "ExclusiveMaximum": lambda kind, value: (
        f"must be less than {kind.limit}, but is {shown(value)}"
    ),
    "MultipleOf": lambda kind, value: (
        f"must be a multiple of {kind.multiple_of}, but is {shown(value)}"
    ),
    "MinLength": lambda kind, value: (
        f"must be at least {_count(kind.limit, 'character')} long, but is {shown(value)}"
    ),
    "MaxLength": lambda kind, value: (
        f"must be at most {_count(kind.limit, 'character')} long, but has {len(value)}"
    ),
    "MinItems": lambda kind, value: (
        f"must have at least {_count(kind.limit, 'item')}, but has {len(value)}"
    ),
    "MaxItems": lambda kind, value: (
        f"must have at most {_count(kind.limit, 'item')}, but has {len(value)}"
    ),
    "MinProperties": lambda kind, value: (
        f"must have at least {_count(kind.limit, 'member')}, but has {len(value)}"
    ),
    "MaxProperties": lambda kind, value: (
        f"must have at most {_count(kind.limit, 'member')}, but has {len(value)}"
    ),
    "UniqueItems": lambda *_: "must not hold the same item twice",
    "Contains": lambda *_: "must hold an item of the kind that its schema asks for",
    "Not": lambda _, value: f"is {shown(value)}, which its schema rules out",
    "FalseSchema": lambda *_: "is not allowed here",
    "PropertyNames": lambda *_: "has a member with a name that its schema does not allow",
    "AnyOf": lambda *_: "matches none of the forms that its schema allows",
    "OneOfNotValid": lambda *_: "matches none of the forms that its schema allows",
    "OneOfMultipleValid": lambda *_: (
        "matches more than one of the forms of which its schema allows one"
    ),
}
