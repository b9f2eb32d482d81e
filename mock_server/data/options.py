"""How answers are drawn: what a caller may choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # it draws the world along, and a start needs none
    from mock_server.data.field import Rule


@dataclass(frozen=True, slots=True)
class GeneratorOptions:
    """How answers are drawn.

    Args:
        locales: where people and places are from, such as "de_DE"; see `places`. Unknown ones
            are left out, and none known means all.
        echo: names of properties whose values a request can supply.
        rules: the vendor's own, asked before ours.
    """

    locales: tuple[str, ...] = ()
    echo: frozenset[str] = frozenset()
    rules: tuple[Rule, ...] = ()
