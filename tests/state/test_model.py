"""Whatever is done, in whatever order: every backend is like a dictionary."""

from __future__ import annotations

import copy
import tempfile
from contextlib import suppress
from datetime import datetime
from typing import TypeAlias

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mock_server.state.store import State, Store, open_store
from tests.state.postgres import Database
from tests.state.records import NOTE, OTHER, Note, after_noon

Model: TypeAlias = dict[str, dict[str, Note]]

KINDS = {kind.name: kind for kind in (NOTE, OTHER)}
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
kinds = st.sampled_from(sorted(KINDS))
spaces = st.sampled_from(["one", "two"])
keys = st.one_of(
    st.sampled_from(["a", "b", "ab", "ä", "\uffff", "\U0001d518", "0"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1),
)
moments = st.integers(-3, 3).map(after_noon)
limits = st.integers(-1, 6)


class Abandoned(Exception):
    """What a transaction ends with that is to change nothing."""


class LikeADictionary(RuleBasedStateMachine):
    """One transaction is open at a time: it ends well, or raises, and the next one begins."""

    def open(self) -> Store:
        return open_store("memory:")

    @initialize(space=spaces)
    def start(self, space: str) -> None:
        self.store = self.open()
        self.kept: dict[str, Model] = {
            name: {kind: {} for kind in KINDS} for name in ("one", "two")
        }
        self.begin(space)

    def begin(self, space: str) -> None:
        self.space = space
        self.transaction = self.store.transaction(space)
        self.state: State = self.transaction.__enter__()
        self.model = copy.deepcopy(self.kept[space])

    @rule(space=spaces)
    def commit(self, space: str) -> None:
        self.transaction.__exit__(None, None, None)
        self.kept[self.space] = self.model
        self.check_firsts()
        self.begin(space)

    @rule(space=spaces)
    def roll_back(self, space: str) -> None:
        error = Abandoned()
        with suppress(Abandoned):
            self.transaction.__exit__(Abandoned, error, None)
        self.check_firsts()
        self.begin(space)

    def check_firsts(self) -> None:
        dues: dict[str, datetime] = {}
        for space, model in self.kept.items():
            for note in model[NOTE.name].values():
                if note.due_at is not None:
                    dues[space] = min(note.due_at, dues.get(space, note.due_at))
        assert self.store.firsts(NOTE) == sorted((at, space) for space, at in dues.items())

    @rule(kind=kinds, key=keys, text=texts, due_at=st.none() | moments)
    def put(self, kind: str, key: str, text: str, due_at: datetime | None) -> None:
        note = Note(key, text, due_at)
        self.state.put(KINDS[kind], note)
        self.model[kind][key] = note

    @rule(kind=kinds, key=keys)
    def delete(self, kind: str, key: str) -> None:
        was_there = self.model[kind].pop(key, None) is not None
        assert self.state.delete(KINDS[kind], key) == was_there

    @precondition(lambda self: sum(map(len, self.model.values())) > 2)
    @rule()
    def clear(self) -> None:
        self.state.clear()
        self.model = {kind: {} for kind in KINDS}

    @rule(kind=kinds, key=keys)
    def get(self, kind: str, key: str) -> None:
        assert self.state.get(KINDS[kind], key) == self.model[kind].get(key)

    @rule(kind=kinds, after=st.none() | keys, limit=limits, descending=st.booleans())
    def page(self, kind: str, after: str | None, limit: int, descending: bool) -> None:
        expected = [
            note
            for key, note in sorted(self.model[kind].items(), reverse=descending)
            if after is None or (key < after if descending else key > after)
        ]
        found = self.state.page(KINDS[kind], after, limit, descending)
        assert found == expected[: max(0, limit)]

    @rule(now=moments, limit=limits)
    def due(self, now: datetime, limit: int) -> None:
        expected = sorted(
            (note.due_at, note.id)
            for note in self.model[NOTE.name].values()
            if note.due_at is not None and note.due_at <= now
        )
        found = [(note.due_at, note.id) for note in self.state.due(NOTE, now, limit)]
        assert found == expected[: max(0, limit)]

    @invariant()
    def counts_agree(self) -> None:
        for name, kind in KINDS.items():
            assert self.state.count(kind) == len(self.model[name])

    def teardown(self) -> None:
        if hasattr(self, "transaction"):
            self.transaction.__exit__(None, None, None)
            self.store.close()


class SqliteLikeADictionary(LikeADictionary):
    def open(self) -> Store:
        self.folder = tempfile.TemporaryDirectory()
        return open_store(f"sqlite:///{self.folder.name}/mock.db")

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "folder"):
            self.folder.cleanup()


BOUNDS = settings(max_examples=50, stateful_step_count=30, deadline=None)

TestMemory = LikeADictionary.TestCase
TestMemory.settings = BOUNDS
TestSqlite = SqliteLikeADictionary.TestCase
TestSqlite.settings = BOUNDS


def test_postgresql(used_database: Database) -> None:
    class PostgresqlLikeADictionary(LikeADictionary):
        def open(self) -> Store:
            used_database.empty()
            return open_store(used_database.url)

    fewer = settings(BOUNDS, max_examples=15)  # each step asks a server
    run_state_machine_as_test(PostgresqlLikeADictionary, settings=fewer)
