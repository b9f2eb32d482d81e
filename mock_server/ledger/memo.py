"""The last few things that were worked out for a stream, for as long as the stream is kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

_NOTHING = object()


class Memo:
    """At most `size` values by key; the one that was asked for longest ago goes first.

    Two threads that ask for the same at once may both work it out; the values are equal.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, made if it is not there."""
        # One look, not two: between them another thread could take the value away.
        value: Any = self._kept.pop(key, _NOTHING)
        found: T = make() if value is _NOTHING else value
        self._kept[key] = found
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return found
