"""Chance as Hypothesis draws it, from the seed and the document alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis.internal.cache import LRUCache
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

KEPT = 1_024
"""Sets of constants that are remembered, as many as Hypothesis remembers."""


@contextmanager
def same_everywhere() -> Iterator[None]:
    """What is drawn meanwhile is the same in every process; tests of others draw as ever.

    Hypothesis likes to draw the constants that stand in whatever modules a process has loaded:
    they would make the same seed give other cases in another process, or after another import.
    Not only its registered providers do so, but also the trees that lead it to what is new.
    """
    kept = vars(providers)
    ours = {"_get_local_constants": Constants, "CONSTANTS_CACHE": LRUCache(KEPT)}
    before = {name: kept[name] for name in ours}
    kept.update(ours)
    try:
        yield
    finally:
        kept.update(before)
