"""The backend `postgresql:`: one database, for any number of processes on any machines.

Transactions on one space take turns, by an advisory lock that ends with the transaction; those on
different spaces do not wait for each other. What was committed is as safe as the database's own
`synchronous_commit` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any
from zlib import crc32

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL, Connection, CursorResult, Engine, create_engine, inspect, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.sql import Executable

from mock_server.errors import ConfigError
from mock_server.state import statements as sql
from mock_server.state.address import SERVER, shown
from mock_server.state.documents import Due
from mock_server.state.errors import StoreError

AT_ONCE = 5
"""Transactions of this process, each on a connection of its own. ASSUMED: as many as SQLAlchemy
keeps in a pool; 19 such processes fit into the 100 connections that PostgreSQL takes.

Source: PostgreSQL 18, "Connections and Authentication", max_connections.
"""

SESSION = (
    "-c lock_timeout=5s "  # for another's transaction, which takes some milliseconds
    "-c statement_timeout=30s "
    "-c idle_in_transaction_session_timeout=30s "  # a process that is stopped, or cut off, lets go
)
"""How long to wait; the URL's own `options` come later and win. ASSUMED, all three."""

LIBPQ: Mapping[str, str] = {
    "application_name": "understudy",
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",  # milliseconds
}
"""So that a machine that is gone is noticed within half a minute; the URL may say otherwise.

Source of the names: PostgreSQL 18, "Parameter Key Words" of libpq. The values are ASSUMED.
"""


class PostgresqlDocuments:
    """One transaction on the documents of a space."""

    def __init__(self, connection: Connection, space: str) -> None:
        self._connection = connection
        self._space = space

    def get(self, kind: str, key: str) -> bytes | None:
        document: bytes | None = self._execute(sql.GET, kind=kind, key=key).scalar()
        return document

    def put(self, kind: str, key: str, document: bytes, due_us: int | None) -> None:
        self._execute(sql.PUT, kind=kind, id=key, document=document, due_us=due_us)

    def delete(self, kind: str, key: str) -> bool:
        return self._execute(sql.DELETE, kind=kind, key=key).rowcount > 0

    def page(self, kind: str, after: str | None, limit: int, descending: bool) -> list[bytes]:
        if not descending:  # every id is beyond the empty text
            rows = self._execute(sql.PAGE, kind=kind, after=after or "", most=limit)
        elif after is None:
            rows = self._execute(sql.LAST_PAGE, kind=kind, most=limit)
        else:
            rows = self._execute(sql.PAGE_BEFORE, kind=kind, after=after, most=limit)
        return list(rows.scalars())

    def count(self, kind: str) -> int:
        number: int = self._execute(sql.COUNT, kind=kind).scalar_one()
        return number

    def due(self, kind: str, now_us: int, limit: int) -> list[bytes]:
        return list(self._execute(sql.DUE, kind=kind, now_us=now_us, most=limit).scalars())

    def clear(self) -> None:
        self._execute(sql.CLEAR)

    def _execute(self, statement: Executable, **values: Any) -> CursorResult[Any]:
        return self._connection.execute(statement, {"space": self._space, **values})


class Postgresql:
    """A pool of connections to one database.

    Args:
        name: of the database, for people.
    """

    at_once = AT_ONCE
    is_shared = True

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    @contextmanager
    def transaction(self, space: str) -> Iterator[PostgresqlDocuments]:
        with self._explained(), self._begun(sql.TAKE_TURN, {"turn": turn_of(space)}) as begun:
            connection, _ = begun
            yield PostgresqlDocuments(connection, space)
            self._commit(connection)

    def firsts(self, kind: str) -> list[Due]:
        with self._explained(), self._begun(sql.FIRSTS, {"kind": kind}) as (_, rows):
            found = [Due(row.due_us, row.space) for row in rows]
        return sorted(found)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _begun(
        self, first: Executable, values: Mapping[str, Any]
    ) -> Iterator[tuple[Connection, CursorResult[Any]]]:
        """A transaction that has executed its first statement; it is rolled back at the end."""
        connection, rows = self._first(first, values)
        with closing(connection):
            yield connection, rows

    def _first(
        self, statement: Executable, values: Mapping[str, Any]
    ) -> tuple[Connection, CursorResult[Any]]:
        try:
            return self._attempt(statement, values)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        # The server has closed what the pool kept, and nothing had begun yet.
        return self._attempt(statement, values)

    def _attempt(
        self, statement: Executable, values: Mapping[str, Any]
    ) -> tuple[Connection, CursorResult[Any]]:
        connection = self._engine.connect()
        try:
            return connection, connection.execute(statement, values)
        except BaseException:
            connection.close()
            raise

    def _commit(self, connection: Connection) -> None:
        try:
            connection.commit()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            raise StoreError(
                "The connection was lost at the end of a transaction",
                where=self._name,
                why=f"{reason(error)}; it may or may not have been kept",
                fix="look at what is there before you do it again",
            ) from error

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise StoreError(
                "The store could not do its work, so nothing was changed",
                where=self._name,
                why=reason(error),
                fix="see that the database runs, has room, and that nobody holds it for long",
            ) from error


def turn_of(space: str) -> int:
    """What a space's transactions take turns by: 32 bits with a sign.

    Spaces that share one wait for each other without need, and come to no harm.
    """
    return crc32(space.encode()) - (1 << 31)


def open_backend(address: str) -> Postgresql:
    """Connect to the database that the address names, and make our tables if it has none.

    Args:
        address: what follows `postgresql:`, as SQLAlchemy reads it: //user:password@host:port/name
            with options of libpq after a question mark. What it does not say, libpq takes from
            PGPASSWORD and the like, or from ~/.pgpass.

    Raises:
        ConfigError: the address is not understood, or the database cannot be used.
    """
    url = f"postgresql:{address}"
    name = shown(url)
    engine = create_engine(
        _with_defaults(_understood(url, name)),
        module=psycopg,
        isolation_level="READ COMMITTED",  # a turn is waited for, and then all is seen
        pool_size=AT_ONCE,
        max_overflow=0,
        hide_parameters=True,  # they are what is kept, and errors end in logs
    )
    try:
        with engine.begin() as connection:
            _prepare(connection, name)
    except (SQLAlchemyError, ValueError) as error:
        engine.dispose()
        raise _unusable(name, reason(error)) from error
    except ConfigError:
        engine.dispose()
        raise
    return Postgresql(engine, name)


def _understood(url: str, name: str) -> URL:
    try:
        if not SERVER.fullmatch(url):
            raise _misread(name, "a part of it could be taken for another part")
        made = make_url(url).set(drivername="postgresql+psycopg")
        make_conninfo(**dict.fromkeys(made.query, "1"))
    except psycopg.ProgrammingError as error:
        raise _misread(name, reason(error)) from None
    except (SQLAlchemyError, ValueError):  # they may quote what they could not read
        raise _misread(name, "it is no URL of a database") from None
    return made


def _with_defaults(url: URL) -> URL:
    query = {**LIBPQ, **url.query}
    own = url.query.get("options", "")
    query["options"] = SESSION + (own if isinstance(own, str) else " ".join(own))
    return url.set(query=query)


def _prepare(connection: Connection, name: str) -> None:
    """Make the tables where there are none; replicas that start together take turns."""
    encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise _unusable(name, f"its encoding is {encoding}, which cannot keep every text")
    connection.execute(sql.TAKE_TURN, {"turn": turn_of("")})
    if not inspect(connection).has_table(sql.LAYOUTS.name):
        sql.TABLES.create_all(connection, checkfirst=False)
        connection.execute(sql.LAYOUTS.insert(), {"number": sql.LAYOUT})
    found = connection.scalars(sql.LAYOUTS.select()).all()
    if found != [sql.LAYOUT]:
        told = " and ".join(map(str, found)) or "none"
        raise _unusable(name, f"its layout has the number {told}, this version knows {sql.LAYOUT}")


def reason(error: Exception) -> str:
    """What PostgreSQL or libpq said, on one line, without the statement and its values."""
    said = error.orig if isinstance(error, DBAPIError) else error
    primary = said.diag.message_primary if isinstance(said, psycopg.Error) else None
    return " ".join((primary or str(said)).split()) or type(said).__name__


def _misread(name: str, why: str) -> ConfigError:
    return ConfigError(
        f"The store's URL {name} cannot be read",
        where="the store's URL",
        why=why,
        fix="write postgresql://user:password@host:5432/name; in user and password %40 for @, %3A "
        "for a colon, %2F for /, %3F for ?, %23 for #, %25 for %",
    )


def _unusable(name: str, why: str) -> ConfigError:
    return ConfigError(
        f"The store cannot use the database {name}",
        where="the store's URL",
        why=why,
        fix="name a database in UTF8 whose user may create tables in it, on a server that runs",
    )
