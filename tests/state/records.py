"""What the tests remember: notes that say when they are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from mock_server.state.kind import Kind
from mock_server.state.store import Store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Note:
    id: str
    text: str = ""
    due_at: datetime | None = None


NOTE = Kind("test.note", Note, due_of=lambda note: note.due_at)
OTHER = Kind("test.other", Note)
SPACE = "one"


def after_noon(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def keep(store: Store, *notes: Note, space: str = SPACE) -> None:
    with store.transaction(space) as state:
        for note in notes:
            state.put(NOTE, note)


def kept(store: Store, space: str = SPACE) -> list[Note]:
    with store.transaction(space) as state:
        return state.page(NOTE)
