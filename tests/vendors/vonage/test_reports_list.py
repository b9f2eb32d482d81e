"""Reports as they are listed, who sees them, and what is told of them among the uses of the API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.vendors.vonage.asking import KEY, START, body
from tests.vendors.vonage.ordering import REPORTS, Reports, family, schema, wishes
from tests.vendors.vonage_records.ledger import View

DAY = timedelta(days=1)
MONTH = wishes(View("SMS", "outbound"), START - 30 * DAY, START)
SMALL = wishes(View("SMS", "outbound"), START - DAY, START - DAY + timedelta(minutes=10))


@pytest.fixture
def slow() -> Iterator[Reports]:
    """Reports as slow as the vendor's."""
    api = Reports(report_speed=1)
    yield api
    api.close()


def test_the_list_has_the_reports_of_some_states_and_days_newest_first(slow: Reports) -> None:
    names = {slow.ordered(**SMALL)["request_id"]: "first"}
    slow.wait(hours=1)
    second = slow.ordered(**SMALL)
    names[second["request_id"]] = "second"
    body(slow.cancel(second))
    slow.wait(hours=1)
    names[slow.ordered(**MONTH)["request_id"]] = "third"

    def listed(**query: str) -> list[str]:
        more = "".join(f"&{name}={value}" for name, value in query.items())
        answer = body(slow.get(f"{REPORTS}?account_id={KEY}{more}"))
        schema("ReportList").validate(answer)
        assert answer["items_count"] == len(answer["reports"])
        return [names[one["request_id"]] for one in answer["reports"]]

    assert listed(status="SUCCESS") == ["first"]
    assert listed(status="ABORTED, FAILED") == ["second"]
    assert listed(status="PENDING,%20PROCESSING,SUCCESS,ABORTED") == ["third", "second", "first"]
    slow.wait(seconds=3)
    every = "PENDING,PROCESSING,SUCCESS,ABORTED"
    assert listed(status=every, date_from="2026-03-05T13:00:00Z") == ["third", "second"]
    assert listed(status=every, date_to="2026-03-05T12:34:56.789Z") == ["first"]
    assert listed(status=every, date_to="2026-03-05T12:34:56.788Z") == []


def test_the_list_links_to_itself_and_tells_each_report_as_it_is(slow: Reports) -> None:
    report = slow.finished(**SMALL)

    told = body(slow.get(f"{REPORTS}?account_id={KEY}&status=SUCCESS"))

    own = f"http://mock.test/vonage{REPORTS}?account_id={KEY}&status=SUCCESS"
    assert told == {"self_link": own, "items_count": 1, "reports": [report]}
    assert list(told) == ["self_link", "items_count", "reports"]


def test_a_long_list_is_whole(slow: Reports) -> None:
    for _ in range(101):
        slow.ordered(product="AMD", date_start="2026-03-05T12:34:00Z")

    told = body(slow.get(f"{REPORTS}?account_id={KEY}&status=PENDING,SUCCESS"))

    times = [one["receive_time"] for one in told["reports"]]
    assert told["items_count"] == 101
    assert times == sorted(times, reverse=True)


def test_the_main_account_sees_what_its_sub_accounts_order_and_nobody_else_does(
    slow: Reports,
) -> None:
    main, sub, sibling = family()[:3]
    report = slow.finished(sub, **SMALL | {"account_id": sub})
    path = f"{REPORTS}/{report['request_id']}"

    seen = {one: slow.get(path, one).status_code for one in (sub, main, sibling, "cafe0001")}
    slow.wait(seconds=1)
    files = {one: slow.fetch(report, one).status_code for one in (sub, main, sibling, "cafe0001")}
    listed = body(slow.get(f"{REPORTS}?account_id={sub}&status=SUCCESS", main))

    assert seen == files == {sub: 200, main: 200, sibling: 404, "cafe0001": 404}
    assert [one["request_id"] for one in listed["reports"]] == [report["request_id"]]
    assert slow.cancel(report, "cafe0001").status_code == 404


def test_reports_are_told_among_the_uses_of_the_api() -> None:
    api = Reports(report_speed=1)
    done = api.finished(**SMALL)
    stopped = api.ordered(**MONTH)
    body(api.cancel(stopped))
    api.wait(days=1)

    report = api.finished(product="REPORTS-USAGE")

    newer, older = api.rows(report)
    assert report["items_count"] == 2
    assert (older["job_type"], older["status"]) == ("ASYNC_JOB", "SUCCESS")
    assert older["items_written"] == str(done["items_count"])
    assert float(older["total_price"]) == pytest.approx(done["items_count"] * 0.0004)
    assert (newer["status"], newer["items_written"], newer["total_price"]) == ("ABORTED", "0", "0")
    assert {older["account_id"], older["acc"], older["request_product"]} == {KEY, "SMS"}
    api.close()


def test_a_use_that_goes_on_is_told_as_it_stands() -> None:
    api = Reports(report_speed=1)
    api.ordered(**MONTH)
    api.wait(seconds=3)

    (row,) = api.rows(api.finished(product="REPORTS-USAGE"))

    assert (row["status"], row["items_written"], row["date_finished"]) == ("PROCESSING", "0", "")
    api.close()
