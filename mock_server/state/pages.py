"""What many processes wrote down, session by session, as much of it as there is room for.

Entries are JSON; each gets a number of its own. They are kept on pages of some tens, because a
store takes one document sooner than many. Everything is in one space, so that one transaction sees
and bounds all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, count
from typing import Any, TypeAlias

import orjson

from mock_server.state.kind import EPOCH, Kind, microseconds
from mock_server.state.store import MOST, State

Entry: TypeAlias = Mapping[str, Any]
"""Holds at least `arrived_us`, microseconds since 1970, by which entries are in order."""

FULL, FULL_BYTES = 50, 64 * 1024
"""A page takes no more entries from here on. Our own bounds: a page is read and written whole."""

LATE = timedelta(minutes=1)
"""So long after a session was cleared entries of before may still come; longer than anybody waits
for a store. Our own bound."""

SWEPT = 2
"""Marks of clearings that are forgotten for each that is made."""

ALL = "all"

LAST = datetime(9999, 1, 1, tzinfo=EPOCH.tzinfo)


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, each with its number."""

    id: str
    entries: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A page, how many entries it has, and their bytes."""

    id: str
    count: int
    weight: int


@dataclass(frozen=True, slots=True)
class Book:
    """The pages of a session, the oldest first, and when the last entry came."""

    id: str
    written_at: datetime
    marks: tuple[Mark, ...] = ()

    @property
    def count(self) -> int:
        return sum(mark.count for mark in self.marks)

    @property
    def weight(self) -> int:
        return sum(mark.weight for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Shelf:
    """All books together, and the number of the last entry."""

    id: str = ALL
    number: int = 0
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Cleared:
    """That a session was cleared: what arrived before then is not taken any more."""

    id: str
    at: datetime


PAGE = Kind("understudy.page", Page)
BOOK = Kind("understudy.book", Book, due_of=lambda book: book.written_at)
SHELF = Kind("understudy.shelf", Shelf)
CLEARED = Kind("understudy.cleared", Cleared, due_of=lambda cleared: cleared.at + LATE)


@dataclass(frozen=True, slots=True)
class Pages:
    """What is kept, in one transaction.

    Args:
        state: of the space that holds nothing else.
        most: entries of a session; some more are kept than that, and never shown.
        most_of_a_session, most_of_all: bytes.
    """

    state: State
    most: int
    most_of_a_session: int
    most_of_all: int

    def add(self, session: str, entries: Sequence[Entry], now: datetime) -> list[int]:
        """Keep entries, and let go of others for them.

        Returns:
            Their numbers; 0 of one that came before the session was cleared, and is not kept.
        """
        cleared = self.state.get(CLEARED, session)
        since_us = 0 if cleared is None else microseconds(cleared.at)
        shelf, book = self._shelf, self.state.get(BOOK, session) or Book(session, now)
        counter = count(shelf.number + 1)
        numbers = [next(counter) if one["arrived_us"] >= since_us else 0 for one in entries]
        taken = [{**one, "number": n} for n, one in zip(numbers, entries, strict=True) if n]
        if taken:
            changed = self._bounded(self._filed(replace(book, written_at=now), taken))
            self.state.put(BOOK, changed)
            weight = shelf.weight + changed.weight - book.weight
            self.state.put(SHELF, Shelf(number=taken[-1]["number"], weight=weight))
            self._make_room(session)
        return numbers

    def change(self, session: str, number: int, entry: Entry) -> None:
        """Put an entry in the place of the one of this number, if that is still there."""
        book = self.state.get(BOOK, session)
        marks = () if book is None else book.marks
        first = next((one for one in reversed(marks) if one.id <= page_id(session, number)), None)
        page = self.state.get(PAGE, first.id) if first else None
        if page is None:
            return
        changed = {**entry, "number": number}
        entries = (changed if one["number"] == number else one for one in page.entries)
        self.state.put(PAGE, replace(page, entries=tuple(entries)))

    def of(self, session: str) -> list[Entry]:
        """The last entries of a session, in order."""
        book = self.state.get(BOOK, session)
        pages = (self.state.get(PAGE, mark.id) for mark in book.marks) if book else ()
        return in_order(page.entries for page in pages if page)[-self.most :]

    def all(self) -> list[Entry]:
        """Those of all sessions, in order."""
        return in_order(self.of(book.id) for book in self.state.due(BOOK, LAST, MOST))

    def count(self, session: str) -> int:
        book = self.state.get(BOOK, session)
        return min(book.count, self.most) if book else 0

    def clear(self, session: str, now: datetime) -> None:
        """Forget what came to a session until now."""
        self._drop(session)
        for over in self.state.due(CLEARED, now, SWEPT):
            self.state.delete(CLEARED, over.id)
        self.state.put(CLEARED, Cleared(session, now))

    @property
    def _shelf(self) -> Shelf:
        return self.state.get(SHELF, ALL) or Shelf()

    def _filed(self, book: Book, entries: Sequence[Entry]) -> Book:
        """With these on its last page, and on new ones when that is full."""
        marks, page = list(book.marks), None
        if marks and not self._is_full(marks[-1]):
            page = self.state.get(PAGE, marks[-1].id)
        for entry in entries:
            if page is None or self._is_full(marks[-1]):
                self._keep(page)
                page = Page(page_id(book.id, entry["number"]), ())
                marks.append(Mark(page.id, 0, 0))
            page = replace(page, entries=(*page.entries, entry))
            last = marks[-1]
            marks[-1] = Mark(last.id, last.count + 1, last.weight + len(orjson.dumps(entry)))
        self._keep(page)
        return replace(book, marks=tuple(marks))

    def _is_full(self, mark: Mark) -> bool:
        return mark.count >= max(FULL, self.most // 20) or mark.weight >= FULL_BYTES

    def _keep(self, page: Page | None) -> None:
        if page is not None:
            self.state.put(PAGE, page)

    def _bounded(self, book: Book) -> Book:
        """Without the oldest pages, as far as the others are enough, or too much."""
        while len(book.marks) > 1 and (
            book.count - book.marks[0].count >= self.most or book.weight > self.most_of_a_session
        ):
            self.state.delete(PAGE, book.marks[0].id)
            book = replace(book, marks=book.marks[1:])
        return book

    def _make_room(self, spared: str) -> None:
        """The sessions that were quiet for longest go first."""
        while self._shelf.weight > self.most_of_all:
            quiet = [book.id for book in self.state.due(BOOK, LAST, 2) if book.id != spared]
            if not quiet:
                return
            self._drop(quiet[0])

    def _drop(self, session: str) -> None:
        book = self.state.get(BOOK, session)
        if book is not None:
            for mark in book.marks:
                self.state.delete(PAGE, mark.id)
            self.state.delete(BOOK, session)
            shelf = self._shelf
            self.state.put(SHELF, replace(shelf, weight=shelf.weight - book.weight))


def page_id(session: str, number: int) -> str:
    """Of the page that begins with this number; in order of it."""
    return f"{session} {number:016}"


def in_order(groups: Iterable[Iterable[Entry]]) -> list[Entry]:
    return sorted(chain.from_iterable(groups), key=lambda one: (one["arrived_us"], one["number"]))
