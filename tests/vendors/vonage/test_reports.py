"""The life of a report: ordered, waited for, listed, stopped, forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mock_server.state.outbox import claim
from mock_server.state.store import open_store
from mock_server.vendors.vonage.report import REPORT, Report
from tests.vendors.vonage.asking import KEY, START, body, refusal
from tests.vendors.vonage.ordering import REPORTS, Reports, schema, wishes
from tests.vendors.vonage_records.ledger import View

DAY = timedelta(days=1)
MS = timedelta(milliseconds=1)
MONTH = wishes(View("SMS", "outbound"), START - 30 * DAY, START)
SMALL = wishes(View("SMS", "outbound"), START - DAY, START - DAY + timedelta(minutes=10))
HUGE = wishes(View("SMS", "outbound"), START - 60 * DAY, START, "beef0002")


@pytest.fixture
def slow() -> Iterator[Reports]:
    """Reports as slow as the vendor's."""
    api = Reports(report_speed=1)
    yield api
    api.close()


def kept(api: Reports) -> Report:
    """The one report that is remembered."""
    with api.backings.store.transaction("default") as state:
        (one,) = state.page(REPORT)
    return one


def at(api: Reports, moment: datetime, report: Any) -> Any:
    api.now = moment
    return api.report(report)


def test_an_order_is_answered_with_what_was_ordered(slow: Reports) -> None:
    report = slow.ordered(**MONTH, status="delivered", callback_url="https://example.com/done?a=1")

    assert list(report) == [
        *("request_id", "request_status", "direction", "product", "account_id", "date_start"),
        *("date_end", "include_subaccounts", "status", "include_message", "show_concatenated"),
        *("callback_url", "receive_time", "_links"),
    ]
    own = {"self": {"href": f"http://mock.test/vonage{REPORTS}/{report['request_id']}"}}
    assert report == {
        "request_id": report["request_id"],
        "request_status": "PENDING",
        "direction": "outbound",
        "product": "SMS",
        "account_id": KEY,
        "date_start": "2026-02-03T12:34:56.789+00:00",
        "date_end": "2026-03-05T12:34:56.789+00:00",
        "include_subaccounts": False,
        "status": "delivered",
        "include_message": True,
        "show_concatenated": True,
        "callback_url": "https://example.com/done?a=1",
        "receive_time": "2026-03-05T12:34:56+00:00",
        "_links": own,
    }
    schema("SmsReport").validate(report)


def test_a_report_goes_from_state_to_state_as_time_passes(slow: Reports) -> None:
    ordered = slow.ordered(**MONTH)
    life = kept(slow)
    items = life.items

    waiting = at(slow, life.started_at - MS, ordered)
    begun = at(slow, life.started_at, ordered)
    working = at(slow, life.finished_at - MS, ordered)
    done = at(slow, life.finished_at, ordered)

    assert timedelta() <= life.started_at - life.received_at <= timedelta(seconds=2)
    minutes = (life.finished_at - life.started_at) / timedelta(minutes=1)
    assert 5 * items / 10**6 - 0.001 <= minutes <= 10 * items / 10**6 + 0.001
    assert waiting == ordered
    start_time = {"start_time": life.started_at.isoformat(timespec="seconds")}
    assert begun == {**ordered, "request_status": "PROCESSING", **start_time}
    assert working == begun
    file = done["_links"].pop("download_report")
    assert file["href"].startswith("http://mock.test/vonage/v3/media/")
    assert done == {**begun, "request_status": "SUCCESS", "items_count": items}
    assert list(done)[-2:] == ["_links", "items_count"]


def test_a_faster_server_is_as_many_times_faster() -> None:
    def work(report_speed: str | int = 100) -> timedelta:
        api = Reports(report_speed=report_speed)
        api.ordered(**MONTH)
        life = kept(api)
        api.close()
        return life.finished_at - life.started_at

    real, fast, instant = work(1), work(), work("instant")

    assert abs(real / 100 - fast) <= MS
    assert instant == timedelta()


def test_without_dates_the_last_seven_days_are_meant(slow: Reports) -> None:
    report = slow.ordered(product="VOICE-TTS")

    assert report["account_id"] == KEY
    assert report["date_start"] == "2026-02-26T12:34:56.789+00:00"
    assert report["date_end"] == "2026-03-05T12:34:56.789+00:00"


def test_more_than_seven_million_records_are_cut_off(slow: Reports) -> None:
    report = slow.finished("beef0002", **HUGE)

    assert report["request_status"] == "TRUNCATED"
    assert report["items_count"] == 7_000_000
    assert "download_report" in report["_links"]


def test_equal_orders_are_two_reports(slow: Reports) -> None:
    first, second = slow.ordered(**SMALL), slow.ordered(**SMALL)

    assert first["request_id"] != second["request_id"]


def test_a_final_slash_does_no_harm(slow: Reports) -> None:
    answer = slow.ask("POST", f"{REPORTS}/", content=b'{"product":"AMD"}')

    assert body(answer)["product"] == "AMD"


def test_a_report_is_forgotten_after_four_days_and_its_file_after_72_hours(slow: Reports) -> None:
    report = slow.finished(**SMALL)
    life = kept(slow)
    unknown = f"Report {life.id} does not exist, or you do not have access."

    slow.now = life.finished_at + timedelta(hours=72) - MS
    last = slow.fetch(report)
    slow.now = life.finished_at + timedelta(hours=72)
    gone = slow.fetch(report)
    without_file = slow.report(report)
    slow.now = life.received_at + 4 * DAY
    forgotten = slow.get(f"{REPORTS}/{life.id}")

    assert last.status_code == 200
    file_unknown = unknown.replace(life.id, life.file_id)
    assert refusal(gone)[1]["detail"] == file_unknown
    assert gone.status_code == 404
    assert list(without_file["_links"]) == ["self"]
    assert without_file["request_status"] == "SUCCESS"
    assert refusal(forgotten) == (404, {
        "type": "https://developer.nexmo.com/api-errors#not-found",
        "title": "Invalid report ID",
        "detail": unknown,
    })  # fmt: skip


def test_what_is_forgotten_makes_room(slow: Reports) -> None:
    slow.finished(**SMALL)
    slow.wait(days=4)

    newer = slow.ordered(**SMALL)

    assert kept(slow).id == newer["request_id"]


def test_there_is_no_file_before_the_report_is_done(slow: Reports) -> None:
    slow.ordered(**MONTH)
    life = kept(slow)

    early = slow.get(f"/v3/media/{life.file_id}")
    slow.now = life.finished_at
    in_time = slow.get(f"/v3/media/{life.file_id}")

    assert (early.status_code, in_time.status_code) == (404, 200)


def test_a_report_can_be_stopped_until_it_is_done(slow: Reports) -> None:
    report = slow.ordered(**MONTH, callback_url="http://127.0.0.1:9/")
    slow.now = kept(slow).started_at

    stopped = body(slow.cancel(report))
    again = slow.cancel(report)
    slow.wait(days=1)

    started = {"start_time": kept(slow).started_at.isoformat(timespec="seconds")}
    assert stopped == {**report, "request_status": "ABORTED", **started}
    assert slow.report(report) == stopped
    assert slow.outbox == []
    assert refusal(again) == (409, {
        "type": "https://developer.nexmo.com/api-errors/reports#invalid-abort-operation",
        "title": "Invalid Abort Operation",
        "detail": "The job is already in a terminated state such as `SUCCESS`, `TRUNCATED`, "
        "`FAILED` or `ABORTED`.",
    })  # fmt: skip
    assert slow.get(f"/v3/media/{kept(slow).file_id}").status_code == 404


def test_one_that_is_stopped_before_it_began_never_started(slow: Reports) -> None:
    report = slow.ordered(**MONTH)
    slow.now = kept(slow).started_at - MS

    stopped = body(slow.cancel(report))
    slow.wait(days=1)

    assert stopped == {**report, "request_status": "ABORTED"}
    assert slow.report(report) == stopped


def test_a_finished_report_stays_as_it_is(slow: Reports) -> None:
    report = slow.finished(**SMALL)

    answer = slow.cancel(report)

    assert answer.status_code == 409
    assert slow.report(report) == report


def test_a_callback_waits_in_the_outbox_until_the_report_is_done(slow: Reports) -> None:
    report = slow.ordered(**MONTH, callback_url="http://127.0.0.1:9/done?for=me")
    life, store = kept(slow), slow.backings.store

    early = claim(store, lambda _: life.finished_at - MS, 30.0)
    (waiting,) = slow.outbox
    taken = claim(store, lambda _: life.finished_at, 30.0)

    assert early is None
    assert taken is not None
    assert taken.callback.due_at == life.finished_at + timedelta(seconds=30)
    assert (waiting.url, waiting.method) == ("http://127.0.0.1:9/done?for=me", "POST")
    assert waiting.headers == (("content-type", "application/json"),)
    slow.now = life.finished_at
    assert waiting.body == slow.get(f"{REPORTS}/{report['request_id']}").content


def test_without_an_address_nothing_is_sent(slow: Reports) -> None:
    slow.ordered(**SMALL)

    assert slow.outbox == []


@pytest.mark.parametrize("moment", ["before", "between", "after"])
def test_a_restart_changes_nothing(tmp_path: Path, moment: str) -> None:
    url = f"sqlite:///{tmp_path}/mock.db"
    before = Reports(report_speed=1, store=open_store(url))
    report = before.ordered(**MONTH, callback_url="http://127.0.0.1:9/")
    life = kept(before)
    now = {"before": life.received_at, "between": life.started_at, "after": life.finished_at}
    told = at(before, now[moment], report)
    before.backings.store.close()
    before.close()

    after = Reports(report_speed=1, store=open_store(url))

    assert at(after, now[moment], report) == told
    assert [one.due_at for one in after.outbox] == [life.finished_at]
    if moment == "after":
        assert after.fetch(told).status_code == 200
    else:
        assert body(after.cancel(report))["request_status"] == "ABORTED"
    after.backings.store.close()
    after.close()
