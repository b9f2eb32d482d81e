"""Usage reports on messages as jobs: ordered, waited for, read, listed, fetched and deleted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.vendors.telnyx.asking import KEY, Telnyx, fine
from tests.vendors.telnyx.looking import dataset_of
from tests.vendors.telnyx.test_mdr_usage_reports import BEGIN, LAST, ORDER, REPORTS, SYNC


@pytest.fixture
def slow() -> Iterator[Telnyx]:
    """Reports as slow as the vendor's."""
    api = Telnyx(report_speed=1)
    yield api
    api.close()


def test_a_job_is_pending_then_complete_then_expired_and_then_unknown(slow: Telnyx) -> None:
    ordered = fine(slow.post(REPORTS, ORDER))["data"]
    path = f"{REPORTS}/{ordered['id']}"

    assert ordered["status"] == "PENDING"
    assert not {"result", "report_url"} & set(ordered)
    assert slow.data(path) == ordered

    slow.now += timedelta(minutes=30)
    complete = slow.data(path)
    assert complete["status"] == "COMPLETE"
    assert complete["result"]
    assert complete["report_url"].startswith("http://mock.test/telnyx/v2/downloads/")
    assert complete["created_at"] == ordered["created_at"] < complete["updated_at"]

    slow.now += timedelta(days=30)
    expired = slow.data(path)
    assert expired["status"] == "EXPIRED"
    assert not {"result", "report_url"} & set(expired)
    assert slow.get(complete["report_url"]).status_code == 404

    slow.now += timedelta(days=61)
    fine(slow.post(REPORTS, ORDER))
    assert slow.get(path).status_code == 400


def test_a_job_takes_longer_the_more_messages_it_is_about() -> None:
    api = Telnyx(report_speed=1, accounts={KEY: 300_000})
    year = {**ORDER, "start_date": "2026-01-01T00:00:00Z"}
    path = f"{REPORTS}/{fine(api.post(REPORTS, year))['data']['id']}"

    # 0.6 of the account's records are messages: some 57 million, at 300 s a million at least.
    api.now += timedelta(hours=4)
    early = api.data(path)["status"]
    api.now += timedelta(hours=10)
    late = api.data(path)["status"]

    api.close()
    assert (early, late) == ("PENDING", "COMPLETE")


def test_a_job_holds_what_it_would_hold_at_once(telnyx: Telnyx) -> None:
    settled = ORDER | {"start_date": "2026-10-01T00:00:00Z", "end_date": "2026-10-31T23:59:59Z"}
    report = complete(telnyx, settled)

    del settled["profiles"]
    assert report["result"] == telnyx.data(SYNC, **settled)["result"]


def complete(api: Telnyx, order: dict[str, str]) -> Any:
    report = fine(api.post(REPORTS, order))["data"]
    api.now += timedelta(minutes=5)
    return api.data(f"{REPORTS}/{report['id']}")


def test_the_file_has_the_rows_of_the_result(telnyx: Telnyx) -> None:
    report = complete(telnyx, ORDER | {"aggregation_type": "TAGS"})

    answer = telnyx.get(report["report_url"])

    assert answer.headers["content-type"].startswith("text/csv")
    assert list(csv.DictReader(io.StringIO(answer.text))) == report["result"]


def test_a_job_keeps_to_its_profiles(telnyx: Telnyx) -> None:
    first, second, *_ = dataset_of(telnyx).account(KEY).profiles
    report = complete(telnyx, ORDER | {"profiles": f"{first.id}, {second.name}"})

    assert report["profiles"] == f"{first.id}, {second.name}"
    assert {row["profile_id"] for row in report["result"]} == {first.id, second.id}


def test_deleting_tells_what_was_and_forgets_it(telnyx: Telnyx) -> None:
    report = complete(telnyx, ORDER)
    path = f"{REPORTS}/{report['id']}"

    assert fine(telnyx.delete(path))["data"] == report
    assert telnyx.get(path).status_code == 400
    assert telnyx.delete(path).status_code == 400
    assert telnyx.get(report["report_url"]).status_code == 404
    assert telnyx.data(REPORTS) == []


def test_a_report_is_for_its_owner_alone(telnyx: Telnyx) -> None:
    report = fine(telnyx.post(REPORTS, ORDER))["data"]

    other = "KEY_OF_SOMEBODY_ELSE"

    assert telnyx.get(f"{REPORTS}/{report['id']}", other).status_code == 400
    assert telnyx.delete(f"{REPORTS}/{report['id']}", other).status_code == 400
    assert telnyx.data(REPORTS, other) == []


def test_the_list_is_paged_the_newest_first(telnyx: Telnyx) -> None:
    ids = [fine(telnyx.post(REPORTS, ORDER))["data"]["id"] for _ in range(5)]

    pages = [fine(telnyx.get(REPORTS, **{"page[size]": 2, "page[number]": n})) for n in (1, 2, 3)]

    assert [one["id"] for page in pages for one in page["data"]] == ids[::-1]
    assert pages[2]["meta"] == {
        "total_pages": 3, "total_results": 5, "page_number": 3, "page_size": 2,
    }  # fmt: skip


def test_an_empty_list_has_no_pages(telnyx: Telnyx) -> None:
    assert fine(telnyx.get(REPORTS)) == {
        "data": [],
        "meta": {"total_pages": 0, "total_results": 0, "page_number": 1, "page_size": 20},
    }


@pytest.mark.parametrize("content_type", ["application/json", "*/*", "text/plain",
                                          "application/x-www-form-urlencoded", None])  # fmt: skip
def test_a_body_is_json_whatever_it_is_called(telnyx: Telnyx, content_type: str | None) -> None:
    named = {"Content_Type": content_type} if content_type else {}

    answer = telnyx.ask("POST", REPORTS, body=ORDER, **named)

    assert fine(answer)["data"]["aggregation_type"] == "PROFILE"


def test_the_vendors_client_orders_reads_lists_and_deletes(telnyx: Telnyx) -> None:
    with telnyx.client() as client:
        reports: Any = client.reports.mdr_usage_reports
        bounds = {"start_date": BEGIN, "end_date": LAST}
        ordered = [
            reports.create(**bounds, aggregation_type="TAGS", profiles="").data for _ in range(3)
        ]
        telnyx.now += timedelta(minutes=5)
        listed = list(reports.list(page_size=2))
        read = reports.retrieve(str(ordered[0].id)).data
        at_once = reports.fetch_sync(
            **bounds, aggregation_type="TAGS", profiles=["Default", "Alerts"]
        ).data
        gone = reports.delete(str(ordered[0].id)).data

    assert [one.id for one in listed] == [one.id for one in ordered][::-1]
    assert read == listed[-1] == gone
    assert read.result
    assert at_once.profiles == "Default,Alerts"
