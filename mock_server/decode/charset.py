"""Bytes of a body as text, and what a body that cannot be read is."""

from __future__ import annotations

from typing import Literal, TypeAlias

Problem: TypeAlias = Literal["", "missing", "unsupported_media_type", "malformed_body"]

_CODECS = {
    "": "utf-8-sig",
    "utf-8": "utf-8-sig",
    "utf8": "utf-8-sig",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "latin1": "latin-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "utf-32": "utf-32",
}
"""Names of the IANA registry of character sets; no other is read, since Python also calls things
codecs that are no character sets (`hex`, `zlib`)."""


class Unreadable(ValueError):
    """A body that has no value; the message is a sentence for a person."""

    def __init__(self, problem: Problem, detail: str) -> None:
        super().__init__(detail)
        self.problem: Problem = problem
        self.detail = detail


def codec_of(charset: str) -> str:
    """Python's name of a character set; UTF-8, with or without a byte order mark, if "".

    Raises:
        Unreadable: nobody here reads that character set.
    """
    codec = _CODECS.get(charset)
    if codec is None:
        detail = f"The charset '{charset[:40]}' is not supported; send UTF-8."
        raise Unreadable("unsupported_media_type", detail)
    return codec


def decoded(raw: bytes, charset: str) -> str:
    """The text of a body.

    Raises:
        Unreadable: the character set is unknown, or these bytes are not of it.
    """
    codec = codec_of(charset)
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as error:
        detail = f"The body is not valid {charset or 'UTF-8'}, at byte {error.start}."
        raise Unreadable("malformed_body", detail) from None
