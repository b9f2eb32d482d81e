"""Files of reports against scans of the ledger, its sums, and the records that are told at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.selection import Filter
from mock_server.ledger.sums import sums
from mock_server.state.store import open_store
from mock_server.vendors.vonage.report import REPORT
from tests.vendors.vonage.asking import KEY, START
from tests.vendors.vonage.ordering import Reports, cells, entry, family, rows, wishes
from tests.vendors.vonage.scanning import scan
from tests.vendors.vonage_records.ledger import NOW, VIEWS, View

DAY = timedelta(days=1)
SMS = View("SMS", "outbound")
MINUTES = st.integers(1, 30 * 1440).map(lambda count: timedelta(minutes=count))


@pytest.fixture(scope="module")
def instant() -> Iterator[Reports]:
    """Reports that are done as soon as they are ordered."""
    api = Reports(report_speed="instant", sync_window="retention")
    yield api
    api.close()


@pytest.fixture
def reports(instant: Reports) -> Reports:
    instant.begin_again()
    return instant


def made(reports: Reports, key: str = KEY, **asked: Any) -> Any:
    """A report that was done at once."""
    return reports.report(reports.ordered(key, **asked), key)


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_a_file_has_every_record_of_its_span_and_the_newest_come_first(
    reports: Reports, view: View
) -> None:
    begin, end = START - timedelta(hours=6), START + DAY
    expected = scan(view, begin, end)

    report = made(reports, **wishes(view, begin, end))

    assert reports.rows(report) == [cells(record) for record in expected]
    assert report["items_count"] == len(expected) > 0


@settings(max_examples=10, deadline=None)
@given(view=st.sampled_from(VIEWS), age=MINUTES, length=MINUTES)
def test_the_pages_of_records_together_are_the_file(
    instant: Reports, view: View, age: timedelta, length: timedelta
) -> None:
    instant.begin_again()
    length = min(length, timedelta(hours=6))
    question = wishes(view, START - age, START - age + length)

    file = instant.rows(made(instant, **question))
    instant.now = START
    pages = instant.all(**question, limit=1000)

    assert file == [cells(record) for record in pages]


@settings(max_examples=10, deadline=None)
@given(age=MINUTES, length=MINUTES)
def test_what_a_file_costs_is_what_the_ledger_sums_up(
    instant: Reports, age: timedelta, length: timedelta
) -> None:
    instant.begin_again()
    begin, end = START - age, START - age + min(length, DAY)

    file = instant.rows(made(instant, **wishes(SMS, begin, end)))

    edges = [round(at.timestamp() * 1000) for at in (begin, end)]
    wanted = Filter({"kind": frozenset({"sms"}), "direction": frozenset({"outbound"})})
    booked = sums(SMS.stream(KEY), edges, NOW, wanted=wanted)
    told = sum((Decimal(row["total_price"]) for row in file), Decimal(0))
    assert told == Decimal(booked.total("cost")) / 10**8
    assert len(file) == booked.total()


@pytest.mark.parametrize("view", [SMS, View("VOICE-CALL"), View("VERIFY-V2")], ids=str)
def test_sub_accounts_follow_one_after_the_other(reports: Reports, view: View) -> None:
    accounts = family()
    span = (START - 20 * DAY, START - 19 * DAY)
    wanted = wishes(view, *span, accounts[0])

    report = made(reports, accounts[0], **wanted, include_subaccounts=True)
    together = reports.rows(report, accounts[0])

    each = [cells(record) for one in accounts for record in scan(view, *span, one)]
    there = {row["account_id"]: None for row in each}
    assert together == each
    assert len(there) > 1
    assert list(there) == [one for one in accounts if one in there]


@pytest.mark.parametrize(
    ("view", "name"),
    [
        (SMS, "status"), (SMS, "from"), (SMS, "to"), (SMS, "country"), (SMS, "network"),
        (SMS, "account_ref"), (SMS, "client_ref"), (View("VOICE-CALL"), "call_id"),
        (View("IN-APP-VOICE"), "conversation_id"), (View("MESSAGES", "inbound"), "provider"),
        (View("VERIFY-V2"), "channel"), (View("NUMBER-INSIGHT"), "number"),
        (View("VIDEO-API"), "session_id"), (View("NUMBER-INSIGHT-V2"), "swapped"),
    ],
    ids=str,
)  # fmt: skip
def test_a_filter_leaves_the_rows_that_show_its_value(
    reports: Reports, view: View, name: str
) -> None:
    span = (START - timedelta(hours=9), START)
    expected = [cells(record) for record in scan(view, *span)]
    value = expected[len(expected) // 3][name]

    asked = value.lower() if name == "swapped" else value
    report = made(reports, **wishes(view, *span), **{name: asked})

    kept = [row for row in expected if row[name] == value]
    assert reports.rows(report) == kept
    assert report["items_count"] == len(kept) > 0


def test_a_text_is_there_when_it_was_asked_for(reports: Reports) -> None:
    asked = wishes(SMS, START - 9 * DAY, START - 9 * DAY + timedelta(hours=1))
    plain = {**asked, "include_message": False, "show_concatenated": "false"}

    with_texts = reports.rows(made(reports, **asked))
    without = reports.rows(made(reports, **plain))

    more = {"message_body", "concatenated"}
    assert [
        {name: cell for name, cell in row.items() if name not in more} for row in with_texts
    ] == without
    assert all(row["message_body"] for row in with_texts)


def test_the_archive_and_its_file_are_named_as_the_vendors_are(reports: Reports) -> None:
    report = made(reports, **wishes(View("VOICE-CALL"), START - DAY, START))

    answer = reports.fetch(report)

    inside, text = entry(answer.content)
    assert inside.filename == f"report_VOICE-CALL_{KEY}_20260305.csv"
    assert answer.headers["content-type"] == "application/octet-stream"
    named = f'attachment; filename="VOICE-CALL_{report["request_id"]}.zip"'
    assert answer.headers["content-disposition"] == named
    assert text.startswith(b'"account_id","call_id","direction",')
    assert text.endswith(b'"\n')
    assert b',"",' in text
    assert b"\r" not in text


def test_a_report_without_records_is_a_header(reports: Reports) -> None:
    report = made(reports, **wishes(SMS, START - DAY, START), client_ref="nobody's")

    answer = reports.fetch(report)

    assert report["items_count"] == 0
    assert rows(answer.content) == []
    assert entry(answer.content)[1].count(b"\n") == 1


def test_a_report_on_a_day_14_months_ago_is_a_header(reports: Reports) -> None:
    report = made(reports, **wishes(SMS, START - 426 * DAY, START - 425 * DAY))

    assert (report["request_status"], report["items_count"]) == ("SUCCESS", 0)
    assert reports.rows(report) == []


def test_records_that_are_no_longer_kept_are_not_in_a_file(reports: Reports) -> None:
    view = View("VIDEO-API")
    kept_from = START - 90 * DAY

    report = made(reports, **wishes(view, kept_from - 10 * DAY, kept_from + DAY))

    assert reports.rows(report) == [cells(one) for one in scan(view, kept_from, kept_from + DAY)]


def test_a_file_shows_records_as_they_were_when_work_on_it_began() -> None:
    api, instant = Reports(report_speed=1), Reports(report_speed="instant")
    asked = wishes(SMS, START - timedelta(hours=1), START)

    later = api.finished(**asked)
    with api.backings.store.transaction("default") as state:
        (kept,) = state.page(REPORT)
    instant.now = kept.started_at
    at_once = made(instant, **asked)

    assert kept.started_at > START
    assert api.rows(later) == instant.rows(at_once)
    api.close()
    instant.close()


def test_servers_with_equal_seeds_send_equal_files() -> None:
    def file(seed: int) -> tuple[str, bytes]:
        api = Reports(seed=seed, store=open_store("memory:"))
        report = api.finished(**wishes(SMS, START - DAY, START))
        content = api.fetch(report).content
        api.close()
        return report["request_id"], content

    first, same, other = file(5), file(5), file(6)

    assert first == same
    assert first[0] != other[0]
    assert first[1] != other[1]
