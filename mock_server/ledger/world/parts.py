"""How many parts a text message is sent in.

Source: 3GPP TS 23.038 (the GSM 7-bit default alphabet, section 6.2.1, its extension table, section
6.2.1.1, and UCS2, section 6.2.3) and 3GPP TS 23.040, section 9.2.3.24.1 (a concatenation header of
6 octets leaves 134 of the 140 octets; no character may be cut in two).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Encoding = Literal["gsm7", "ucs2"]

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("\f^{}\\[~]|€")
_GSM = _BASIC | _EXTENSION
_SINGLE = {"gsm7": 160, "ucs2": 70}
_CHAINED = {"gsm7": 153, "ucs2": 67}


def encoding(text: str) -> Encoding:
    """The smallest alphabet that holds every character of the text."""
    return "gsm7" if _GSM.issuperset(text) else "ucs2"


def parts(text: str) -> int:
    """How many messages carry the text; at least 1, also for an empty one."""
    alphabet = encoding(text)
    widths = _septets(text) if alphabet == "gsm7" else _code_units(text)
    if sum(widths) <= _SINGLE[alphabet]:
        return 1
    return _packed(widths, _CHAINED[alphabet])


def _septets(text: str) -> list[int]:
    return [2 if character in _EXTENSION else 1 for character in text]


def _code_units(text: str) -> list[int]:
    return [2 if character > "\uffff" else 1 for character in text]


def _packed(widths: Iterable[int], room: int) -> int:
    """Parts of `room` units each, when a character of two units moves on rather than be cut."""
    used, count = 0, 1
    for width in widths:
        used += width
        if used > room:
            used, count = width, count + 1
    return count
