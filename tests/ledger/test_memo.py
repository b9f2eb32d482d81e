"""What is kept is kept once, not for ever, and safe from threads."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count

import pytest

from mock_server.ledger.memo import Memo


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_a_value_is_made_once_as_long_as_it_is_kept() -> None:
    memo, numbers = Memo(2), count(7)

    found = [memo.get("a", lambda: next(numbers)) for _ in range(3)]

    assert found == [7, 7, 7]


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    memo, numbers = Memo(2), count()

    found = [memo.get(key, lambda: next(numbers)) for key in "abacab"]

    # When c comes, b goes and a stays; when b comes back, it is made anew.
    assert found == [0, 1, 0, 2, 0, 3]


def test_nothing_is_a_value_too() -> None:
    memo, values = Memo(2), iter([None, "made again"])

    found = [memo.get("a", lambda: next(values)) for _ in range(2)]

    assert found == [None, None]


@pytest.mark.usefixtures("hasty_threads")
def test_threads_that_push_each_others_values_out_all_get_theirs() -> None:
    memo = Memo(2)

    def ask(begin: int) -> bool:
        keys = ((begin + step) % 3 for step in range(20_000))
        return all(memo.get(key, partial(abs, key)) == key for key in keys)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, range(4)))
