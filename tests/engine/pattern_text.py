"""A text that matches a regular expression: enough for patterns that people write in documents."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

# What reads patterns has no types, and whether a checker knows that depends on what it read before.
_constants: Any = import_module("re._constants")
_parser: Any = import_module("re._parser")

WORD, SPACE = "a1_", " "
CATEGORIES = {
    _constants.CATEGORY_DIGIT: "7",
    _constants.CATEGORY_NOT_DIGIT: "d",
    _constants.CATEGORY_SPACE: SPACE,
    _constants.CATEGORY_NOT_SPACE: "s",
    _constants.CATEGORY_WORD: "w",
    _constants.CATEGORY_NOT_WORD: "-",
}


def matching_text(pattern: str, shortest: int = 0) -> str:
    """The first text found to match, not shorter than asked where a repetition allows it."""
    parsed = _parser.parse(pattern)
    for extra in range(shortest + 1):
        text = _sequence(parsed, extra)
        if len(text) >= shortest and re.search(pattern, text):
            return text
    return _sequence(parsed, 0)


def _sequence(items: Any, extra: int) -> str:
    return "".join(_item(kind, argument, extra) for kind, argument in items)


def _item(kind: Any, argument: Any, extra: int) -> str:  # noqa: PLR0911 - a table of kinds
    if kind is _constants.LITERAL:
        return chr(argument)
    if kind is _constants.ANY:
        return "x"
    if kind is _constants.IN:
        return _member(argument)
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        low, high, inner = argument
        return _sequence(inner, 0) * int(min(low + extra, high))
    if kind is _constants.SUBPATTERN:
        return _sequence(argument[3], extra)
    if kind is _constants.BRANCH:
        return _sequence(argument[1][0], extra)
    if kind is _constants.NOT_LITERAL:
        return "y" if argument == ord("x") else "x"
    return ""


def _member(choices: Any) -> str:
    """A character of a class; of a negated one, the first plain character that is not named."""
    if choices[0][0] is _constants.NEGATE:
        named = {_member([choice]) for choice in choices[1:]}
        return next(it for it in "xyzabc0123-_ " if it not in named)
    kind, argument = choices[0]
    if kind is _constants.RANGE:
        return chr(argument[0])
    if kind is _constants.CATEGORY:
        return CATEGORIES[argument]
    return chr(argument)
