"""Percent-decoding (RFC 3986, section 2.1), strict, and fast for the ASCII that clients send."""

from __future__ import annotations

import re
from typing import Literal


class Malformed(ValueError):
    """A text that cannot be read in its style; the message continues "<name> ..." as a sentence."""

    def __init__(
        self, keyword: Literal["malformed", "encoding", "unknown"], predicate: str
    ) -> None:
        super().__init__(predicate)
        self.keyword = keyword
        self.predicate = predicate


def _cases(number: int) -> set[str]:
    digits = f"{number:02x}"
    return {a + b for a in {digits[0], digits[0].upper()} for b in {digits[1], digits[1].upper()}}


_BYTES = {digits: bytes([number]) for number in range(256) for digits in _cases(number)}
_ASCII = {digits: byte.decode() for digits, byte in _BYTES.items() if byte < b"\x80"}
_ABOVE_ASCII = re.compile(rb"[\x80-\xff]")


def percent_decoded(text: str) -> str:
    """The text with its escapes replaced; `+` stays.

    Raises:
        Malformed: a `%` without two hexadecimal digits, or bytes that are not UTF-8.
    """
    text = text.replace("%20", " ")  # by far the most frequent; a replacement makes no new escape
    if "%" not in text:
        return text
    head, *rest = text.split("%")
    try:
        return head + "".join([_ASCII[part[:2]] + part[2:] for part in rest])
    except KeyError:  # an escape above ASCII, or none at all
        return _decoded_bytes(head, rest)


def form_decoded(text: str) -> str:
    """The text as HTML forms and query strings mean it: `+` is a space, then escapes.

    Raises:
        Malformed: as for `percent_decoded`.
    """
    return percent_decoded(text.replace("+", " "))


def query_text(query: bytes) -> str:
    """The raw query as text.

    Bytes that are not UTF-8 become escapes: who reads that parameter meets them, nobody else.
    """
    try:
        return query.decode()
    except UnicodeDecodeError:
        return _ABOVE_ASCII.sub(lambda match: b"%%%02X" % match[0][0], query).decode("ascii")


def _decoded_bytes(head: str, rest: list[str]) -> str:
    try:
        pieces = [_BYTES[part[:2]] + part[2:].encode() for part in rest]
    except KeyError:
        raise Malformed("malformed", "has a '%' that no two hexadecimal digits follow") from None
    try:
        return (head.encode() + b"".join(pieces)).decode()
    except UnicodeDecodeError:
        raise Malformed("encoding", "is not valid UTF-8") from None
