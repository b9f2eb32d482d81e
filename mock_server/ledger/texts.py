"""Which of the world's message templates fit a record."""

from __future__ import annotations

import numpy as np

from mock_server.ledger.mix import Integers
from mock_server.ledger.product import DIRECTIONS
from mock_server.ledger.world import World

MOST_PARTS = 4
"""Longer messages take a text of so many parts; none is billed for more."""


def text_pools(world: World) -> tuple[Integers, Integers]:
    """Where the texts of each pool begin among the templates, and how many there are.

    A pool's place is (country * 2 + direction) * MOST_PARTS + parts - 1.
    """
    found = []
    for country in world.countries:
        for direction in DIRECTIONS:
            for parts in range(1, MOST_PARTS + 1):
                if direction == "inbound" and parts == 1:
                    found.append(world.templates.inbound[country.language])
                else:
                    found.append(world.templates.pools[country.language, parts])
    begins, counts = zip(*found, strict=True)
    return np.array(begins, np.int64), np.array(counts, np.int64)
