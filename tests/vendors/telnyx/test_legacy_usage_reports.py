"""Usage reports of the first version on messages and calls: numbers for words, and jobs only."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mock_server.vendors.telnyx.people import user_id
from tests.vendors.telnyx.asking import KEY, Telnyx, fine
from tests.vendors.telnyx.looking import dataset_of
from tests.vendors.telnyx.test_cdr_usage_reports import figures as call_figures
from tests.vendors.telnyx.test_mdr_usage_reports import figures as message_figures

MESSAGING = "/legacy/reporting/usage_reports/messaging"
VOICE = "/legacy/reporting/usage_reports/voice"
OCTOBER = {"start_time": "2026-10-01T00:00:00Z", "end_time": "2026-11-01T00:00:00Z"}
SAME = {"start_date": "2026-10-01T00:00:00Z", "end_date": "2026-10-31T23:59:59Z"}
"""The same as it is asked for where the second of an end counts."""

FIGURES = {MESSAGING: message_figures, VOICE: call_figures}
both = pytest.mark.parametrize("path", [MESSAGING, VOICE], ids=["messaging", "voice"])


@pytest.fixture
def slow() -> Iterator[Telnyx]:
    """Reports as slow as the vendor's."""
    api = Telnyx(report_speed=1)
    yield api
    api.close()


def complete(api: Telnyx, path: str, key: str = KEY, /, **order: Any) -> Any:
    """A finished report."""
    body = {"aggregation_type": 0, **OCTOBER, **order}
    report = fine(api.post(path, body, key))["data"]
    api.now += timedelta(hours=1)
    return api.data(f"{path}/{report['id']}", key)


def rows(report: Any) -> Any:
    return report["result"]["aggregations"]


@both
def test_a_status_is_a_number_that_time_moves(slow: Telnyx, path: str) -> None:
    ordered = fine(slow.post(path, {"aggregation_type": 0, **OCTOBER}))["data"]
    one = f"{path}/{ordered['id']}"

    assert ordered["status"] == 1
    assert not {"result", "report_url"} & set(ordered)

    slow.now += timedelta(hours=1)
    complete = slow.data(one)
    assert complete["status"] == 2
    assert rows(complete)
    assert slow.get(complete["report_url"]).status_code == 200

    slow.now += timedelta(days=30)
    expired = slow.data(one)
    assert expired["status"] == 4
    assert not {"result", "report_url"} & set(expired)
    assert slow.get(complete["report_url"]).status_code == 404


@both
def test_the_file_has_the_rows_of_the_result(telnyx: Telnyx, path: str) -> None:
    report = complete(telnyx, path, aggregation_type=2)

    text = telnyx.get(report["report_url"]).text

    assert list(csv.DictReader(io.StringIO(text))) == rows(report)


@pytest.mark.parametrize(("number", "word"), [(0, "NO_AGGREGATION"), (1, "PROFILE"), (2, "TAGS")])
def test_messaging_totals_are_those_of_the_newer_reports(
    telnyx: Telnyx, number: int, word: str
) -> None:
    report = complete(telnyx, MESSAGING, aggregation_type=number)
    newer = telnyx.data("/reports/mdr_usage_reports/sync", **SAME, aggregation_type=word)

    assert rows(report) == newer["result"]
    assert report["aggregation_type"] == number
    assert report["record_type"] == "mdr_usage_report_v2_legacy"


@pytest.mark.parametrize("breakdown", [0, 1, 2, 3])
@pytest.mark.parametrize("aggregation", [0, 1, 2, 3])
def test_voice_totals_are_those_of_the_newer_reports(
    telnyx: Telnyx, aggregation: int, breakdown: int
) -> None:
    words = ("NO_AGGREGATION", "CONNECTION", "TAG", "BILLING_GROUP")[aggregation], (
        "NO_BREAKDOWN", "DID_VS_TOLL_FREE", "COUNTRY", "DID_VS_TOLL_FREE_PER_COUNTRY"
    )[breakdown]  # fmt: skip
    report = complete(telnyx, VOICE, aggregation_type=aggregation, product_breakdown=breakdown)
    newer = telnyx.data(
        "/reports/cdr_usage_reports/sync",
        **SAME, aggregation_type=words[0], product_breakdown=words[1],
    )  # fmt: skip

    assert report["result"] == newer["result"]
    assert (report["aggregation_type"], report["product_breakdown"]) == (aggregation, breakdown)
    assert report["record_type"] == "cdr_usage_report"
    assert report["connections"] == list(map(str, newer["connections"]))


@both
def test_days_add_up_to_the_month(telnyx: Telnyx, path: str) -> None:
    whole = complete(telnyx, path, aggregation_type=2)

    days = []
    for day in range(31):
        begin = datetime(2026, 10, 1, tzinfo=UTC) + timedelta(days=day)
        bounds = [begin.isoformat(), (begin + timedelta(days=1)).isoformat()]
        report = complete(
            telnyx, path, aggregation_type=2, start_time=bounds[0], end_time=bounds[1]
        )
        days += rows(report)

    assert FIGURES[path](days) == FIGURES[path](rows(whole))


def test_messages_keep_to_profiles(telnyx: Telnyx) -> None:
    profiles = [one.id for one in dataset_of(telnyx).account(KEY).profiles]

    whole = complete(telnyx, MESSAGING)
    parts = [complete(telnyx, MESSAGING, profiles=[one]) for one in profiles]

    found = [row for part in parts for row in rows(part)]
    assert message_figures(found) == message_figures(rows(whole))
    assert [part["profiles"] for part in parts] == [[one] for one in profiles]
    assert whole["profiles"] == []


def test_calls_keep_to_connections(telnyx: Telnyx) -> None:
    numbers = [one.number for one in dataset_of(telnyx).account(KEY).connections]

    whole = complete(telnyx, VOICE)
    parts = [complete(telnyx, VOICE, connections=[number]) for number in numbers]

    found = [row for part in parts for row in rows(part)]
    assert call_figures(found) == call_figures(rows(whole))
    assert [part["connections"] for part in parts] == [[str(number)] for number in numbers]
    assert whole["connections"] == list(map(str, numbers))


def parent(api: Telnyx) -> tuple[str, tuple[str, ...]]:
    """An account that others belong to, and these."""
    dataset = dataset_of(api)
    ids = (f"KEY0000{number:08x}" for number in range(100))
    return next((one, subs) for one in ids if len(subs := dataset.account(one).sub_accounts) > 1)


@both
def test_managed_accounts_are_added_to_the_whole(telnyx: Telnyx, path: str) -> None:
    key, subs = parent(telnyx)
    alone = [complete(telnyx, path, one) for one in (key, *subs)]

    first = complete(telnyx, path, key, managed_accounts=[user_id(subs[0])])
    every = complete(telnyx, path, key, select_all_managed_accounts=True)

    total = FIGURES[path]
    assert total(rows(first)) == total(rows(alone[0]) + rows(alone[1]))
    assert total(rows(every)) == total([row for report in alone for row in rows(report)])


@both
def test_somebody_elses_account_adds_nothing(telnyx: Telnyx, path: str) -> None:
    stranger = user_id("KEY_OF_SOMEBODY_ELSE")

    report = complete(telnyx, path, managed_accounts=[stranger])

    assert rows(report) == rows(complete(telnyx, path))


@both
@pytest.mark.parametrize("content_type", ["*/*", "text/plain", None])
def test_a_body_is_json_whatever_it_is_called(
    telnyx: Telnyx, path: str, content_type: str | None
) -> None:
    named = {"Content_Type": content_type} if content_type else {}

    answer = telnyx.ask("POST", path, body={"aggregation_type": 1, **OCTOBER}, **named)

    assert fine(answer)["data"]["aggregation_type"] == 1


@both
def test_some_pages_of_the_documentation_spell_the_path_otherwise(
    telnyx: Telnyx, path: str
) -> None:
    report = complete(telnyx, path)
    other = path.replace("/legacy/reporting", "/legacy_reporting")

    assert telnyx.data(f"{other}/{report['id']}") == report


def test_the_vendors_client_orders_reads_lists_and_deletes(telnyx: Telnyx) -> None:
    begin, end = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
    with telnyx.client() as client:
        usage: Any = client.legacy.reporting.usage_reports
        for reports, more in ((usage.messaging, {}), (usage.voice, {"product_breakdown": 2})):
            made = [
                reports.create(start_time=begin, end_time=end, aggregation_type=1, **more).data
                for _ in range(3)
            ]
            telnyx.now += timedelta(hours=1)
            listed = list(reports.list(per_page=2))
            read = reports.retrieve(str(made[0].id)).data
            gone = reports.delete(str(made[0].id)).data

            assert [one.id for one in listed] == [one.id for one in made][::-1]
            assert read == gone == listed[-1]
            assert read.status == 2
