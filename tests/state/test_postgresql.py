from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier, Event

import pytest
from sqlalchemy import text

from mock_server.state import postgresql, statements
from mock_server.state.errors import StateError
from mock_server.state.store import Store, open_store
from tests.state.postgres import Database, PostgresServer, refused
from tests.state.records import NOTE, SPACE, Note, keep, kept

IMPATIENT = "&options=-c%20lock_timeout%3D100ms"
FORGETFUL = "&options=-c%20idle_in_transaction_session_timeout%3D100ms"


def test_transactions_on_different_spaces_do_not_wait_for_each_other(database: Database) -> None:
    with closing(open_store(database.url)) as ours, closing(open_store(database.url)) as theirs:
        together = Barrier(4, timeout=20)

        def meet(work: tuple[Store, str]) -> None:
            store, space = work
            with store.transaction(space) as state:
                together.wait()  # all four are inside
                state.put(NOTE, Note("a", space))

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(meet, [(ours, "1"), (ours, "2"), (theirs, "3"), (theirs, "4")]))

        assert [kept(ours, space) for space in "1234"] == [[Note("a", space)] for space in "1234"]


def test_a_space_that_somebody_holds_for_long_makes_an_error_of_ours(database: Database) -> None:
    with (
        closing(open_store(database.url)) as holder,
        closing(open_store(database.url + IMPATIENT)) as waiter,
    ):
        with holder.transaction(SPACE) as state:
            state.put(NOTE, Note("a"))
            with pytest.raises(StateError) as refusal:
                keep(waiter, Note("b"))
        keep(waiter, Note("c"))

        assert refusal.value.why == "canceling statement due to lock timeout"
        assert kept(holder) == [Note("a"), Note("c")]


def test_a_transaction_in_which_nothing_happens_for_long_is_ended_so_that_others_go_on(
    database: Database,
) -> None:
    with (
        closing(open_store(database.url + FORGETFUL)) as holder,
        closing(open_store(database.url)) as waiter,
    ):
        with pytest.raises(StateError) as refusal, holder.transaction(SPACE) as state:  # noqa: PT012
            state.put(NOTE, Note("a"))
            keep(waiter, Note("b"))
            state.put(NOTE, Note("c"))

        assert refusal.value.why == "terminating connection due to idle-in-transaction timeout"
        assert kept(waiter) == [Note("b")]


def test_waiting_has_an_end_that_the_server_sees_to(database: Database) -> None:
    backend = opened(database)

    with closing(backend), backend._engine.connect() as connection:
        asked = connection.execute(
            text(
                "SELECT current_setting('lock_timeout'), current_setting('statement_timeout'), "
                "current_setting('idle_in_transaction_session_timeout'), "
                "current_setting('application_name')"
            )
        ).one()

    assert tuple(asked) == ("5s", "30s", "30s", "understudy")


def opened(database: Database) -> postgresql.Postgresql:
    return postgresql.open_backend(database.url.removeprefix("postgresql:"))


def test_a_store_whose_connections_were_cut_while_idle_goes_on(database: Database) -> None:
    with closing(open_store(database.url)) as store:
        keep(store, Note("a"))
        database.drop_connections()
        keep(store, Note("b"))
        database.drop_connections()
        firsts = store.firsts(NOTE)

        assert (kept(store), firsts) == ([Note("a"), Note("b")], [])


def test_a_connection_that_is_cut_within_a_transaction_changes_nothing(database: Database) -> None:
    with closing(open_store(database.url)) as store:
        with pytest.raises(StateError) as refusal, store.transaction(SPACE) as state:  # noqa: PT012
            state.put(NOTE, Note("a"))
            database.drop_connections()
            state.put(NOTE, Note("b"))

        assert refusal.value.why == "terminating connection due to administrator command"
        assert kept(store) == []


def test_when_the_connection_is_cut_before_the_end_it_is_said_to_be_uncertain(
    database: Database,
) -> None:
    with closing(open_store(database.url)) as store:
        with pytest.raises(StateError, match="at the end"), store.transaction(SPACE) as state:  # noqa: PT012
            state.put(NOTE, Note("a"))
            database.drop_connections()

        assert kept(store) == []


def test_a_closed_store_leaves_no_connection_behind(database: Database) -> None:
    store = open_store(database.url)
    inside, go_on = Barrier(4, timeout=20), Event()

    def use(space: str) -> None:
        with store.transaction(space) as state:
            inside.wait()
            go_on.wait(20)
            state.put(NOTE, Note("a"))

    with ThreadPoolExecutor(4) as threads:
        used = [threads.submit(use, space) for space in "123"]
        inside.wait()
        closing_ = threads.submit(store.close)
        go_on.set()
        for done in (*used, closing_):
            done.result(20)

    ((left,),) = database.ask(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    assert left == 0


def test_all_who_open_a_new_database_at_the_same_moment_can_use_it(
    postgres: PostgresServer,
) -> None:
    together = Barrier(6, timeout=20)

    def use(url: str) -> int:
        together.wait()
        with closing(open_store(url)) as store, store.transaction(SPACE) as state:
            return state.ordinal("user")

    told = []
    with ThreadPoolExecutor(6) as threads:
        for _ in range(5):
            with postgres.database() as new:
                told.append(sorted(threads.map(use, [new.url] * 6)))

    assert told == [[1, 2, 3, 4, 5, 6]] * 5


def test_records_are_found_by_index_and_never_by_reading_all(database: Database) -> None:
    plans: list[str] = []
    values = {"space": "x", "kind": "x", "key": "x", "after": "x", "now_us": 1, "most": 5}
    searches = ("GET", "PAGE", "PAGE_BEFORE", "LAST_PAGE", "DUE", "FIRSTS", "COUNT", "CLEAR")
    with closing(opened(database)) as backend:
        dialect = backend._engine.dialect

    for name in searches:
        compiled = getattr(statements, name).compile(dialect=dialect)
        given = {key: values.get(key, 1) for key in compiled.params}
        plans += database.plan(str(compiled), given)

    assert len([plan for plan in plans if "Index" in plan]) >= len(searches)
    assert [plan for plan in plans if "Seq Scan" in plan or "Sort" in plan] == []


def test_a_table_that_vanishes_later_makes_an_error_of_ours(database: Database) -> None:
    with closing(open_store(database.url)) as store:
        database.ask("DROP TABLE understudy_documents")

        with pytest.raises(StateError) as refusal, store.transaction(SPACE) as state:
            state.get(NOTE, "a")
        with pytest.raises(StateError):
            store.firsts(NOTE)

    assert refusal.value.why == 'relation "understudy_documents" does not exist'


def test_the_layout_of_a_newer_version_is_refused(database: Database) -> None:
    open_store(database.url).close()
    database.ask("UPDATE understudy_layout SET number = 2")

    assert refused(database.url).why == "its layout has the number 2, this version knows 1"


def test_tables_of_somebody_else_are_refused_and_left_alone(database: Database) -> None:
    database.ask("CREATE TABLE understudy_documents (id text)")

    assert refused(database.url).why == 'relation "understudy_documents" already exists'
    assert database.ask("SELECT to_regclass('understudy_layout')") == [(None,)]


def test_a_user_who_may_use_the_tables_need_not_be_able_to_make_them(database: Database) -> None:
    open_store(database.url).close()
    database.ask("CREATE ROLE clerk LOGIN PASSWORD 'other'")
    database.ask("GRANT ALL ON understudy_documents TO clerk")
    database.ask("GRANT SELECT ON understudy_layout TO clerk")

    try:
        with closing(open_store(database.url_with(user="clerk", password="other"))) as store:
            keep(store, Note("a"))
            assert kept(store) == [Note("a")]
    finally:
        database.ask("DROP OWNED BY clerk")
        database.ask("DROP ROLE clerk")
