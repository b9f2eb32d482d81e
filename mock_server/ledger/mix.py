"""Chance without state: SplitMix64 of a counter, for one number or for an array.

Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014; the
constants are those of the published `splitmix64`.
"""

from __future__ import annotations

import struct
import sys
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Words: TypeAlias = NDArray[np.uint64]
Integers: TypeAlias = NDArray[np.int64]

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
FIRST = 0xBF58476D1CE4E5B9
SECOND = 0x94D049BB133111EB

if sys.byteorder != "little":  # pragma: no cover
    raise ImportError("the ledger reads words as little-endian bytes; this machine is big-endian")


def keys(*names: object, count: int = 8) -> tuple[int, ...]:
    """Up to 8 words of 64 bits that follow from names; other names give unrelated words."""
    # Ids that clients make up may hold half of a surrogate pair, which plain UTF-8 refuses.
    names_bytes = "\x1f".join(map(str, names)).encode("utf-8", "surrogatepass")
    return struct.unpack("<8Q", blake2b(names_bytes, digest_size=64).digest())[:count]


def mixed(counters: Words | Integers, key: int) -> Words:
    """One word of 64 bits per counter; `counters` stays as it is."""
    words: Words = counters.astype(np.uint64)
    words *= np.uint64(GOLDEN)
    words += np.uint64(key)
    return scramble(words)


def scramble(words: Words) -> Words:
    """SplitMix64's finaliser, in place: every bit of a result hangs on every bit of its word."""
    shifted = np.empty_like(words)
    for shift, factor in ((30, FIRST), (27, SECOND)):
        np.right_shift(words, np.uint64(shift), out=shifted)
        np.bitwise_xor(words, shifted, out=words)
        np.multiply(words, np.uint64(factor), out=words)
    np.right_shift(words, np.uint64(31), out=shifted)
    return np.bitwise_xor(words, shifted, out=words)


def mixed_one(counter: int, key: int) -> int:
    """What `mixed` gives for one counter."""
    word = (counter * GOLDEN + key) & MASK
    word = ((word ^ word >> 30) * FIRST) & MASK
    word = ((word ^ word >> 27) * SECOND) & MASK
    return word ^ word >> 31


def below(word: int, limit: int) -> int:
    """A number of 0 to limit - 1 from the upper 32 bits of a word; limit at most 2**31."""
    return (word >> 32) * limit >> 32


def bits(words: Words, shift: int, count: int) -> Integers:
    """`count` bits (at most 63) of each word, from bit `shift` on."""
    return ((words >> np.uint64(shift)) & np.uint64((1 << count) - 1)).view(np.int64)
