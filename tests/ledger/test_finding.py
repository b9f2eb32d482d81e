"""Finding and paging: what the filters find is what one finds by looking at every record."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.attributes import ATTRIBUTES
from mock_server.ledger.blocks import SLOTS
from mock_server.ledger.columns import Columns
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.finding import Matches, find, pending
from mock_server.ledger.mix import Integers
from mock_server.ledger.pages import page
from mock_server.ledger.product import products
from mock_server.ledger.selection import Filter, Selection
from mock_server.ledger.stream import Stream
from tests.ledger.scan import DAY_MS, HOUR_MS, NOW, columns, kept, numbers

WINDOWS = {
    "three-a-day": 300 * DAY_MS,
    "hobby": 10 * DAY_MS,
    "medium": 2 * DAY_MS,
    "busy": 5 * HOUR_MS,
    "largest": 4 * 60_000,
}
LATE = [name for name, product in products().items() if product.pending]


@pytest.fixture(autouse=True, scope="module")
def _forgotten_afterwards() -> Iterator[None]:
    yield
    scanned.cache_clear()


@lru_cache(maxsize=64)
def scanned(stream: Stream, end_ms: int, now_ms: int) -> Columns:
    return columns(stream, end_ms - WINDOWS[stream.account.id], end_ms, now_ms)


@st.composite
def filters(draw: st.DrawFn, found: Columns) -> Filter:
    """Filters of values that occur, of some that do not, and of customers who are there."""
    stream = found.stream
    names = draw(st.lists(st.sampled_from(list(ATTRIBUTES)), max_size=3, unique=True))
    values = {name: [*ATTRIBUTES[name](stream).labels, "no such value"] for name in names}
    equal = {name: draw(st.frozensets(st.sampled_from(values[name]), min_size=1)) for name in names}
    number = sender = own = None
    if len(found) and draw(st.integers(0, 3)) == 0:
        number = draw(st.sampled_from([*numbers(found)[:50], "15550001", ""]))
    if draw(st.integers(0, 3)) == 0:
        sender = draw(st.sampled_from([*stream.account.senders, "nobody", ""]))
    if draw(st.integers(0, 3)) == 0:
        own = draw(
            st.sampled_from(["+" + stream.account.numbers[0], stream.account.numbers[1], ""])
        )
    return Filter(equal, number, sender, own)


def found_by(
    selection: Selection, window: tuple[int, int], descending: bool, near: int
) -> Integers:
    parts = list(find(selection, *window, descending=descending, near=near))
    return np.concatenate([np.empty(0, np.int64), *(parts[::-1] if descending else parts)])


cases = st.tuples(
    st.sampled_from(list(WINDOWS)),
    st.sampled_from(["message", "chat", "call", "verification", "failed-call"]),
    st.sampled_from([NOW, NOW - 2 * HOUR_MS, NOW + 40 * DAY_MS]),
)


@settings(deadline=None, max_examples=70)
@given(case=cases, data=st.data())
def test_a_filter_finds_just_what_it_means(
    dataset: Dataset, case: tuple[str, str, int], data: st.DataObject
) -> None:
    account, product, now = case
    stream = dataset.stream(account, product)
    found = scanned(stream, NOW, now)
    wanted = data.draw(filters(found))
    window = stream.window(NOW - WINDOWS[account], NOW, now)
    descending, near = data.draw(st.booleans()), data.draw(st.sampled_from([1, 50, 65_536]))

    indexes = found_by(Selection(stream, wanted, now), window, descending, near)

    assert indexes.tolist() == found.indexes[kept(found, wanted)].tolist()


@settings(deadline=None, max_examples=50)
@given(case=cases, data=st.data())
def test_pages_one_after_another_are_the_whole(
    dataset: Dataset, case: tuple[str, str, int], data: st.DataObject
) -> None:
    account, product, now = case
    stream = dataset.stream(account, product)
    found = scanned(stream, NOW, now)
    selection = Selection(stream, data.draw(filters(found)), now)
    begin, end = stream.window(NOW - WINDOWS[account], NOW, now)
    expected = found.indexes[kept(found, selection.wanted)].tolist()
    limit = data.draw(st.integers(max(1, len(expected) // 20), len(expected) + 2))
    descending = data.draw(st.booleans())

    walked: list[int] = []
    while True:
        one = page(selection, (begin, end), limit, descending)
        indexes = one.indexes.tolist()
        walked = indexes + walked if descending else walked + indexes
        if one.next is None:
            break
        assert len(indexes) == limit
        begin, end = (begin, one.next + 1) if descending else (one.next, end)

    assert walked == expected
    assert len(indexes) > 0 or not expected


@pytest.mark.parametrize("product", LATE)
@pytest.mark.parametrize("account", ["hobby", "medium", "busy"])
def test_pending_records_are_those_whose_outcome_is_yet_to_come(
    dataset: Dataset, account: str, product: str
) -> None:
    stream = dataset.stream(account, product)
    begin, end = stream.window(NOW - 4 * DAY_MS, NOW, NOW)
    looked_at = Columns(stream, np.arange(begin, end), NOW)

    late = looked_at.indexes[looked_at.made_ms + looked_at.latency_ms > NOW]

    assert len(late) > 0 or (account, product) != ("busy", "message")
    assert pending(stream, begin, end, NOW).tolist() == late.tolist()
    status = stream.product.states[-1].status
    selection = Selection(stream, Filter({"status": frozenset({status})}), NOW)
    assert found_by(selection, (begin, end), False, 99).tolist() == late.tolist()


@pytest.mark.parametrize("product", LATE)
def test_a_status_goes_from_pending_to_final_once_and_nothing_else_changes(
    dataset: Dataset, product: str
) -> None:
    stream = dataset.stream("busy", product)
    begin, end = stream.window(NOW - 4 * DAY_MS, NOW, NOW)
    indexes = np.unique(np.linspace(begin, end - 1, 20_000).astype(np.int64))
    waiting = len(stream.product.outcomes)
    before = Columns(stream, indexes, NOW - HOUR_MS)

    for later_ms in (0, 1000, 60_000, HOUR_MS, DAY_MS, 4 * DAY_MS):
        after = Columns(stream, indexes, NOW + later_ms)
        changed = before.state != after.state

        assert (before.state[changed] == waiting).all()
        assert (after.state != waiting).sum() >= (before.state != waiting).sum()
        for name in (
            "units",
            "billed",
            "cost",
            "slots",
            "made_ms",
            "final_ms",
            "id_words",
            "number",
        ):
            assert np.array_equal(getattr(before, name), getattr(after, name))
        before = after

    assert not before.pending.any()


@pytest.mark.parametrize("product", LATE)
def test_an_outcome_is_known_from_its_own_millisecond_on(dataset: Dataset, product: str) -> None:
    stream = dataset.stream("medium", product)
    there = stream.visible(NOW)
    index = np.arange(there - 300, there)
    final = Columns(stream, index).final_ms

    for place in range(len(index)):
        one = index[place : place + 1]
        at = int(final[place])
        if at > int(Columns(stream, one).made_ms[0]):
            assert Columns(stream, one, at - 1).pending.all()
        assert not Columns(stream, one, at).pending.any()


def test_one_customers_records_are_found_by_its_number_everywhere(dataset: Dataset) -> None:
    for account, span_ms in WINDOWS.items():
        stream = dataset.stream(account, "message")
        looked_at = scanned(stream, NOW, NOW)
        window = stream.window(NOW - span_ms, NOW, NOW)
        every = np.array(numbers(looked_at))

        for number in np.unique(every)[:: max(1, len(np.unique(every)) // 15)].tolist():
            selection = Selection(stream, Filter(number=f"+{number}"), NOW)

            assert (
                found_by(selection, window, False, 10).tolist()
                == looked_at.indexes[every == number].tolist()
            )


def test_equal_filters_have_equal_texts_whatever_their_order() -> None:
    one = Filter({"status": frozenset("ab"), "tag": frozenset("xyz")}, number="1")
    other = Filter({"tag": frozenset("zyx"), "status": frozenset("ba")}, number="1")

    assert one.text() == other.text()
    assert one.text() != Filter(one.equal, sender="1").text()


@pytest.mark.parametrize("account", list(WINDOWS))
def test_all_slots_together_are_known_to_be_everything(dataset: Dataset, account: str) -> None:
    stream = dataset.stream(account, "message")

    matches = Matches(stream, np.ones(SLOTS, bool))

    assert (matches.everything, matches.share) == (True, 1.0)
