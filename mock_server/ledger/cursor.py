"""Cursors: where a walk through pages goes on, sealed so that nobody can make one up.

A cursor needs no storage: it holds the place, the moment at which the walk began and a mark of the
request that it belongs to. Any replica with the same dataset can open it.
"""

from __future__ import annotations

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal, TypeAlias

Reason: TypeAlias = Literal["forged", "other dataset", "other request"]

_PLACE = struct.Struct("<qqq8s")
_MARK_BYTES = 4
_IV_BYTES = 16


class CursorError(Exception):
    """A cursor that leads nowhere, with the reason; how it is told is the vendor's affair."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go on.

    Args:
        stream: which of the request's streams, from 0.
        index: the record to begin with.
        as_of_ms: the moment at which the walk began; records are looked at as of then.
    """

    stream: int
    index: int
    as_of_ms: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """A cursor and its initialisation vector, both URL-safe base64 without padding."""

    cursor: str
    iv: str


class Cursors:
    """Seals and opens the cursors of one dataset.

    The vector is a keyed digest of what is sealed (as in RFC 5297's synthetic vectors): equal
    requests get equal cursors, and a changed one does not match its vector.
    """

    def __init__(self, fingerprint: str) -> None:
        self._key = blake2b(fingerprint.encode(), person=b"cursor", digest_size=32).digest()
        self._mark = blake2b(self._key, digest_size=_MARK_BYTES).digest()

    def seal(self, place: Place, request: str) -> Sealed:
        """The cursor of a place; `request` is what it may be used for, without its paging."""
        plain = _PLACE.pack(place.stream, place.index, place.as_of_ms, self._digest(request, 8))
        iv = self._iv(plain)
        return Sealed(_text(self._mark + self._crossed(plain, iv)), _text(iv))

    def open(self, sealed: Sealed, request: str) -> Place:
        """The place of a cursor.

        Raises:
            CursorError: it was not sealed here, or for another request.
        """
        data, iv = _bytes(sealed.cursor), _bytes(sealed.iv)
        if len(data) != _MARK_BYTES + _PLACE.size or len(iv) != _IV_BYTES:
            raise CursorError("forged")
        if data[:_MARK_BYTES] != self._mark:
            raise CursorError("other dataset")
        plain = self._crossed(data[_MARK_BYTES:], iv)
        if not hmac.compare_digest(self._iv(plain), iv):
            raise CursorError("forged")
        stream, index, as_of_ms, belongs_to = _PLACE.unpack(plain)
        if belongs_to != self._digest(request, 8):
            raise CursorError("other request")
        return Place(stream, index, as_of_ms)

    def _digest(self, text: str, size: int) -> bytes:
        data = text.encode("utf-8", "surrogatepass")
        return blake2b(data, key=self._key, digest_size=size).digest()

    def _iv(self, plain: bytes) -> bytes:
        return blake2b(plain, key=self._key, person=b"iv", digest_size=_IV_BYTES).digest()

    def _crossed(self, text: bytes, iv: bytes) -> bytes:
        stream = blake2b(iv, key=self._key, person=b"stream", digest_size=len(text)).digest()
        return bytes(one ^ other for one, other in zip(text, stream, strict=True))


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        data = urlsafe_b64decode(text.rstrip("=").encode() + b"==")
    except (Base64Error, ValueError):
        raise CursorError("forged") from None
    if _text(data) != text.rstrip("="):
        raise CursorError("forged")
    return data
