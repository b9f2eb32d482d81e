"""The items of a list: rendered ahead of need, dealt without repeats, each with its own id."""

from __future__ import annotations

from binascii import hexlify
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import shake_128
from itertools import islice
from math import gcd
from struct import unpack

import orjson

from mock_server.data.judge import Judge
from mock_server.data.stock import Stock
from mock_server.data.template import CHANCE_BYTES, TAIL_BYTES, TAIL_DIGITS, Template

# A list of which nobody says how long it is has 2 items, or up to 3 more (assumed).
DEFAULT_ITEMS, DEFAULT_SPREAD = 2, 4
# Items are rendered in these numbers: a default list is ready soon, a long one repeats nothing.
POOL_SIZES = (16, 32, 128, 1024, 4096, 16384)
# A short list is dealt from so many times its length, so that lists differ; a long one is not.
_VARIETY, _VARIED = 5, 1024
# So many draws in a row without a new item end the search for more.
_MISSES = 64
# All items of a pool together, and all items of a list, more or less (our choice).
_MOST_BYTES = 8_000_000
_STRIDES = 64
# So many whole lists are kept ready of those whose length nobody says.
_READY = 16


@dataclass(frozen=True, slots=True)
class _Pool:
    """Items ready to be dealt, each with a comma after it.

    With `ends`, an item is a head, twelve hex digits that are drawn, and an end. A pool of fewer
    items than `size` holds all that there are.
    """

    heads: tuple[bytes, ...]
    ends: tuple[bytes, ...]
    size: int
    weight: int
    """Bytes of all items together."""


@lru_cache(maxsize=256)
def _strides(size: int) -> tuple[int, ...]:
    """Steps that visit every item before any comes again."""
    coprime = (stride for stride in range(1, 4 * _STRIDES) if gcd(stride, size) == 1)
    return tuple(islice(coprime, _STRIDES))


def _picks(size: int, count: int, chance: bytes) -> list[int]:
    """Indices below `size`, each once before any comes again."""
    strides = _strides(size)
    start = int.from_bytes(chance[:4], "big")
    stride = strides[chance[CHANCE_BYTES - 1] % len(strides)]
    return [i % size for i in range(start, start + stride * count, stride)]


class Rows:
    """What a list takes its items from.

    Args:
        templates: of one item; taken in turn.
        bounds: the least and the most items that the list may have.
        judge: what every item is shown to, when drawing alone does not make it valid.
        unique: rather fewer items than equal ones.
        account: which tells when there is no more room for what is kept ready; none for lists that
            are made once.

    Which items there are to deal depends on how many are asked for, never on what was asked
    before or forgotten: equal seeds and sizes give equal lists. So a small pool is the beginning
    of a large one, and one pool is enough.
    """

    __slots__ = ("_account", "_bounds", "_judge", "_pool", "_ready", "_templates", "_unique")

    def __init__(
        self,
        templates: Sequence[Template],
        bounds: tuple[int, int],
        judge: Judge | None = None,
        *,
        unique: bool = False,
        account: Stock | None = None,
    ) -> None:
        self._templates = tuple(templates)
        self._bounds = bounds
        self._judge = judge
        self._unique = unique
        self._account = account
        self._pool: _Pool | None = None
        self._ready: tuple[tuple[int, bytes], ...] = ()

    def count(self, size: int | None, chance: int) -> int:
        """How many items: what is asked for, as far as the bounds allow it."""
        least, most = self._bounds
        wanted = DEFAULT_ITEMS + chance % DEFAULT_SPREAD if size is None else size
        return max(least, min(most, wanted))

    @property
    def weight(self) -> int:
        """About how many bytes an item takes."""
        pool = self._pool_for(1)
        return len(pool.heads[0] + b"".join(pool.ends[:1])) if pool.heads else 1

    def forget(self) -> None:
        """Keep nothing ready until it is asked for again."""
        self._pool = None
        self._ready = ()

    def ready(self, chance: int) -> tuple[int, bytes] | None:
        """A list of which nobody says how long it is, with its length; None: it must be dealt.

        Most lists are asked for so, and taking one of a few whole ones is four times as fast as
        dealing its items. Items with ids of their own are dealt, so that no two lists share one.
        """
        if not self._ready:
            if self._pool_for(_size_for(DEFAULT_ITEMS)).ends:
                return None
            self._ready = tuple(self._whole(b"list %d" % number) for number in range(_READY))
        return self._ready[chance % _READY]

    def _whole(self, seed: bytes) -> tuple[int, bytes]:
        chance = shake_128(seed).digest(CHANCE_BYTES)
        count = self.count(None, chance[0])
        return count, b"".join(self.parts(count, chance, seed))

    def parts(self, count: int, chance: bytes, seed: bytes) -> list[bytes]:
        """`count` items with commas between; fewer when they must differ and no more differ.

        Args:
            count: how many.
            chance: `CHANCE_BYTES` bytes, which choose the items.
            seed: what the ids of the items are drawn from.
        """
        size = _size_for(count)
        pool = self._pool_for(size)
        size = min(size, len(pool.heads))
        count = min(count, size) if self._unique else count
        if size == 0 or count <= 0:
            return []
        if count * len(pool.heads[0]) > _MOST_BYTES:
            count = max(1, _MOST_BYTES // len(pool.heads[0]))
        picks = _picks(size, count, chance)
        if not pool.ends:
            fragments = list(map(pool.heads.__getitem__, picks))
        else:
            fragments = [b""] * (3 * count)
            fragments[0::3] = map(pool.heads.__getitem__, picks)
            tails = hexlify(shake_128(seed + b"/tails").digest(TAIL_BYTES * count))
            fragments[1::3] = unpack(f"{TAIL_DIGITS}s" * count, tails)
            fragments[2::3] = map(pool.ends.__getitem__, picks)
        fragments[-1] = fragments[-1][:-1]
        return fragments

    def _pool_for(self, size: int) -> _Pool:
        if self._pool is None or self._pool.size < size:
            self._pool = self._filled(size)
        pool = self._pool
        if self._account:
            self._account.used(self.forget, pool.weight)
        return pool

    def _filled(self, size: int) -> _Pool:
        """Up to `size` different items, as far as they are found."""
        found: dict[bytes, tuple[bytes, bytes]] = {}
        misses = held = 0
        for head, tail, end in self._drawn():
            text = head + tail + end
            if text in found or not self._accepts(text):
                misses += 1
            else:
                found[text] = (head, end)
                misses = 0
            held += len(text)
            if len(found) == size or misses > _MISSES or held > _MOST_BYTES:
                break
        return _pool_of(tuple(found.values()), size)

    def _drawn(self) -> Iterator[tuple[bytes, bytes, bytes]]:
        """Items as head, tail and end, for ever; none when there is nothing to draw from."""
        number = 0
        while self._templates:
            template = self._templates[number % len(self._templates)]
            fragments = template.draw(shake_128(b"%d" % number).digest(template.length))
            at = template.tail
            if at is None or len(self._templates) > 1:
                yield b"".join(fragments), b"", b""
            else:
                yield b"".join(fragments[:at]), fragments[at], b"".join(fragments[at + 1 :])
            number += 1

    def _accepts(self, text: bytes) -> bool:
        return self._judge is None or self._judge.accepts(orjson.loads(text))


def _size_for(count: int) -> int:
    """How large a pool a list of so many items is dealt from."""
    needed = max(count, min(_VARIETY * count, _VARIED))
    return next((size for size in POOL_SIZES if size >= needed), POOL_SIZES[-1])


def _pool_of(items: tuple[tuple[bytes, bytes], ...], size: int) -> _Pool:
    weight = sum(len(head) + len(end) for head, end in items)
    if any(end for _, end in items):
        ends = tuple(end + b"," for _, end in items)
        return _Pool(tuple(head for head, _ in items), ends, size, weight)
    return _Pool(tuple(head + b"," for head, _ in items), (), size, weight)
