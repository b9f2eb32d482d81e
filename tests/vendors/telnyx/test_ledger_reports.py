from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import numpy as np
import pytest
from telnyx import BadRequestError

from mock_server.ledger.columns import Columns
from mock_server.ledger.money import Month, ms_at, owned_numbers, statement
from mock_server.vendors.telnyx.services import PRODUCTS
from tests.vendors.telnyx.asking import START, Telnyx, fine, refusal
from tests.vendors.telnyx.money_truth import UNIT, added, dataset, now_ms, opened

KEYS = ("KEY0001", "KEY0002")
KEY = KEYS[0]
PATH = "/ledger_billing_group_reports"
NOBODYS = "5d8f1b1e-7f0a-4a55-9a3c-2f6f9d9f0c11"


@pytest.fixture(scope="module")
def running() -> Iterator[Telnyx]:
    one = Telnyx(accounts=dict.fromkeys(KEYS, 60))
    yield one
    one.close()


@pytest.fixture
def api(running: Telnyx) -> Telnyx:
    """It is shared; only its clock is put back."""
    running.now, running.pause_s = START, 0.25
    return running


def ordered(api: Telnyx, key: str = KEY, **month: int) -> Any:
    return fine(api.post(PATH, month, key))["data"]


def rows_of(api: Telnyx, key: str, year: int, month: int) -> list[dict[str, str]]:
    report = ordered(api, key, year=year, month=month)
    api.now += timedelta(seconds=1)
    done = api.data(f"{PATH}/{report['id']}", key)
    return list(csv.DictReader(StringIO(api.ask("GET", done["report_url"]).text)))


def test_a_report_is_pending_then_complete_and_deleted_when_its_file_is_gone(api: Telnyx) -> None:
    api.pause_s = 0

    report = ordered(api, year=2026, month=10)

    assert report == {
        "id": report["id"],
        "record_type": "ledger_billing_group_report",
        "organization_id": report["organization_id"],
        "status": "pending",
        "report_url": None,
        "created_at": "2026-11-17T09:30:12.345Z",
        "updated_at": "2026-11-17T09:30:12.345Z",
    }
    assert api.data(f"{PATH}/{report['id']}", KEY) == report
    api.now += timedelta(milliseconds=200)
    done = api.data(f"{PATH}/{report['id']}", KEY)
    assert (done["status"], done["created_at"]) == ("complete", report["created_at"])
    assert report["updated_at"] < done["updated_at"] <= "2026-11-17T09:30:12.545Z"
    assert done["report_url"].startswith("http://mock.test/telnyx/v2/downloads/billing_group_")
    api.now += timedelta(days=30)
    gone = api.data(f"{PATH}/{report['id']}", KEY)
    assert (gone["status"], gone["report_url"]) == ("deleted", None)
    assert api.ask("GET", done["report_url"]).status_code == 404


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("ago", [0, 1, 7])
def test_the_lines_of_all_groups_come_to_what_the_month_moved_the_balance_by(
    api: Telnyx, key: str, ago: int
) -> None:
    month = Month.of(START.date())
    for _ in range(ago):
        month = month.previous

    rows = rows_of(api, key, month.year, month.month)

    told = statement(dataset(api), key, month, now_ms(api))
    assert told is not None
    assert added(row["amount"] for row in rows) * UNIT == told.closing - told.opening


def test_each_groups_lines_are_the_usage_and_numbers_of_its_connection(api: Telnyx) -> None:
    month = Month(2026, 9)

    rows = rows_of(api, KEY, month.year, month.month)

    assert len({row["billing_group_id"] for row in rows} - {""}) > 1
    for place, group in enumerate(dataset(api).account(KEY).connections):
        ours = [row for row in rows if row["billing_group_id"] == group.id]
        used = added(row["amount"] for row in ours if row["transaction_type"] == "usage")
        existing = [row for row in ours if row["transaction_type"] == "existing numbers"]

        assert {row["billing_group_name"] for row in ours} <= {group.name}
        assert used * UNIT == -cost_looked_at(api, place, month)
        assert sum(int(row["units"]) for row in existing) == len(
            [
                one
                for one in owned_numbers(dataset(api), KEY)
                if one.connection.id == group.id
                and one.owned_on(month.first)
                and one.bought_day < month.first
            ]
        )


def cost_looked_at(api: Telnyx, connection: int, month: Month) -> int:
    """What the records of a connection cost in a month that is over, one by one."""
    total = 0
    for product in PRODUCTS:
        stream = dataset(api).stream(KEY, product)
        begin, end = stream.window(ms_at(month.first), ms_at(month.end), now_ms(api))
        columns = Columns(stream, np.arange(begin, end))
        total += int(columns.cost[columns.connection == connection].sum())
    return total


def test_what_is_the_whole_accounts_is_of_no_group(api: Telnyx) -> None:
    rows = rows_of(api, KEY, 2026, 10)

    of_none = {row["transaction_type"] for row in rows if not row["billing_group_id"]}
    assert of_none
    assert of_none <= {"adjustments", "credits", "payments", "rounding"}
    assert {row["currency"] for row in rows} == {"USD"}
    assert all(Decimal(row["units"]) > 0 for row in rows)


def test_the_last_month_that_is_over_is_meant_when_none_is_named(api: Telnyx) -> None:
    report = ordered(api)
    api.now += timedelta(seconds=1)
    done = api.data(f"{PATH}/{report['id']}", KEY)

    text = api.ask("GET", done["report_url"]).text

    assert list(csv.DictReader(StringIO(text))) == rows_of(api, KEY, 2026, 10)


def test_a_whole_number_may_be_written_with_a_point(api: Telnyx) -> None:
    report = fine(api.post(PATH, b'{"year":2026.0,"month":9.0}', KEY))["data"]
    api.now += timedelta(seconds=1)
    done = api.data(f"{PATH}/{report['id']}", KEY)

    text = api.ask("GET", done["report_url"]).text

    assert list(csv.DictReader(StringIO(text))) == rows_of(api, KEY, 2026, 9)


def test_a_month_without_an_account_has_a_header_alone(api: Telnyx) -> None:
    early = Month.of(opened(api, KEY)).previous

    for month in (early, Month(2026, 12), Month(1, 1), Month(date.max.year, 12)):
        assert rows_of(api, KEY, month.year, month.month) == []


@pytest.mark.parametrize(
    ("body", "name", "detail"),
    [
        ({"year": 2026, "month": 13}, "month", "The month must be a number from 1 to 12."),
        ({"year": 2026, "month": 0}, "month", "The month must be a number from 1 to 12."),
        ({"year": 0, "month": 5}, "year", "The year must be a number from 1 to 9999."),
        ({"year": 10**30, "month": 5}, "year", "The year must be a number from 1 to 9999."),
        ({"year": 2026, "month": "May"}, "month", "month must be an integer, but is 'May'"),
    ],
    ids=["month 13", "month 0", "year 0", "endless year", "word"],
)
def test_a_month_that_the_calendar_does_not_have_is_refused(
    api: Telnyx, body: dict[str, Any], name: str, detail: str
) -> None:
    bad_request = {
        "code": "10015",
        "title": "Bad Request",
        "detail": detail,
        "source": {"pointer": f"/{name}"},
        "meta": {"url": "https://developers.telnyx.com/docs/overview/errors/10015"},
    }

    assert refusal(api.post(PATH, body, KEY)) == (400, [bad_request])


def test_a_report_that_is_not_the_callers_is_not_found(api: Telnyx) -> None:
    others = ordered(api, KEYS[1], year=2026, month=10)["id"]

    for report_id in (NOBODYS, others):
        status, [error] = refusal(api.get(f"{PATH}/{report_id}", KEY))

        assert (status, error["code"]) == (404, "10005")
    status, [error] = refusal(api.get(f"{PATH}/x", KEY))
    assert (status, error["code"]) == (400, "10006")


def test_without_a_key_there_are_no_reports(api: Telnyx) -> None:
    answer = api.ask("POST", PATH, body={"year": 2026, "month": 10}, Authorization="")

    status, [error] = refusal(answer)
    assert (status, error["code"]) == (401, "10009")


def test_permissively_any_month_and_any_id_will_do() -> None:
    api = Telnyx(lenient=True)

    answers = [api.post(PATH, {"year": 0, "month": 0}), api.get(f"{PATH}/{NOBODYS}")]
    api.close()

    for answer in answers:
        assert fine(answer)["data"]["record_type"] == "ledger_billing_group_report"


def test_the_vendors_client_waits_for_a_report(api: Telnyx) -> None:
    with api.client(KEY) as client:
        report = client.ledger_billing_group_reports.create(year=2026, month=10).data
        assert report is not None
        assert report.status == "pending"
        api.now += timedelta(seconds=1)
        done = client.ledger_billing_group_reports.retrieve(str(report.id)).data
        with pytest.raises(BadRequestError):
            client.ledger_billing_group_reports.create(year=2026, month=13)

    assert done is not None
    assert done.status == "complete"
    assert done.created_at is not None
    assert datetime.fromisoformat(f"{done.created_at}").tzinfo in {UTC, None}
