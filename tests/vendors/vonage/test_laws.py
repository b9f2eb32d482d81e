"""Laws that hold whatever is asked for: files of reports against other files, and against ids."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vendors.vonage.asking import KEY, START, body
from tests.vendors.vonage.ordering import Reports, cells, entry, family, rows, wishes
from tests.vendors.vonage.scanning import without_dates
from tests.vendors.vonage_records.ledger import VIEWS, View

DAY = timedelta(days=1)
BEGINNINGS = st.integers(40 * 1440, 85 * 1440).map(lambda count: START - timedelta(minutes=count))
"""Windows of a month from there on are kept still, of videos too, and do not change any more."""


@pytest.fixture(scope="module")
def instant() -> Iterator[Reports]:
    """Reports that are done as soon as they are ordered."""
    api = Reports(report_speed="instant")
    yield api
    api.close()


def file(
    api: Reports, view: View, begin: datetime, end: datetime, account: str = KEY, **more: bool
) -> bytes:
    """The archive of a report that an account orders about itself."""
    report = api.ordered(account, **wishes(view, begin, end, account), **more)
    return api.fetch(api.report(report, account), account).content


def lines(archive: bytes) -> bytes:
    """The rows in an archive as they are written, without the header."""
    return entry(archive)[1].partition(b"\n")[2]


@settings(max_examples=12, deadline=None)
@given(view=st.sampled_from(VIEWS), begin=BEGINNINGS, days=st.integers(2, 31))
def test_the_days_together_are_the_month(
    instant: Reports, view: View, begin: datetime, days: int
) -> None:
    edges = [begin + number * DAY for number in range(days + 1)]

    month = file(instant, view, edges[0], edges[-1])
    each = [file(instant, view, *day) for day in pairwise(edges)]

    assert lines(month) == b"".join(lines(day) for day in reversed(each))
    assert lines(month)


@settings(max_examples=15, deadline=None)
@given(view=st.sampled_from(VIEWS), begin=BEGINNINGS, data=st.data())
def test_any_row_of_a_file_is_found_by_its_id(
    instant: Reports, view: View, begin: datetime, data: st.DataObject
) -> None:
    there = rows(file(instant, view, begin, begin + DAY))
    row = data.draw(st.sampled_from(there))
    names = ["id", *(name for name, mark in view.of.ids.items() if mark.finds)]
    name = data.draw(st.sampled_from([one for one in names if one in row]))
    question = without_dates(wishes(view, begin, begin))

    found = body(instant.records(**question, id=row[name]))["records"]

    assert [cells(record) for record in found] == [row]


@settings(max_examples=6, deadline=None)
@given(view=st.sampled_from(VIEWS), begin=BEGINNINGS, hours=st.integers(1, 200))
def test_the_file_with_sub_accounts_is_the_files_of_all_after_each_other(
    instant: Reports, view: View, begin: datetime, hours: int
) -> None:
    window = (begin, begin + timedelta(hours=hours))
    accounts = family()

    together = file(instant, view, *window, accounts[0], include_subaccounts=True)
    each = [file(instant, view, *window, account) for account in accounts]

    assert lines(together) == b"".join(map(lines, each))
