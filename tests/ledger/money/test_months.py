from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mock_server.ledger.money.months import Month, date_at, months_between, ms_at

days = st.dates(date(2020, 1, 1), date(2043, 12, 31))


@given(days)
def test_a_month_is_the_one_of_the_calendar(day: date) -> None:
    month = Month.of(day)

    assert month.first == day.replace(day=1)
    assert month.last.day == monthrange(day.year, day.month)[1]
    assert month.end - month.last == timedelta(days=1)
    assert month.next.previous == month.previous.next == month
    assert month.next.number == month.number + 1


@given(days, st.integers(0, 86_399_999))
def test_a_moment_is_on_its_utc_day(day: date, after_ms: int) -> None:
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)

    assert ms_at(day) == int(begin.timestamp()) * 1000
    assert date_at(ms_at(day) + after_ms) == day


@given(st.integers(-(10**30), 10**30))
def test_no_moment_is_too_early_or_too_late_for_a_day(now_ms: int) -> None:
    assert date(2020, 1, 1) <= date_at(now_ms) <= date(2044, 1, 1)


@given(days, days)
def test_months_between_days_are_those_that_have_one_of_them(one: date, other: date) -> None:
    every = {Month.of(one + timedelta(days=count)) for count in range((other - one).days)}

    assert list(months_between(one, other)) == sorted(every) or one >= other
