"""The backend `memory:`: fast, gone with the process.

Changes are made in place and noted with what undoes them, so a transaction costs what it touches.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from mock_server.errors import ConfigError
from mock_server.state.documents import Due


class Row(NamedTuple):
    document: bytes
    due_us: int | None


class Table:
    """The documents of one kind in one space, with their ids and their dues in order."""

    __slots__ = ("dues", "keys", "rows")

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.keys: list[str] = []
        self.dues: list[tuple[int, str]] = []

    def replace(self, key: str, row: Row | None) -> Row | None:
        """Put a row, or remove it when it is None; what was there before."""
        before = self.rows.get(key)
        if row is None:
            if before is not None:
                del self.rows[key], self.keys[bisect_left(self.keys, key)]
        else:
            if before is None:
                insort(self.keys, key)
            self.rows[key] = row
        self._reschedule(key, before and before.due_us, row and row.due_us)
        return before

    def _reschedule(self, key: str, before: int | None, after: int | None) -> None:
        if before == after:
            return
        if before is not None:
            del self.dues[bisect_left(self.dues, (before, key))]
        if after is not None:
            insort(self.dues, (after, key))

    def page(self, after: str | None, limit: int, descending: bool) -> list[str]:
        if descending:
            end = len(self.keys) if after is None else bisect_left(self.keys, after)
            return self.keys[max(0, end - limit) : end][::-1]
        start = 0 if after is None else bisect_right(self.keys, after)
        return self.keys[start : start + limit]


class MemoryDocuments:
    """One transaction on the tables of a space."""

    def __init__(self, tables: dict[str, Table]) -> None:
        self._tables = tables
        self._undo: list[Callable[[], object]] = []

    def get(self, kind: str, key: str) -> bytes | None:
        table = self._tables.get(kind)
        row = None if table is None else table.rows.get(key)
        return None if row is None else row.document

    def put(self, kind: str, key: str, document: bytes, due_us: int | None) -> None:
        table = self._tables.get(kind)
        if table is None:
            table = self._tables[kind] = Table()
        before = table.replace(key, Row(document, due_us))
        self._undo.append(partial(table.replace, key, before))

    def delete(self, kind: str, key: str) -> bool:
        table = self._tables.get(kind)
        before = None if table is None else table.replace(key, None)
        if table is None or before is None:
            return False
        self._undo.append(partial(table.replace, key, before))
        return True

    def page(self, kind: str, after: str | None, limit: int, descending: bool) -> list[bytes]:
        table = self._tables.get(kind) or Table()
        return [table.rows[key].document for key in table.page(after, limit, descending)]

    def count(self, kind: str) -> int:
        return len((self._tables.get(kind) or Table()).rows)

    def due(self, kind: str, now_us: int, limit: int) -> list[bytes]:
        table = self._tables.get(kind) or Table()
        end = bisect_left(table.dues, (now_us + 1, ""))
        return [table.rows[key].document for _, key in table.dues[: min(end, limit)]]

    def clear(self) -> None:
        before = self._tables.copy()
        self._tables.clear()
        self._undo.append(partial(self._tables.update, before))
        self._undo.append(self._tables.clear)

    def undo(self) -> None:
        for step in reversed(self._undo):
            step()


class Memory:
    """The tables of every space."""

    at_once = 1
    is_shared = False

    def __init__(self) -> None:
        self._spaces: dict[str, dict[str, Table]] = {}

    @contextmanager
    def transaction(self, space: str) -> Iterator[MemoryDocuments]:
        tables = self._spaces.setdefault(space, {})
        documents = MemoryDocuments(tables)
        try:
            yield documents
        except BaseException:
            documents.undo()
            raise
        finally:
            if not any(table.rows for table in tables.values()):
                del self._spaces[space]

    def firsts(self, kind: str) -> list[Due]:
        return sorted(
            Due(table.dues[0][0], space)
            for space, tables in self._spaces.items()
            if (table := tables.get(kind)) and table.dues
        )

    def close(self) -> None:
        self._spaces.clear()


def open_backend(address: str) -> Memory:
    """A new, empty memory.

    Raises:
        ConfigError: the address says more than `memory:` can mean.
    """
    if address not in {"", "//"}:
        raise ConfigError(
            f"There is no memory {address!r}",
            where="the store's URL",
            why="memory has no name, path or options",
            fix="write memory: alone",
        )
    return Memory()
