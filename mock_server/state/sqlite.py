"""The backend `sqlite:`: one file, for any number of processes on one machine.

What was committed survives the end of the process, however sudden; a power cut may take the last
transactions, but never a part of one (WAL with synchronous=NORMAL. Source: SQLite, "Pragma
statements", synchronous).
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import unquote

from mock_server.errors import ConfigError
from mock_server.state.documents import Due
from mock_server.state.errors import StoreError

PATIENCE_S = 5.0
"""How long to wait for another process's transaction, which takes under a millisecond. ASSUMED."""

BETWEEN_TRIES_S = 0.01
"""So often is a file asked for again that others are making; a choice of ours."""

APPLICATION = 0x556E6473
"""Marks a file as ours, in its `application_id`: "Unds"."""

LAYOUT = 1
"""In the file's `user_version`; a later layout has a higher number."""

TABLES = (
    """CREATE TABLE documents (
        space TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
        due_us INTEGER, document BLOB NOT NULL,
        PRIMARY KEY (space, kind, id)
    )""",
    """CREATE INDEX due_in_space ON documents (space, kind, due_us, id)
        WHERE due_us IS NOT NULL""",
    """CREATE INDEX due_anywhere ON documents (kind, space, due_us, id)
        WHERE due_us IS NOT NULL""",
)

GET = "SELECT document FROM documents WHERE space = ? AND kind = ? AND id = ?"
PUT = """INSERT INTO documents (space, kind, id, document, due_us) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (space, kind, id) DO UPDATE
    SET document = excluded.document, due_us = excluded.due_us"""
DELETE = "DELETE FROM documents WHERE space = ? AND kind = ? AND id = ?"
PAGE = """SELECT document FROM documents WHERE space = ? AND kind = ? AND id > ?
    ORDER BY id LIMIT ?"""
LAST_PAGE = """SELECT document FROM documents WHERE space = ? AND kind = ?
    ORDER BY id DESC LIMIT ?"""
PAGE_BEFORE = """SELECT document FROM documents WHERE space = ? AND kind = ? AND id < ?
    ORDER BY id DESC LIMIT ?"""
COUNT = "SELECT count(*) FROM documents WHERE space = ? AND kind = ?"
DUE = """SELECT document FROM documents WHERE space = ? AND kind = ? AND due_us <= ?
    ORDER BY due_us, id LIMIT ?"""
CLEAR = "DELETE FROM documents WHERE space = ?"
FIRSTS = """SELECT min(due_us), space FROM documents WHERE kind = ? AND due_us IS NOT NULL
    GROUP BY space"""


class SqliteDocuments:
    """One transaction on the documents of a space."""

    def __init__(self, connection: sqlite3.Connection, space: str) -> None:
        self._execute = connection.execute
        self._space = space

    def get(self, kind: str, key: str) -> bytes | None:
        row = self._execute(GET, (self._space, kind, key)).fetchone()
        return row[0] if row else None

    def put(self, kind: str, key: str, document: bytes, due_us: int | None) -> None:
        self._execute(PUT, (self._space, kind, key, document, due_us))

    def delete(self, kind: str, key: str) -> bool:
        return self._execute(DELETE, (self._space, kind, key)).rowcount > 0

    def page(self, kind: str, after: str | None, limit: int, descending: bool) -> list[bytes]:
        if not descending:  # every id is beyond the empty text
            rows = self._execute(PAGE, (self._space, kind, after or "", limit))
        elif after is None:
            rows = self._execute(LAST_PAGE, (self._space, kind, limit))
        else:
            rows = self._execute(PAGE_BEFORE, (self._space, kind, after, limit))
        return [row[0] for row in rows]

    def count(self, kind: str) -> int:
        number: int = self._execute(COUNT, (self._space, kind)).fetchone()[0]
        return number

    def due(self, kind: str, now_us: int, limit: int) -> list[bytes]:
        return [row[0] for row in self._execute(DUE, (self._space, kind, now_us, limit))]

    def clear(self) -> None:
        self._execute(CLEAR, (self._space,))


class Sqlite:
    """One connection to one file. The file's own lock keeps the processes apart."""

    at_once = 1
    is_shared = True

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    @contextmanager
    def transaction(self, space: str) -> Iterator[SqliteDocuments]:
        with self._explained():
            try:
                # Whoever begins by reading may find, when it comes to write, that it has read too
                # early and must start over; so every transaction takes its turn at once.
                self._connection.execute("BEGIN IMMEDIATE")
                yield SqliteDocuments(self._connection, space)
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def firsts(self, kind: str) -> list[Due]:
        with self._explained():
            rows = self._connection.execute(FIRSTS, (kind,)).fetchall()
        return sorted(Due(*row) for row in rows)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(
                "The store could not do its work, so nothing was changed",
                where=str(self._path),
                why=str(error),
                fix="see that the disk has room and that no other program holds the file for long",
            ) from error


def open_backend(address: str) -> Sqlite:
    """Open the file that the address names, or make it, for this user alone.

    Args:
        address: what follows `sqlite:`. As in SQLAlchemy, three slashes before a path below the
            working folder, four before an absolute one.

    Raises:
        ConfigError: the address names no file, or the file cannot be used.
    """
    path = _path(address)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        connection = sqlite3.connect(
            path, timeout=PATIENCE_S, isolation_level=None, check_same_thread=False
        )
    except (OSError, ValueError, sqlite3.Error) as error:
        raise _unusable(path, getattr(error, "strerror", None) or str(error)) from error
    try:
        _prepare_in_turn(connection, path)
    except sqlite3.Error as error:
        connection.close()
        raise _unusable(path, str(error)) from error
    except ConfigError:
        connection.close()
        raise
    return Sqlite(connection, path)


def _path(address: str) -> Path:
    name = unquote(address.removeprefix("///"))
    is_path = address.startswith("///") and not set("?#") & set(address) and "\0" not in name
    if not is_path or name in {"", ":memory:"}:
        raise ConfigError(
            f"The URL sqlite:{address} names no file",
            where="the store's URL",
            why="a path follows three slashes, without options",
            fix="write sqlite:///mock.db, sqlite:////var/lib/mock.db, or memory: to keep no file",
        )
    return Path(name)


def _prepare_in_turn(connection: sqlite3.Connection, path: Path) -> None:
    """Try again for as long as others are making or closing the same file.

    SQLite does not wait where two connections could wait for each other, as for the writer of a
    file that is to be turned to WAL: it refuses at once, whatever its timeout. Source: SQLite,
    "Register A Callback To Handle SQLITE_BUSY Errors".
    """
    until_s = monotonic() + PATIENCE_S
    while True:
        try:
            return _prepare(connection, path)
        except sqlite3.OperationalError as error:
            connection.rollback()
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or monotonic() > until_s:
                raise
        sleep(BETWEEN_TRIES_S)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the layout where there is none; a file of anybody else is left as it is."""
    connection.execute("BEGIN")  # what is read of the file is all of one moment
    _is_new(connection, path)
    connection.execute("COMMIT")
    (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
    if mode != "wal":
        raise _unusable(path, f"its file system allows only the journal mode {mode!r}")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("BEGIN IMMEDIATE")
    if _is_new(connection, path):  # asked again, now that nobody else can be making it
        for statement in TABLES:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {LAYOUT}")
    connection.execute("COMMIT")


def _is_new(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the file is empty.

    Raises:
        ConfigError: it holds something else than the layout that this version knows.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (layout,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if (application, layout, tables) == (0, 0, 0):
        return True
    if application != APPLICATION:
        raise _unusable(path, "it is another program's database")
    if layout != LAYOUT:
        raise _unusable(path, f"its layout has the number {layout}, this version knows {LAYOUT}")
    return False


def _unusable(path: Path, why: str) -> ConfigError:
    return ConfigError(
        f"The store cannot use the file {path}",
        where=f"the store's URL, for {path.absolute()}",
        why=why,
        fix="name a new file in a folder that exists and can be written; four slashes begin an "
        "absolute path, as in sqlite:////var/lib/mock.db",
    )
