"""Chance as Hypothesis draws it, from the seed and the document alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis.internal.conjecture.providers import AVAILABLE_PROVIDERS, HypothesisProvider
from hypothesis.internal.constants_ast import Constants

ITS_OWN = "hypothesis"
"""Hypothesis' name for how it draws unless somebody says otherwise."""


class Unbiased(HypothesisProvider):
    """Draws none of the constants that stand in whatever modules this process has loaded.

    They would make the same seed give other cases in another process, or after another import.
    """

    _local_constants = Constants()


@contextmanager
def same_everywhere() -> Iterator[None]:
    """What is drawn meanwhile is the same in every process; tests of others draw as ever."""
    before = AVAILABLE_PROVIDERS[ITS_OWN]
    AVAILABLE_PROVIDERS[ITS_OWN] = Unbiased
    try:
        yield
    finally:
        AVAILABLE_PROVIDERS[ITS_OWN] = before
