"""Moments of one fixed past: an answer never lies in the future and never grows old differently.

A timeline has a moment for each stage of a thing's life, in order; fields take the moment of the
stage that their name speaks of, so `created_at` is never after `finished_at`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

# The window is our choice: two whole years, over when this was written.
WINDOW_START = datetime(2024, 1, 1, tzinfo=UTC)
WINDOW_END = datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)

STAGES = 6
EXPIRY = STAGES
"""The stage of what is still to come for the object: expiry, renewal."""
# How long a stage lasts, in seconds, and how long until expiry, in days: assumed.
_STAGE_S = (20, 86_400)
_EXPIRY_DAYS = (30, 365)
_LONGEST = timedelta(seconds=STAGES * _STAGE_S[1])

# Words that tell the stage; a name is judged by the first of its words that is here, from the
# most telling kind of word to the least.
_WORDS_OF_STAGE = (
    ({"expires", "expiry", "expiration", "expire", "renewal", "renews", "due"}, EXPIRY),
    ({"deleted", "archived", "cancelled", "canceled", "purged", "closed", "revoked"}, 5),
    (
        {"finished", "completed", "ended", "end", "finish", "done", "failed", "until", "finalized"},
        5,
    ),
    ({"before", "to", "lte", "lt", "stop", "stopped"}, 5),
    ({"delivered", "received", "read", "answered", "bridged", "confirmed", "paid"}, 3),
    ({"sent", "dispatched", "shipped", "started", "activated", "approved", "start"}, 1),
    ({"updated", "modified", "changed", "last", "edited", "seen", "refreshed"}, 4),
    ({"created", "begin", "from", "since", "after", "gte", "gt", "inserted", "queued"}, 0),
)


@dataclass(frozen=True, slots=True)
class Timeline:
    moments: tuple[datetime, ...]

    def at(self, words: tuple[str, ...]) -> datetime:
        """The moment that a name's words speak of; what says nothing is when the thing began."""
        return self.moments[stage_of(words)]


def stage_of(words: tuple[str, ...]) -> int:
    for telling, stage in _WORDS_OF_STAGE:
        if not telling.isdisjoint(words):
            return stage
    return 0


def draw_timeline(rng: Random) -> Timeline:
    span_s = int((WINDOW_END - WINDOW_START - _LONGEST).total_seconds())
    moment = WINDOW_START + timedelta(seconds=rng.randrange(span_s))
    moments = [moment]
    for _ in range(STAGES - 1):
        moment += timedelta(seconds=rng.randint(*_STAGE_S))
        moments.append(moment)
    return Timeline((*moments, moment + timedelta(days=rng.randint(*_EXPIRY_DAYS))))


def rfc3339(moment: datetime) -> str:
    """RFC 3339 in UTC, whole seconds: "2024-05-01T12:00:00Z"."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
