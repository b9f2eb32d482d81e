"""The world that records are about: countries, networks, numbers, texts, times; frozen tables."""

from mock_server.ledger.world.tables import (
    HEADS,
    Country,
    Curve,
    Network,
    Numbers,
    Templates,
    World,
    load_world,
)

__all__ = [
    "HEADS",
    "Country",
    "Curve",
    "Network",
    "Numbers",
    "Templates",
    "World",
    "load_world",
]
