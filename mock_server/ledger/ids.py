"""Ids that lead back to their record: scope, index and check bits under a keyed permutation.

A Feistel network of four rounds spreads them over all bits, so that an id looks random and a
random, damaged or foreign one does not pass the check. This hides the order of records from
onlookers; it is no cryptography.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

import numpy as np

from mock_server.ledger.mix import FIRST, MASK, SECOND, Integers, Words, keys

SCOPE_BITS = 40
CHECK = np.uint64(17)
"""Zero bits below the 44 of an index, to know an id by."""

Halves: TypeAlias = tuple[Words, Words]

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")


def scope(*names: object) -> int:
    """What tells the ids of one stream from those of all others; 40 bits."""
    return keys("scope", *names, count=1)[0] >> (64 - SCOPE_BITS)


@dataclass(frozen=True, slots=True)
class Cipher:
    """A keyed permutation of pairs of words with `half_bits` bits each."""

    half_bits: int
    round_keys: tuple[int, ...]

    @classmethod
    def keyed(cls, half_bits: int, *names: object) -> Cipher:
        return cls(half_bits, keys("ids", half_bits, *names, count=4))

    def encode(self, left: Words, right: Words) -> Halves:
        """One pair per pair."""
        for number in (0, 2):
            left = left ^ self._round(right, number)
            right = right ^ self._round(left, number + 1)
        return left, right

    def decode(self, left: int, right: int) -> tuple[int, int]:
        """What `encode` made the pair of."""
        for number in (2, 0):
            right ^= self._round_one(left, number + 1)
            left ^= self._round_one(right, number)
        return left, right

    def _round(self, words: Words, number: int) -> Words:
        words = words + np.uint64(self.round_keys[number])
        words *= np.uint64(FIRST)
        words ^= words >> np.uint64(32)
        words *= np.uint64(SECOND)
        words ^= words >> np.uint64(29)
        return words >> np.uint64(64 - self.half_bits)

    def _round_one(self, word: int, number: int) -> int:
        word = (word + self.round_keys[number]) * FIRST & MASK
        word = (word ^ word >> 32) * SECOND & MASK
        return (word ^ word >> 29) >> (64 - self.half_bits)


@dataclass(frozen=True, slots=True)
class UuidIds:
    """UUIDs of version 4 to look at: 40 bits name the stream, 44 the record, 38 are a check."""

    cipher: Cipher
    scope: int

    def words(self, indexes: Integers) -> Halves:
        """The upper and the lower 64 bits of each record's UUID."""
        left, right = self.cipher.encode(
            np.full(indexes.shape, self.scope << 21, np.uint64), indexes.astype(np.uint64) << CHECK
        )
        upper = (left >> np.uint64(13)) << np.uint64(16)
        upper |= ((left >> np.uint64(1)) & np.uint64(0xFFF)) | np.uint64(0x4000)
        lower = (right | (left << np.uint64(61))) & np.uint64((1 << 62) - 1)
        lower |= np.uint64(2 << 62)
        return upper, lower

    def text(self, index: int) -> str:
        upper, lower = self.words(np.array([index], np.int64))
        return str(UUID(int=int(upper[0]) << 64 | int(lower[0])))

    def index(self, text: str) -> int | None:
        """The record of an id; None when the id is not one of this stream's."""
        text = text.lower()
        if not _UUID.match(text):
            return None
        value = UUID(text).int
        left = (value >> 80) << 13 | (value >> 64 & 0xFFF) << 1 | value >> 61 & 1
        found, index = self.cipher.decode(left, value & ((1 << 61) - 1))
        good = found == self.scope << 21 and not index & 0x1FFFF
        return index >> 17 if good else None


@dataclass(frozen=True, slots=True)
class ShortIds:
    """Ids of 16 hexadecimal digits: 44 bits for the record and 20 that name and check the stream.

    One in a million strange ids of that length passes for one of a given stream.
    """

    cipher: Cipher
    scope: int

    def words(self, indexes: Integers) -> Words:
        """The 64 bits of each record's id."""
        right = indexes.astype(np.uint64)
        left = (right >> np.uint64(32)) | np.uint64(self._mark << 12)
        left, right = self.cipher.encode(left, right & np.uint64(0xFFFFFFFF))
        return left << np.uint64(32) | right

    def text(self, index: int) -> str:
        return f"{int(self.words(np.array([index], np.int64))[0]):016X}"

    def index(self, text: str) -> int | None:
        """The record of an id; None when the id is not one of this stream's."""
        if not re.fullmatch(r"[0-9A-Fa-f]{16}", text):
            return None
        value = int(text, 16)
        left, right = self.cipher.decode(value >> 32, value & 0xFFFFFFFF)
        return (left & 0xFFF) << 32 | right if left >> 12 == self._mark else None

    @property
    def _mark(self) -> int:
        return self.scope >> (SCOPE_BITS - 20)


def id_ciphers(names: tuple[object, ...]) -> tuple[Cipher, Cipher]:
    """What encodes the UUIDs and the short ids of a dataset of these names."""
    return Cipher.keyed(61, *names), Cipher.keyed(32, *names)
