"""What is kept ready only as long as there is room: rendered items of lists, within a byte budget.

Whoever holds such things hands them over to be forgotten; the least recently used go first. What
is forgotten is made again when it is needed, the same as before.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import cache

BUDGET = 48_000_000
"""Bytes of text that a process keeps ready; what holds the text in memory comes to a third more."""


class Stock:
    """An account of what is kept ready.

    Args:
        budget: how much may be kept at once; bytes. The last thing used is kept in any case.
    """

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._held = 0
        self._sizes: OrderedDict[Callable[[], None], int] = OrderedDict()

    def used(self, forget: Callable[[], None], size: int) -> None:
        """Note that something of so many bytes was used; what is too much now is forgotten."""
        self._held += size - self._sizes.pop(forget, 0)
        self._sizes[forget] = size
        while self._held > self._budget and len(self._sizes) > 1:
            oldest, freed = self._sizes.popitem(last=False)
            self._held -= freed
            oldest()


@cache
def stock() -> Stock:
    """The one account of this process."""
    return Stock(BUDGET)
