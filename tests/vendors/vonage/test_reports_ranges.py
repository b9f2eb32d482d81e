"""Files of reports fetched in parts: a download that broke off goes on where it stopped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.state.store import open_store
from mock_server.vendors.vonage.report_file import MARKS
from tests.vendors.vonage.asking import KEY, START, refusal
from tests.vendors.vonage.ordering import Reports, entry, rows, wishes
from tests.vendors.vonage_records.ledger import View

DAY = timedelta(days=1)
WISHES = wishes(View("SMS", "outbound"), START - 9 * DAY, START - 4 * DAY)
SPAN = {name: value for name, value in WISHES.items() if name != "include_message"}
"""Without texts, which would only make the file larger."""

BUSY = {KEY: 60_000}


@pytest.fixture(scope="module")
def reports() -> Iterator[Reports]:
    api = Reports(accounts=BUSY)
    yield api
    api.close()


@pytest.fixture(scope="module")
def report(reports: Reports) -> Any:
    """A finished one of several segments."""
    return reports.finished(**SPAN)


@pytest.fixture(scope="module")
def whole(reports: Reports, report: Any) -> bytes:
    return reports.fetch(report).content


def test_the_file_is_of_several_segments(reports: Reports, report: Any, whole: bytes) -> None:
    assert len(rows(whole)) == report["items_count"] > 2 * 65_536
    with reports.backings.store.transaction("default") as state:
        marks = state.get(MARKS, report["request_id"])
    assert marks is not None
    assert len(marks.marks) > 3


@settings(max_examples=8, deadline=None)
@given(place=st.floats(0, 1), length=st.integers(1, 300_000))
def test_any_part_is_that_part_of_the_whole(
    reports: Reports, report: Any, whole: bytes, place: float, length: int
) -> None:
    begin = min(len(whole) - 1, int(place * len(whole)))

    rest = reports.fetch(report, Range=f"bytes={begin}-")
    part = reports.fetch(report, Range=f"bytes={begin}-{begin + length - 1}")
    last = reports.fetch(report, Range=f"bytes=-{length}")

    end = min(len(whole), begin + length)
    assert [one.status_code for one in (rest, part, last)] == [206] * 3
    assert rest.content == whole[begin:]
    assert part.content == whole[begin:end]
    assert last.content == whole[-length:]
    assert part.headers["content-range"] == f"bytes {begin}-{end - 1}/{len(whole)}"
    assert part.headers["content-length"] == str(end - begin)


@pytest.mark.parametrize("begin", [0, 1, 60, 1_000_000])
def test_a_server_that_never_made_the_file_sends_the_same_rest(whole: bytes, begin: int) -> None:
    other = Reports(accounts=BUSY)
    same = other.finished(**SPAN)

    rest = other.fetch(same, Range=f"bytes={begin}-")

    assert rest.content == whole[begin:]
    other.close()


def test_a_restart_between_two_parts_is_not_noticed(tmp_path: Path, whole: bytes) -> None:
    url = f"sqlite:///{tmp_path}/mock.db"
    before = Reports(accounts=BUSY, store=open_store(url))
    report = before.finished(**SPAN)
    first = before.fetch(report, Range="bytes=0-99999").content
    before.backings.store.close()
    before.close()

    after = Reports(accounts=BUSY, store=open_store(url))
    after.now = START + DAY
    rest = after.fetch(report, Range="bytes=100000-").content

    assert first + rest == whole
    assert entry(first + rest)
    after.backings.store.close()
    after.close()


def test_a_download_that_breaks_off_leaves_what_it_learnt(whole: bytes) -> None:
    api = Reports(accounts=BUSY)
    report = api.finished(**SPAN)
    target = report["_links"]["download_report"]["href"]

    begun = api.break_off(target, pieces=3)
    with api.backings.store.transaction("default") as state:
        learnt = state.get(MARKS, report["request_id"])
    rest = api.fetch(report, Range=f"bytes={len(begun)}-")

    assert 0 < len(begun) < len(whole)
    assert learnt is not None
    assert begun + rest.content == whole
    api.close()


def test_the_length_is_told_once_it_is_known(reports: Reports, report: Any, whole: bytes) -> None:
    again = reports.fetch(report)
    head = reports.ask("HEAD", report["_links"]["download_report"]["href"])

    assert again.content == whole
    assert again.headers["content-length"] == head.headers["content-length"] == str(len(whole))
    assert head.content == b""
    assert again.headers["accept-ranges"] == "bytes"


@pytest.mark.parametrize("wish", ["bytes={length}-", "bytes={length}-{length}", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused(
    reports: Reports, report: Any, whole: bytes, wish: str
) -> None:
    answer = reports.fetch(report, Range=wish.format(length=len(whole)))

    assert refusal(answer) == (416, {
        "title": "Requested Range Not Satisfiable", "detail": "The file ends before that.",
    })  # fmt: skip
    assert answer.headers["content-range"] == f"bytes */{len(whole)}"


@pytest.mark.parametrize("wish", ["bytes=2-1", "bytes=-", "lines=1-2", "bytes=0-1,5-6", "x", ""])
def test_what_is_no_range_gets_the_whole(
    reports: Reports, report: Any, whole: bytes, wish: str
) -> None:
    answer = reports.fetch(report, Range=wish)

    assert (answer.status_code, answer.content) == (200, whole)


def test_a_part_of_another_file_is_not_mixed_in(reports: Reports, report: Any) -> None:
    tag = reports.fetch(report).headers["etag"]

    same = reports.fetch(report, Range="bytes=0-9", If_Range=tag)
    other = reports.fetch(report, Range="bytes=0-9", If_Range='"other"')

    assert (same.status_code, other.status_code) == (206, 200)
