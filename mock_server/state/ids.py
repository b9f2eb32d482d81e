"""Ids in order of time."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from mock_server.state.kind import microseconds

CHANCE = (1 << 74) - 1


def time_id(now: datetime, word: int) -> str:
    """A UUID that sorts after those of every earlier millisecond.

    Args:
        now: what is before 1970 counts as 1970.
        word: what tells it from others of its millisecond; its lowest 74 bits count.

    Source: RFC 9562, section 5.7 (version 7).
    """
    chance = word & CHANCE
    upper = max(0, microseconds(now) // 1_000) << 16 | 7 << 12 | chance >> 62
    lower = 2 << 62 | chance & ((1 << 62) - 1)
    return str(UUID(int=upper << 64 | lower))
