from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest

from mock_server.errors import ConfigError
from mock_server.state import sqlite
from mock_server.state.errors import StateError
from mock_server.state.store import Store, open_store
from tests.state.records import NOTE, SPACE, Note, keep, kept


def test_a_file_is_for_its_owner_alone(file_url: str, tmp_path: Path) -> None:
    with closing(open_store(file_url)) as store:
        keep(store, Note("a"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}

    assert modes == dict.fromkeys(("mock.db", "mock.db-wal", "mock.db-shm"), 0o600)


def test_all_who_open_a_new_file_at_the_same_moment_can_use_it(tmp_path: Path) -> None:
    together = Barrier(6)

    def use(round_: int) -> int:
        together.wait()
        url = f"sqlite:///{tmp_path}/{round_}.db"
        with closing(open_store(url)) as store, store.transaction(SPACE) as state:
            return state.ordinal("user")

    with ThreadPoolExecutor(6) as threads:
        told = [sorted(threads.map(use, [round_] * 6)) for round_ in range(10)]

    assert told == [[1, 2, 3, 4, 5, 6]] * 10


def test_who_writes_a_new_file_while_it_is_opened_is_waited_for(tmp_path: Path) -> None:
    """SQLite itself waits for no writer when it turns a file to WAL."""
    path = tmp_path / "mock.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other, ThreadPoolExecutor() as one:
        other.execute("BEGIN IMMEDIATE")
        opened = one.submit(open_store, f"sqlite:///{path}")
        with pytest.raises(TimeoutError):
            opened.result(timeout=0.2)
        other.execute("COMMIT")

        with closing(opened.result(timeout=10)) as store:
            keep(store, Note("a"))
            assert kept(store) == [Note("a")]


def test_a_full_disk_makes_an_error_of_ours_and_loses_nothing(tmp_path: Path) -> None:
    backend = sqlite.open_backend(f"///{tmp_path}/mock.db")
    backend._connection.execute("PRAGMA max_page_count = 30")

    with closing(Store(backend)) as store:
        keep(store, Note("a"))
        with pytest.raises(StateError) as refusal:
            keep(store, Note("b"), Note("c", "x" * 1_000_000))
        keep(store, Note("d"))

        assert refusal.value.why == "database or disk is full"
        assert kept(store) == [Note("a"), Note("d")]


def test_a_name_in_the_url_may_be_escaped(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/a%20b%3F.db")) as store:
        keep(store, Note("a"))

    assert (tmp_path / "a b?.db").exists()


def test_three_slashes_begin_a_path_below_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    open_store("sqlite:///mock.db").close()

    assert (tmp_path / "mock.db").exists()


def unusable(path: Path) -> str:
    with pytest.raises(ConfigError) as refusal:
        open_store(f"sqlite:///{path}")
    assert str(path) in refusal.value.what
    return refusal.value.why


def test_a_path_that_can_hold_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert unusable(tmp_path) == os.strerror(21)
    assert unusable(tmp_path / "absent" / "mock.db") == os.strerror(2)
    assert unusable(tmp_path / "file" / "mock.db") == os.strerror(20)
    assert unusable(tmp_path / ("x" * 300)) == os.strerror(36)


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)

    assert unusable(tmp_path / "mock.db") == os.strerror(13)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sir or Madam, " * 500)
    before = path.read_bytes()

    assert unusable(path) == "file is not a database"
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE documents (id)")
    before = path.read_bytes()

    assert unusable(path) == "it is another program's database"
    assert path.read_bytes() == before


def test_the_layout_of_a_newer_version_is_refused(file_url: str, tmp_path: Path) -> None:
    open_store(file_url).close()
    with closing(sqlite3.connect(tmp_path / "mock.db")) as connection:
        connection.execute("PRAGMA user_version = 2")

    assert unusable(tmp_path / "mock.db") == "its layout has the number 2, this version knows 1"


def test_a_file_that_is_spoiled_later_makes_an_error_of_ours(file_url: str, tmp_path: Path) -> None:
    with closing(open_store(file_url)) as store:
        keep(store, Note("a"))
        with closing(sqlite3.connect(tmp_path / "mock.db")) as connection:
            connection.execute("DROP TABLE documents")

        with pytest.raises(StateError) as refusal, store.transaction(SPACE) as state:
            state.get(NOTE, "a")
        with pytest.raises(StateError):
            store.firsts(NOTE)

    assert refusal.value.why == "no such table: documents"


def test_records_are_found_by_index_and_never_by_reading_all(file_url: str, tmp_path: Path) -> None:
    with closing(open_store(file_url)) as store:
        keep(store, Note("a"))

    assert [plan for plan in plans(tmp_path / "mock.db") if "SCAN" in plan or "SORT" in plan] == []


def plans(path: Path) -> Iterator[str]:

    statements = (sqlite.GET, sqlite.PAGE, sqlite.PAGE_BEFORE, sqlite.LAST_PAGE, sqlite.DUE)
    with closing(sqlite3.connect(path)) as connection:
        for statement in (*statements, sqlite.FIRSTS, sqlite.COUNT, sqlite.CLEAR):
            values = ("x",) * statement.count("?")
            for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values):
                yield row[3].replace("USE TEMP B-TREE FOR ORDER BY", "SORT")
