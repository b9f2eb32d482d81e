"""Usage reports on look-ups of numbers, and the one on speech to text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mock_server.vendors.telnyx.people import user_id
from tests.vendors.telnyx.asking import KEY, START, Telnyx, fine, refusal
from tests.vendors.telnyx.looking import UNIT, dataset_of, grouped, seen
from tests.vendors.telnyx.test_legacy_usage_reports import parent

REPORTS = "/legacy/reporting/usage_reports/number_lookup"
SPEECH = "/legacy/reporting/usage_reports/speech_to_text"
DAYS = {"startDate": "2026-10-20", "endDate": "2026-11-10"}
ALL = {**DAYS, "aggregationType": "ALL"}
BEGIN, END = datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 11, 11, tzinfo=UTC)


@pytest.fixture
def slow() -> Iterator[Telnyx]:
    """Reports as slow as the vendor's."""
    api = Telnyx(report_speed=1)
    yield api
    api.close()


def complete(api: Telnyx, key: str = KEY, /, **order: Any) -> Any:
    """A finished report."""
    report = fine(api.post(REPORTS, ALL | order, key))["data"]
    api.now += timedelta(minutes=5)
    return api.data(f"{REPORTS}/{report['id']}", key)


def totals(*records: Any) -> tuple[int, Decimal]:
    """Dips and cost of some users' records."""
    rows = [row for record in records for row in record["aggregations"]]
    cost = sum(Decimal(str(row["total_cost"])) for row in rows)
    return sum(row["total_dips"] for row in rows), Decimal(cost)


def test_totals_are_those_of_looking_at_each_look_up(telnyx: Telnyx) -> None:
    (record,) = complete(telnyx)["result"]

    lookups = list(seen(dataset_of(telnyx), "lookup", (BEGIN, END), START))
    by_kind = grouped(lookups, lambda one: (one.kind,)).values()
    expected = sorted(
        (len(some), Decimal(sum(one.cost for one in some)) / UNIT) for some in by_kind
    )
    assert len(lookups) > 1000
    assert sorted(totals({"aggregations": [row]}) for row in record["aggregations"]) == expected
    (cnam,) = (row for row in record["aggregations"] if row["type"] == "CNAM")
    assert cnam["total_dips"] == sum(one.kind == "cnam" for one in lookups)
    assert cnam["currency"] == "USD"
    assert record["user_id"] == user_id(KEY)
    assert record["record_type"] == "TelcoDataUsageRecord"


def test_days_add_up(telnyx: Telnyx) -> None:
    whole = complete(telnyx)["result"]

    days = []
    for number in range((END - BEGIN).days):
        day = str((BEGIN + timedelta(days=number)).date())
        days += complete(telnyx, startDate=day, endDate=day)["result"]

    assert totals(*days) == totals(*whole)


def test_an_order_is_in_camel_case_and_a_report_in_snake_case(slow: Telnyx) -> None:
    ordered = fine(slow.post(REPORTS, ALL))["data"]

    assert ordered == {
        "id": ordered["id"],
        "record_type": "TelcoDataUsageReport",
        "status": "PENDING",
        "start_date": "2026-10-20",
        "end_date": "2026-11-10",
        "aggregation_type": "ALL",
        "managed_accounts": [],
        "created_at": "2026-11-17T09:30:12.345000Z",
        "updated_at": "2026-11-17T09:30:12.345000Z",
    }


def test_a_report_is_pending_then_complete_then_expired(slow: Telnyx) -> None:
    path = f"{REPORTS}/{fine(slow.post(REPORTS, ALL))['data']['id']}"

    assert slow.data(path)["status"] == "PENDING"
    slow.now += timedelta(minutes=5)
    complete = slow.data(path)
    assert complete["status"] == "COMPLETE"
    assert complete["created_at"] < complete["updated_at"]
    slow.now += timedelta(days=30)
    expired = slow.data(path)
    assert expired["status"] == "EXPIRED"
    assert not {"result", "report_url"} & set(expired)
    assert slow.get(complete["report_url"]).status_code == 404


def test_the_file_has_the_totals_of_the_result(telnyx: Telnyx) -> None:
    report = complete(telnyx)

    rows = list(csv.DictReader(io.StringIO(telnyx.get(report["report_url"]).text)))

    (record,) = report["result"]
    assert [
        {**row, "total_dips": int(row["total_dips"]), "total_cost": float(row["total_cost"])}
        for row in rows
    ] == [{"user_id": record["user_id"], **row} for row in record["aggregations"]]


def test_members_are_told_one_by_one_or_together(telnyx: Telnyx) -> None:
    key, subs = parent(telnyx)
    users = [user_id(one) for one in subs]
    alone = [complete(telnyx, one)["result"][0] for one in (key, *subs)]

    together = complete(telnyx, key, managedAccounts=users)
    each = complete(telnyx, key, managedAccounts=users, aggregationType="BY_ORGANIZATION_MEMBER")

    assert each["result"] == alone
    assert [record["user_id"] for record in together["result"]] == [user_id(key)]
    assert totals(*together["result"]) == totals(*alone)
    assert together["managed_accounts"] == users


def test_without_days_it_is_the_month_until_today(telnyx: Telnyx) -> None:
    report = fine(telnyx.post(REPORTS, {}))["data"]

    assert (report["start_date"], report["end_date"]) == ("2026-11-01", "2026-11-17")
    assert report["aggregation_type"] == "ALL"


def test_deleting_says_nothing_and_forgets_it(telnyx: Telnyx) -> None:
    report = complete(telnyx)
    path = f"{REPORTS}/{report['id']}"

    answer = telnyx.delete(path)

    assert (answer.status_code, answer.content) == (200, b"")
    assert [telnyx.get(path).status_code, telnyx.delete(path).status_code] == [404, 404]
    assert telnyx.get(report["report_url"]).status_code == 404


@pytest.mark.parametrize("unknown", ["0190a1b2-c3d4-4e5f-8a6b-7c8d9e0f1a2b", "none"])
def test_an_unknown_id_is_not_found_without_a_word(telnyx: Telnyx, unknown: str) -> None:
    answer = telnyx.get(f"{REPORTS}/{unknown}")

    assert (answer.status_code, answer.content) == (404, b"")


WRONG: dict[str, tuple[int, dict[str, Any]]] = {
    "it ends before it starts": (422, {"startDate": "2026-11-11"}),
    "it starts more than 31 days ago": (422, {"startDate": "2026-10-16"}),
    "a day is none": (400, {"startDate": "2026-02-30"}),
    "there is no such aggregation": (400, {"aggregationType": "BY_NOBODY"}),
}


@pytest.mark.parametrize("case", WRONG)
def test_an_order_that_makes_no_sense_is_refused_without_a_word(telnyx: Telnyx, case: str) -> None:
    status, wrong = WRONG[case]

    answer = telnyx.post(REPORTS, ALL | wrong)

    assert (answer.status_code, answer.content) == (status, b"")
    assert telnyx.data(REPORTS) == []


def test_a_start_of_31_days_ago_is_fine(telnyx: Telnyx) -> None:
    assert fine(telnyx.post(REPORTS, ALL | {"startDate": "2026-10-17"}))


@pytest.mark.parametrize("content_type", ["*/*", "text/plain", None])
def test_a_body_is_json_whatever_it_is_called(telnyx: Telnyx, content_type: str | None) -> None:
    named = {"Content_Type": content_type} if content_type else {}

    answer = telnyx.ask("POST", REPORTS, body=ALL, **named)

    assert fine(answer)["data"]["start_date"] == "2026-10-20"


def test_the_vendors_client_orders_reads_lists_page_by_page_and_deletes(telnyx: Telnyx) -> None:
    with telnyx.client() as client:
        reports: Any = client.legacy.reporting.usage_reports.number_lookup
        made = [
            reports.create(
                start_date=BEGIN.date(), end_date="2026-11-10", aggregation_type="ALL"
            ).data
            for _ in range(3)
        ]
        telnyx.now += timedelta(minutes=5)
        listed = list(reports.list(per_page=2))
        read = reports.retrieve(str(made[0].id)).data
        reports.delete(str(made[0].id))

    assert [one.id for one in listed] == [one.id for one in made][::-1]
    assert read == listed[-1]
    assert len(telnyx.data(REPORTS)) == 2


def test_speech_to_text_is_what_looking_at_each_transcription_finds(telnyx: Telnyx) -> None:
    bounds = {"start_date": BEGIN.isoformat(), "end_date": END.isoformat()}
    usage = telnyx.data(SPEECH, **bounds)

    found = grouped(
        seen(dataset_of(telnyx), "transcription", (BEGIN, END), START), lambda one: (one.kind,)
    )
    assert sorted(
        (
            row["total_transcriptions"], row["total_sec"], row["billed_sec"],
            Decimal(str(row["total_cost"])),
        )
        for row in usage["aggregations"]
    ) == sorted(
        (
            len(some),
            sum(one.units for one in some),
            sum(one.billed for one in some),
            Decimal(sum(one.cost for one in some)) / UNIT,
        )
        for some in found.values()
    )  # fmt: skip
    assert usage["aggregations"]
    assert (usage["start_date"], usage["end_date"]) == (
        "2026-10-20T00:00:00.000Z",
        "2026-11-11T00:00:00.000Z",
    )


def test_the_vendors_client_reads_speech_to_text(telnyx: Telnyx) -> None:
    with telnyx.client() as client:
        usage = client.legacy.reporting.usage_reports.retrieve_speech_to_text(
            start_date=BEGIN, end_date=END
        )

    assert usage.data


def test_a_backward_period_of_speech_to_text_is_refused(telnyx: Telnyx) -> None:
    answer = telnyx.get(SPEECH, start_date=END.isoformat(), end_date=BEGIN.isoformat())

    assert refusal(answer) == (
        400,
        [
            {
                "code": "10015",
                "title": "Bad Request",
                "detail": "end_date must not be before start_date.",
            }
        ],
    )


def test_the_permissive_profile_has_a_full_answer_to_placeholders() -> None:
    api = Telnyx(lenient=True)
    order = {"startDate": "string", "endDate": "string", "aggregationType": "string"}

    told = [
        fine(api.post(REPORTS, order)),
        fine(api.get(f"{REPORTS}/string")),
        fine(api.get(REPORTS, page=0, per_page=0)),
        fine(api.get(SPEECH, start_date="string", end_date="string")),
    ]
    deleted = api.delete(f"{REPORTS}/string")

    api.close()
    assert all("data" in each for each in told)
    assert deleted.status_code == 200
