"""Words of a shell, quoted; secrets among them are variables."""

from __future__ import annotations

import re
import shlex

_VARIABLE = re.compile(r"\$([A-Z][A-Z0-9_]*)")
_SAFE_IN_QUOTES = re.compile(r"[^\"\\$`!\x00-\x1f\x7f-\U0010ffff]*")


def word(text: str, variables: frozenset[str] = frozenset()) -> str:
    """The text as one word; `$NAME` stays open where the name is one of `variables`."""
    parts = _VARIABLE.split(text)
    named = [name for name in parts[1::2] if name in variables]
    if not named:
        return _closed(text)
    if all(_SAFE_IN_QUOTES.fullmatch(part) for part in _pieces(text, variables)[::2]):
        return f'"{text}"'
    pieces = _pieces(text, variables)
    written = [
        f'"${piece}"' if number % 2 else (_closed(piece) if piece else "")
        for number, piece in enumerate(pieces)
    ]
    return "".join(written)


def _pieces(text: str, variables: frozenset[str]) -> list[str]:
    """Text and names of variables in turn, text first."""
    pieces = [""]
    for number, part in enumerate(_VARIABLE.split(text)):
        if number % 2 == 0:
            pieces[-1] += part
        elif part in variables:
            pieces += [part, ""]
        else:
            pieces[-1] += f"${part}"
    return pieces


def _closed(text: str) -> str:
    """In quotes that open nothing; what a terminal cannot show is written as bytes."""
    if all(one.isprintable() for one in text):
        return shlex.quote(text)
    return "$'" + "".join(_escaped(byte) for byte in text.encode("utf-8", "surrogateescape")) + "'"


def _escaped(byte: int) -> str:
    if chr(byte) in "'\\":
        return "\\" + chr(byte)
    return chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}"
