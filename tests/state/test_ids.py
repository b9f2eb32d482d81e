from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122, UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.state.ids import time_id
from tests.state.records import NOON

moments = st.datetimes(datetime(1970, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - has a zone
words = st.integers(0, 2**74 - 1)


def test_the_example_of_the_standard_comes_out() -> None:
    """RFC 9562, appendix A.6."""
    now = datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)

    made = time_id(now, 0xCC3 << 62 | 0x18C4DC0C0C07398F)

    assert made == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(moments, words, moments, words)
@settings(deadline=None)
def test_ids_are_in_order_of_their_milliseconds(
    one: datetime, first: int, two: datetime, second: int
) -> None:
    early, late = sorted((one, two))

    if late - early >= timedelta(milliseconds=1):
        assert time_id(early, first) < time_id(late, second)


@given(words, words)
@settings(deadline=None)
def test_words_tell_the_ids_of_a_moment_apart(one: int, two: int) -> None:
    assert (time_id(NOON, one) == time_id(NOON, two)) == (one == two)


@given(st.datetimes(timezones=st.just(UTC)), st.integers())
@settings(deadline=None)
def test_every_moment_and_word_give_a_valid_uuid(now: datetime, word: int) -> None:
    made = UUID(time_id(now, word))

    assert (made.version, made.variant) == (7, RFC_4122)
