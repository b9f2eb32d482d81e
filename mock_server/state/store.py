"""The store: opened once by its URL, then one transaction after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from threading import Semaphore, get_ident
from types import MappingProxyType
from typing import Any

from mock_server.errors import ConfigError
from mock_server.state.address import shown
from mock_server.state.documents import Backend, Documents, Due, is_key
from mock_server.state.errors import StateError
from mock_server.state.kind import EPOCH, MICROSECOND, Kind, T, microseconds

SCHEMES: Mapping[str, str] = MappingProxyType(
    {
        "memory": "mock_server.state.memory",
        "sqlite": "mock_server.state.sqlite",
        "postgresql": "mock_server.state.postgresql",
    }
)
"""The backends by URL scheme: modules with `open_backend(what follows the scheme) -> Backend`.

They are named rather than imported because each may need what the others do not: SQLite's own
module takes 15 ms to import, and SQLAlchemy is an extra that need not be there.
"""

PATIENCE_S = 5.0
"""How long to wait for another thread's transaction, which takes under a millisecond. ASSUMED."""

MOST = 2**31 - 1
"""Records on a page, or more than anybody means: a limit above it counts as this."""

ORDINAL = "understudy.ordinal"


class State:
    """What one transaction sees and changes, in records. Of no use when the transaction is over."""

    __slots__ = ("_documents",)

    def __init__(self, documents: Documents) -> None:
        self._documents: Documents | None = documents

    def get(self, kind: Kind[T], key: str) -> T | None:
        """The record of this id. There is none under a text that cannot be an id."""
        document = self._open.get(kind.name, key) if is_key(key) else None
        return None if document is None else kind.decode(document)

    def put(self, kind: Kind[T], record: T) -> None:
        """Keep a record, in the place of any other of its id.

        Raises:
            StateError: the record or its id cannot be kept.
        """
        key, due_us = kind.key(record), kind.due_us(record)
        self._open.put(kind.name, key, kind.encode(record), due_us)

    def delete(self, kind: Kind[Any], key: str) -> bool:
        """Whether there was such a record."""
        return is_key(key) and self._open.delete(kind.name, key)

    def page(
        self, kind: Kind[T], after: str | None = None, limit: int = 100, descending: bool = False
    ) -> list[T]:
        """Records in order of id: the first `limit`, or the first beyond the id `after`.

        Nothing is beyond a text that cannot be an id; there need be no record of the id.
        """
        if limit < 1 or not (after is None or is_key(after)):
            return []
        documents = self._open.page(kind.name, after, min(limit, MOST), descending)
        return [kind.decode(document) for document in documents]

    def count(self, kind: Kind[Any]) -> int:
        return self._open.count(kind.name)

    def due(self, kind: Kind[T], now: datetime, limit: int = 100) -> list[T]:
        """The first `limit` records that are due by now; those that were due first come first."""
        documents = self._open.due(kind.name, microseconds(now), max(0, min(limit, MOST)))
        return [kind.decode(document) for document in documents]

    def ordinal(self, name: str) -> int:
        """1, then 2, and so on: one more for each time that the space is asked for this name.

        Tells apart what equal requests at the same moment create.
        """
        before = self._open.get(ORDINAL, checked_key(name))
        number = int(before or 0) + 1
        self._open.put(ORDINAL, name, b"%d" % number, None)
        return number

    def counted(self, name: str) -> int:
        """How often `ordinal` was asked for this name."""
        return int(self._open.get(ORDINAL, checked_key(name)) or 0)

    def uncount(self, name: str) -> None:
        """Let `ordinal` begin again for this name."""
        self._open.delete(ORDINAL, checked_key(name))

    def clear(self) -> None:
        """Forget everything in this space."""
        self._open.clear()

    def end(self) -> None:
        self._documents = None

    @property
    def _open(self) -> Documents:
        if self._documents is None:
            raise StateError(
                "The transaction is over",
                where="state",
                why="its state was kept and used later",
                fix="open another one",
            )
        return self._documents


class Store:
    """A backend, with as many transactions at once as it can take, one from each thread."""

    def __init__(self, backend: Backend) -> None:
        self.is_shared = backend.is_shared
        """Whether other processes may write to it, too."""
        self._backend: Backend | None = backend
        self._turns = Semaphore(backend.at_once)
        self._inside: set[int] = set()

    @contextmanager
    def transaction(self, space: str) -> Iterator[State]:
        """To end well is to have changed everything; to raise is to have changed nothing.

        Keep it short and wait for nothing inside: others wait meanwhile.

        Args:
            space: whose records these are, such as a session's; spaces do not see each other.

        Raises:
            StateError: the space is no text that can be kept, this thread is in a transaction
                already, or the others took too long.
        """
        with self._turn() as backend, backend.transaction(checked_key(space)) as documents:
            state = State(documents)
            try:
                yield state
            finally:
                state.end()

    def reset(self, space: str) -> None:
        """Forget everything in a space."""
        with self.transaction(space) as state:
            state.clear()

    def firsts(self, kind: Kind[Any]) -> list[tuple[datetime, str]]:
        """When the first record of this kind is due in each space that has one, and in which.

        In order of that moment; each space may have a clock of its own.
        """
        with self._turn() as backend:
            found: list[Due] = backend.firsts(kind.name)
        return [(EPOCH + due.us * MICROSECOND, due.space) for due in found]

    def close(self) -> None:
        """Give back files and connections; the store is of no use afterwards."""
        if self._backend is not None:
            with self._turn() as backend:
                self._backend = None
                self._wait_for_others(backend.at_once - 1)
                backend.close()

    def _wait_for_others(self, most: int) -> None:
        ended = [self._turns.acquire(timeout=PATIENCE_S) for _ in range(most)]
        if any(ended):
            self._turns.release(sum(ended))

    @contextmanager
    def _turn(self) -> Iterator[Backend]:
        thread = get_ident()
        if thread in self._inside:
            raise _refused("this thread is in a transaction already", "end that one first")
        if not self._turns.acquire(timeout=PATIENCE_S):
            raise _refused(f"another one took {PATIENCE_S:g} s", "wait for nothing inside of one")
        try:
            self._inside.add(thread)
            if self._backend is None:
                raise _refused("the store is closed", "open it again")
            yield self._backend
        finally:
            self._inside.discard(thread)
            self._turns.release()


def open_store(url: str) -> Store:
    """The store of a URL: `memory:`, `sqlite:///path/to/file` or `postgresql://host/name`.

    It serves all threads of this process; a process that was forked off needs its own.

    Raises:
        ConfigError: there is no such backend, or it cannot use what the URL names.
    """
    scheme, _, address = url.partition(":")
    if scheme not in SCHEMES or not url.startswith(f"{scheme}:"):
        raise ConfigError(
            f"There is no store {shown(url)!r}",
            where="the store's URL",
            why=f"the schemes are: {', '.join(f'{known}:' for known in SCHEMES)}",
            fix="write memory: to forget everything at the end, sqlite:///mock.db, or "
            "postgresql://user:password@host/name",
        )
    try:
        module = import_module(SCHEMES[scheme])
    except ImportError as error:
        raise ConfigError(
            f"The store {shown(url)} needs packages that are not installed",
            where="the store's URL",
            why=str(error),
            fix='pip install "understudy[postgres]"',
        ) from error
    return Store(module.open_backend(address))


def checked_key(text: str) -> str:
    """The text itself.

    Raises:
        StateError: no backend could keep it as a space or an id.
    """
    if not is_key(text):
        raise StateError(
            "This text cannot name anything",
            where="state",
            why=f"it is empty, too long or no Unicode: {text!r:.80}",
            fix="check with `is_key` what comes from outside",
        )
    return text


def _refused(why: str, fix: str) -> StateError:
    return StateError("There can be no transaction now", where="state", why=why, fix=fix)
