"""What a URL of PostgreSQL may be, what is said of one that is refused, and what is never said."""

from __future__ import annotations

import logging
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from mock_server.state.errors import StateError
from mock_server.state.store import open_store
from tests.state.postgres import PASSWORD, Database, PostgresServer, no_secret, refused
from tests.state.processes import ROOT
from tests.state.records import NOTE, SPACE, Note, kept


def test_a_database_that_cannot_keep_every_text_is_refused(postgres: PostgresServer) -> None:
    with postgres.database("ENCODING 'LATIN1'") as narrow:
        assert refused(narrow.url).why == "its encoding is LATIN1, which cannot keep every text"


def test_a_wrong_password_is_refused_and_not_told(database: Database) -> None:
    refusal = refused(database.url_with(password=PASSWORD + "x"))

    assert 'password authentication failed for user "postgres"' in refusal.why


def test_a_server_that_does_not_run_is_refused(database: Database) -> None:
    assert "Connection refused" in refused("postgresql://u:p%40ss@127.0.0.1:1/x").why
    assert "does not exist" in refused(database.url.replace(database.name, "absent")).why


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:",
        "postgresql:name",
        "postgresql://user:p@ss@host/db",
        "postgresql://user:p/ss@host/p@ss",
        "postgresql://user:p@ss:1/db",
        "postgresql://host:p@ss/db",
        "postgresql://host/db?password=p@ss",
        "postgresql://host/db?passwort=p%40ss",
        "postgresql://host:99999/db?password=p%40ss",
        "postgresql://user:p%40ss@127.0.0.1:1/db?connect_timeout=soon",
        "postgresql://user:p%40ss@127.0.0.1:1/d%00b",
        "postgresql://user:p%40ss%00@127.0.0.1:1/db",
        "postgresql://user:p%40ss@127.0.0.1:1/d\ud800b",
        "postgresql://user:p%40ss@127.0.0.1:1/db?row_factory=x",
        "postgresql://user:p%40ss@[::1/db",
        "postgres://user:p%40ss@host/db",
        "postgresql+psycopg://user:p%40ss@host/db",
        "user:p@ss@host/db",
        "p@ss@host",
    ],
    ids=ascii,
)
def test_a_url_that_is_not_understood_is_refused_without_its_secrets(url: str) -> None:
    refusal = refused(url)

    assert all((refusal.what, refusal.where, refusal.why, refusal.fix))
    assert " ss" not in str(refusal)
    assert "ss@" not in str(refusal)


def test_the_password_may_come_from_the_environment(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    url = database.url.replace(quote(PASSWORD, safe=""), "").replace("postgres:@", "postgres@")

    with closing(open_store(url)) as store:
        assert kept(store) == []


def test_neither_errors_nor_logs_tell_what_is_kept_or_the_password(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    note = Note("a", "what a customer said")
    with closing(open_store(database.url)) as store:
        try:
            with store.transaction(SPACE) as state:
                state.put(NOTE, note)
                database.ask("DROP TABLE understudy_layout")
                database.drop_connections()
                state.put(NOTE, note)
        except StateError:
            logging.getLogger("understudy").exception("A request could not be answered")

    assert "terminating connection" in caplog.text
    assert note.text not in caplog.text
    assert no_secret(caplog.text)


def test_without_the_packages_it_is_said_how_to_install_them() -> None:
    """In a process of its own, whose imports find none of them."""
    program = (
        "import sys; sys.modules['sqlalchemy'] = None\n"
        "from mock_server.state.store import open_store\n"
        "open_store('postgresql://user:p@ss@host/db')"
    )
    done = subprocess.run(
        (sys.executable, "-c", program), cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert 'pip install "understudy[postgres]"' in done.stderr
    assert "ss@host" not in done.stderr


def test_other_stores_load_nothing_of_it(tmp_path: Path) -> None:
    program = (
        "import sys; from mock_server.state.store import open_store\n"
        "open_store('memory:'); open_store(sys.argv[1])\n"
        "print({'sqlalchemy', 'psycopg', 'mock_server.state.postgresql'} & set(sys.modules))"
    )
    command = (sys.executable, "-c", program, f"sqlite:///{tmp_path}/mock.db")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"
