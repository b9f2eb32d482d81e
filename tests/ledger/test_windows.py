"""Time and index: any cutting of time cuts the records, and nothing ever moves."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.columns import Columns
from mock_server.ledger.dataset import Dataset
from mock_server.ledger.mix import Integers
from mock_server.ledger.stream import Stream
from mock_server.ledger.timeline import Timeline
from tests.ledger.scan import ACCOUNTS, DAY_MS, HOUR_MS, NOW, ms

BEGIN, END = ms("2020-01-01"), ms("2044-01-01")
MOST = 60_000

every_account = pytest.mark.parametrize("account", ACCOUNTS)
moments = st.integers(BEGIN - 40 * DAY_MS, END + 40 * DAY_MS)
shares = st.lists(st.integers(0, 10**6), max_size=12)


def some(timeline: Timeline, from_ms: int = NOW) -> Integers:
    """The indexes that follow a moment: of half a day, but no more than MOST."""
    begin = timeline.index_at(from_ms)
    return np.arange(begin, min(begin + MOST, timeline.index_at(from_ms + DAY_MS // 2) + 40))


def messages(dataset: Dataset, account: str) -> Stream:
    return dataset.stream(account, "message")


@every_account
def test_a_record_is_counted_just_after_its_own_millisecond(dataset: Dataset, account: str) -> None:
    line = messages(dataset, account).timeline
    indexes = some(line)
    made = line.moments(indexes)
    step = max(1, len(indexes) // 700)

    for moment in made[1:-1:step].tolist():
        for at in (moment - 1, moment, moment + 1):
            expected = indexes[0] + int(np.searchsorted(made, at, "left"))
            assert line.index_at(at) == expected or at <= made[0] or at > made[-1]


@every_account
def test_random_edges_agree_with_a_search_in_the_moments(dataset: Dataset, account: str) -> None:
    line = messages(dataset, account).timeline
    indexes = some(line)
    made = line.moments(indexes)
    edges = np.random.default_rng(5).integers(made[0] + 1, made[-1], 700, endpoint=True)

    found = [line.index_at(edge) for edge in edges.tolist()]

    assert found == (indexes[0] + np.searchsorted(made, edges, "left")).tolist()


@every_account
def test_records_lie_in_order_and_inside_their_timeline(dataset: Dataset, account: str) -> None:
    line = messages(dataset, account).timeline
    total = line.total
    ends = np.concatenate((np.arange(min(500, total)), np.arange(max(0, total - 500), total)))

    for indexes in (some(line), np.unique(ends)):
        made = line.moments(indexes)

        assert (np.diff(made) >= 0).all()
        assert made[0] >= BEGIN
        assert made[-1] < END


@every_account
def test_a_record_alone_lies_where_it_lies_among_others(dataset: Dataset, account: str) -> None:
    stream = messages(dataset, account)
    indexes = some(stream.timeline)
    rng = np.random.default_rng(6)
    chosen = np.sort(rng.choice(indexes, min(300, len(indexes)), replace=False))

    whole, some_of_them = Columns(stream, indexes), Columns(stream, chosen)
    alone = [Columns(stream, chosen[place : place + 1]) for place in range(len(chosen))]

    for name in ("made_ms", "slots", "latency_ms", "rank"):
        expected = getattr(whole, name)[chosen - indexes[0]].tolist()
        assert getattr(some_of_them, name).tolist() == expected
        assert [int(getattr(one, name)[0]) for one in alone] == expected


@settings(deadline=None, max_examples=60)
@given(account=st.sampled_from(list(ACCOUNTS)), first=moments, steps=shares)
def test_windows_side_by_side_share_out_the_records(
    dataset: Dataset, account: str, first: int, steps: list[int]
) -> None:
    stream = messages(dataset, account)
    edges = [first]
    for step in steps:
        edges.append(edges[-1] + step**2 % (200 * DAY_MS))

    windows = [stream.window(begin, end, END) for begin, end in pairwise(edges)]
    begin, end = stream.window(edges[0], edges[-1], END)

    assert all(one <= other for one, other in windows)
    assert all(one[1] == other[0] for one, other in pairwise(windows))
    assert sum(other - one for one, other in windows) == end - begin


@settings(deadline=None, max_examples=60)
@given(account=st.sampled_from(list(ACCOUNTS)), one=moments, other=moments, again=moments)
def test_more_is_there_later_and_nothing_else_changes(
    dataset: Dataset, account: str, one: int, other: int, again: int
) -> None:
    stream = messages(dataset, account)
    early, late = sorted((one, other))

    before, after = (stream.window(again, again + HOUR_MS, now) for now in (early, late))

    assert stream.visible(early) <= stream.visible(late)
    assert before[0] <= after[0]
    assert before[1] <= after[1]
    assert before[0] == before[1] or before[0] == after[0]


@pytest.mark.parametrize("product", ["message", "call"])
def test_a_record_is_there_from_the_millisecond_at_which_it_appears(
    dataset: Dataset, product: str
) -> None:
    stream = dataset.stream("medium", product)
    index = stream.visible(NOW)
    made = int(stream.timeline.moments(np.array([index]))[0])
    appears = made + stream.product.published_after_s * 1000

    assert stream.visible(appears - 1) <= index
    assert stream.visible(appears) > index


@pytest.mark.parametrize("product", ["call", "conference", "video", "transcription"])
def test_what_lasts_is_over_when_it_appears(dataset: Dataset, product: str) -> None:
    stream = dataset.stream("busy", product)
    there = stream.visible(NOW)

    found = Columns(stream, np.arange(max(0, there - 20_000), there), NOW)

    assert found.final_ms.max() <= NOW
    assert (found.final_ms - found.made_ms == 1000 * found.units).all()


@every_account
def test_before_the_beginning_there_is_nothing_and_after_the_end_everything(
    dataset: Dataset, account: str
) -> None:
    line = messages(dataset, account).timeline

    assert [line.index_at(at) for at in (-(10**15), BEGIN - 1, BEGIN)] == [0, 0, 0]
    assert [line.index_at(at) for at in (END, END + 1, 10**15)] == [line.total] * 3
    assert line.index_at(END - 1) <= line.total


@every_account
def test_a_day_has_about_as_many_records_as_the_account_is_set_to(
    dataset: Dataset, account: str
) -> None:
    stream = messages(dataset, account)
    begin, end = (stream.timeline.index_at(ms(f"{year}-07-01")) for year in (2025, 2026))

    # The level is met at the turn of the years; noise is within 4 % a day, and rounding within 1.
    expected = ACCOUNTS[account] * 0.6
    assert (end - begin) / 365 == pytest.approx(expected, rel=0.02, abs=0.2)
