from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Barrier
from typing import IO

import pytest

from mock_server.errors import ConfigError
from mock_server.state import sqlite
from mock_server.state.errors import StateError
from mock_server.state.outbox import CALLBACK, Callback
from mock_server.state.store import Store, open_store
from tests.state.processes import JOBS
from tests.state.records import NOON, NOTE, SPACE, Note, keep, kept

ROOT = Path(__file__).parents[2]


@contextmanager
def process(job: str, url: str) -> Iterator[subprocess.Popen[str]]:
    assert job in JOBS
    command = (sys.executable, "-m", "tests.state.processes", job, url)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def lines(running: subprocess.Popen[str]) -> IO[str]:
    assert running.stdout is not None
    return running.stdout


def test_what_was_kept_is_there_when_the_file_is_opened_again(file_url: str) -> None:
    with closing(open_store(file_url)) as first:
        keep(first, Note("a", "first", NOON))

    with closing(open_store(file_url)) as second:
        assert kept(second) == [Note("a", "first", NOON)]
        assert second.firsts(NOTE) == [(NOON, SPACE)]


def test_a_file_is_for_its_owner_alone(file_url: str, tmp_path: Path) -> None:
    with closing(open_store(file_url)) as store:
        keep(store, Note("a"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}

    assert modes == dict.fromkeys(("mock.db", "mock.db-wal", "mock.db-shm"), 0o600)


@pytest.mark.parametrize("written", [1, 25, 150])
def test_a_killed_process_has_kept_every_transaction_that_it_ended(
    file_url: str, written: int
) -> None:
    with process("commit_pairs", file_url) as running:
        told = [int(next(lines(running))) for _ in range(written)]
        running.kill()
        told += [int(line) for line in lines(running) if line.endswith("\n")]

    with closing(open_store(file_url)) as store, store.transaction(SPACE) as state:
        ids = [note.id for note in state.page(NOTE, limit=1_000_000)]

    pairs = len(ids) // 2
    assert ids == [f"{n:08}.{side}" for n in range(1, pairs + 1) for side in ("left", "right")]
    assert len(told) >= written
    assert pairs in {len(told), len(told) + 1}  # it may have been killed before it could tell


def test_a_process_that_is_killed_within_a_transaction_has_changed_nothing(file_url: str) -> None:
    before = [Note("a", "first"), Note("b", "second", NOON)]
    with closing(open_store(file_url)) as store:
        keep(store, *before)

        with process("stop_half_way", file_url) as running:
            assert next(lines(running)) == "open\n"
            running.kill()
            running.wait()

        assert kept(store) == before
        keep(store, Note("c"))
        assert kept(store) == [*before, Note("c")]


def test_processes_that_begin_together_on_a_new_file_lose_no_update(file_url: str) -> None:
    with (
        process("add", file_url) as one,
        process("add", file_url) as two,
        process("add", file_url) as three,
    ):
        told = [int(line) for running in (one, two, three) for line in lines(running)]

    assert sorted(told) == list(range(1, 601))


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


def test_processes_never_claim_the_same_callback(file_url: str) -> None:
    ids = [f"{number:03}" for number in range(150)]
    with closing(open_store(file_url)) as store, store.transaction(SPACE) as state:
        for key in ids:
            state.put(CALLBACK, Callback(key, "http://127.0.0.1:9/", NOON, NOON))

    with process("claim_all", file_url) as one, process("claim_all", file_url) as two:
        taken = [line.strip() for running in (one, two) for line in lines(running)]

    assert sorted(taken) == ids


def test_two_stores_on_one_file_see_each_others_transactions(file_url: str) -> None:
    with closing(open_store(file_url)) as one, closing(open_store(file_url)) as two:
        keep(one, Note("a"))
        seen = kept(two)
        two.reset(SPACE)

        assert (seen, kept(one)) == ([Note("a")], [])


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
