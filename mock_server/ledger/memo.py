"""The last few things that were worked out, kept for as long as they are in use."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")

_NOTHING = object()


class Memo:
    """At most `size` values by key; the one that was asked for longest ago goes first.

    Two threads that ask for the same at once may both work it out; the values are equal.

    Args:
        let_go: told of every value that goes.
    """

    def __init__(self, size: int, let_go: Callable[[Any], None] = lambda _: None) -> None:
        self._size, self._let_go = size, let_go
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, made if it is not there."""
        # One look, not two: between them another thread could take the value away.
        value: Any = self._kept.pop(key, _NOTHING)
        found: T = make() if value is _NOTHING else value
        self._kept[key] = found
        while len(self._kept) > self._size:
            self._let_go(self._kept.popitem(last=False)[1])
        return found

    def clear(self) -> None:
        kept, self._kept = self._kept, OrderedDict()
        for value in kept.values():
            self._let_go(value)
