from __future__ import annotations

import random

import pytest

from mock_server.state.documents import LONGEST_KEY
from mock_server.state.errors import StateError
from mock_server.state.kind import Kind
from mock_server.state.store import MOST, Store
from tests.state.records import NOON, NOTE, OTHER, SPACE, Note, after_noon, keep, kept

STRANGE_IDS = (
    *(
        "a b",
        "ä",
        "a\u0308",
        "\U0001d518",
        "\U0010ffff",
        "\uffff",
        "%",
        "_",
        "'; --",
        "\n",
        "\x01",
        "0",
    ),
    *("..", "a/b", "A", "a", "é" * (LONGEST_KEY // 2), "x" * LONGEST_KEY, "\u202e", "NULL"),
)
IMPOSSIBLE_IDS = ("", "\0", "a\0b", "\ud800", "x" * (LONGEST_KEY + 1), "é" * (LONGEST_KEY // 2 + 1))


def test_what_was_put_is_there_in_the_next_transaction(store: Store) -> None:
    keep(store, Note("a", "first"))

    with store.transaction(SPACE) as state:
        assert state.get(NOTE, "a") == Note("a", "first")
        assert state.get(NOTE, "b") is None
        assert state.get(OTHER, "a") is None


def test_a_record_takes_the_place_of_another_with_its_id(store: Store) -> None:
    keep(store, Note("a", "first", NOON), Note("a", "second"))

    with store.transaction(SPACE) as state:
        assert (state.page(NOTE), state.count(NOTE)) == ([Note("a", "second")], 1)
        assert state.due(NOTE, NOON) == []


def test_a_transaction_sees_its_own_changes(store: Store) -> None:
    keep(store, Note("a"), Note("b", due_at=NOON))

    with store.transaction(SPACE) as state:
        state.put(NOTE, Note("c", due_at=NOON))
        state.delete(NOTE, "b")

        assert state.page(NOTE) == [Note("a"), Note("c", due_at=NOON)]
        assert state.due(NOTE, NOON) == [Note("c", due_at=NOON)]
        assert state.count(NOTE) == 2


def test_deleting_says_whether_there_was_a_record(store: Store) -> None:
    keep(store, Note("a"))

    with store.transaction(SPACE) as state:
        said = (state.delete(NOTE, "a"), state.delete(NOTE, "a"), state.delete(OTHER, "a"))

    assert (said, kept(store)) == ((True, False, False), [])


def test_spaces_do_not_see_each_other(store: Store) -> None:
    keep(store, Note("a", "ours"), space="one")
    keep(store, Note("a", "theirs", NOON), space="two")

    assert kept(store, "one") == [Note("a", "ours")]
    assert kept(store, "two") == [Note("a", "theirs", NOON)]
    assert kept(store, "on") == []


def test_a_reset_forgets_one_space_and_no_other(store: Store) -> None:
    keep(store, Note("a", due_at=NOON), space="one")
    keep(store, Note("a"), space="two")

    store.reset("one")

    assert (kept(store, "one"), kept(store, "two")) == ([], [Note("a")])
    assert store.firsts(NOTE) == []


@pytest.mark.parametrize("key", STRANGE_IDS, ids=ascii)
def test_an_id_may_be_any_text(store: Store, key: str) -> None:
    keep(store, Note(key, "strange"), Note("m"))

    with store.transaction(SPACE) as state:
        assert state.get(NOTE, key) == Note(key, "strange")
        assert state.page(NOTE, after=key) == ([Note("m")] if key < "m" else [])
        assert state.delete(NOTE, key)


def test_space_kind_and_id_may_all_be_as_long_as_can_be(store: Store) -> None:
    chance = random.Random(3)  # what repeats itself would be stored in less
    space, name, key = (
        "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=LONGEST_KEY))
        for _ in range(3)
    )
    kind = Kind(name, Note, due_of=lambda note: note.due_at)

    with store.transaction(space) as state:
        state.put(kind, Note(key, due_at=NOON))

    assert store.firsts(kind) == [(NOON, space)]
    with store.transaction(space) as state:
        assert state.page(kind) == state.due(kind, NOON) == [Note(key, due_at=NOON)]


@pytest.mark.parametrize("key", IMPOSSIBLE_IDS, ids=ascii)
def test_a_text_that_no_backend_can_keep_is_refused_and_never_found(store: Store, key: str) -> None:
    with store.transaction(SPACE) as state:
        with pytest.raises(StateError, match="cannot keep a record"):
            state.put(NOTE, Note(key))

        assert state.get(NOTE, key) is None
        assert state.page(NOTE, after=key) == []
        assert state.delete(NOTE, key) is False


@pytest.mark.parametrize("space", IMPOSSIBLE_IDS, ids=ascii)
def test_a_space_has_a_name_that_can_be_kept(store: Store, space: str) -> None:
    with pytest.raises(StateError, match="cannot name"), store.transaction(space):
        pass


@pytest.mark.parametrize("name", IMPOSSIBLE_IDS, ids=ascii)
def test_a_kind_has_a_name_that_can_be_kept(name: str) -> None:
    with pytest.raises(StateError, match="cannot keep Note"):
        Kind(name, Note)


def test_ids_are_in_order_of_their_code_points_up_and_down(store: Store) -> None:
    keys = sorted(set(STRANGE_IDS))
    keep(store, *(Note(key) for key in random.Random(1).sample(keys, len(keys))))

    with store.transaction(SPACE) as state:
        up = [note.id for note in state.page(NOTE)]
        down = [note.id for note in state.page(NOTE, descending=True)]

    assert (up, down) == (keys, keys[::-1])


def test_thousands_of_records_come_in_order_page_after_page(store: Store) -> None:
    keys = [f"{number:08x}" for number in random.Random(2).sample(range(1 << 32), 3_000)]
    keep(store, *(Note(key) for key in keys))

    with store.transaction(SPACE) as state:
        seen: list[str] = []
        while page := state.page(NOTE, after=seen[-1] if seen else None, limit=250):
            seen += [note.id for note in page]

        assert seen == sorted(keys)
        assert state.count(NOTE) == 3_000


def test_paging_meets_every_old_record_once_while_others_write(store: Store) -> None:
    old = [f"{number:04}" for number in range(0, 200, 2)]
    keep(store, *(Note(key) for key in old))

    seen: list[str] = []
    while True:
        with store.transaction(SPACE) as state:
            page = state.page(NOTE, after=seen[-1] if seen else None, limit=7)
        if not page:
            break
        seen += [note.id for note in page]
        last = int(seen[-1])
        keep(store, Note(f"{last - 1:04}"), Note(f"{min(last + 1, 198):04}"))
        with store.transaction(SPACE) as state:
            state.delete(NOTE, seen[-1])

    assert seen == sorted(set(seen))
    assert set(old) <= set(seen)


@pytest.mark.parametrize("limit", [-5, 0, 1, 2, 3, 4, MOST, 10**30])
def test_a_page_has_as_many_records_as_it_may_and_as_there_are(store: Store, limit: int) -> None:
    notes = [Note(key, due_at=NOON) for key in "abc"]
    keep(store, *notes)

    with store.transaction(SPACE) as state:
        assert state.page(NOTE, limit=limit) == notes[: max(0, limit)]
        assert state.page(NOTE, limit=limit, descending=True) == notes[::-1][: max(0, limit)]
        assert state.due(NOTE, NOON, limit=limit) == notes[: max(0, limit)]


def test_what_is_due_comes_in_order_of_its_moment_then_of_its_id(store: Store) -> None:
    soon, same, first, later = (
        Note("b", due_at=after_noon(2)),
        Note("a", due_at=after_noon(2)),
        Note("z", due_at=after_noon(-1)),
        Note("0", due_at=after_noon(2.000_001)),
    )
    keep(store, soon, same, first, later, Note("never"))

    with store.transaction(SPACE) as state:
        assert state.due(NOTE, after_noon(2)) == [first, same, soon]
        assert state.due(NOTE, after_noon(2), limit=1) == [first]
        assert state.due(NOTE, after_noon(-2)) == []
        assert state.due(NOTE, after_noon(3)) == [first, same, soon, later]


def test_the_first_of_every_space_is_known(store: Store) -> None:
    keep(store, Note("a", due_at=after_noon(5)), Note("b", due_at=after_noon(3)), space="one")
    keep(store, Note("a", due_at=after_noon(2.5)), Note("never"), space="two")
    keep(store, Note("never"), space="three")

    found = [store.firsts(NOTE)]
    for space in ("two", "one"):
        store.reset(space)
        found.append(store.firsts(NOTE))

    first_of_one, first_of_two = (after_noon(3), "one"), (after_noon(2.5), "two")
    assert found == [[first_of_two, first_of_one], [first_of_one], []]


def test_ordinals_count_by_name_and_space(store: Store) -> None:
    with store.transaction("one") as state:
        first = [state.ordinal("report"), state.ordinal("report"), state.ordinal("invoice")]
    with store.transaction("one") as state:
        first.append(state.ordinal("report"))
    with store.transaction("two") as state:
        other = state.ordinal("report")

    assert (first, other) == ([1, 2, 1, 3], 1)


def test_an_ordinal_that_is_uncounted_begins_again(store: Store) -> None:
    with store.transaction("one") as state:
        for name in ("report", "report", "invoice"):
            state.ordinal(name)
        state.uncount("report")
        state.uncount("nothing")

    with store.transaction("one") as state:
        left = [state.counted(name) for name in ("report", "invoice")]
        again = state.ordinal("report")

    assert (left, again) == ([0, 1], 1)


def test_a_big_record_comes_back_whole(store: Store) -> None:
    big = Note("big", "Ω" * 3_000_000)

    keep(store, big)

    assert kept(store) == [big]
