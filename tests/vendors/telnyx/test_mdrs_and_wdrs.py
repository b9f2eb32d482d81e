"""The older lists: `/reports/mdrs` and `/reports/wdrs`, against the ledger's own words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

import pytest

from mock_server.vendors.telnyx.words import MESSAGE_STATUS
from tests.vendors.telnyx.asking import KEY, Telnyx, fine, refusal
from tests.vendors.telnyx.recorded import DAY, dataset, made, records, rows

MDRS, WDRS = "/reports/mdrs", "/reports/wdrs"
PERIOD = {"start_date": DAY[0], "end_date": DAY[1]}

Row = dict[str, Any]


@pytest.fixture(scope="module")
def api() -> Iterator[Telnyx]:
    one = Telnyx(accounts={KEY: 360})
    yield one
    one.close()


@pytest.fixture(scope="module")
def messages(api: Telnyx) -> list[Row]:
    found: list[Row] = api.data(MDRS, **PERIOD)
    return found


@pytest.fixture(scope="module")
def sessions(api: Telnyx) -> list[Row]:
    found: list[Row] = api.data(WDRS, **{"page[size]": 500}, start_date="2026-10-01")
    return found


def test_messages_of_a_day_are_those_of_the_ledger(api: Telnyx, messages: list[Row]) -> None:
    known = records(api, "message")

    assert [row["id"] for row in messages] == [one["id"] for one in known]
    for row, one in zip(messages, known, strict=True):
        assert (row["cli"], row["cld"], row["parts"]) == (one["from"], one["to"], one["parts"])
        assert row["status"] == MESSAGE_STATUS[one["status"]].upper()
        assert row["direction"] == one["direction"]
        assert Decimal(row["cost"]) == Decimal(row["rate"]) * row["parts"]


def test_messages_cost_what_detail_records_say(api: Telnyx, messages: list[Row]) -> None:
    details = rows(api, "messaging", **made("created_at"))

    assert [row["cost"] for row in messages] == [row["cost"] for row in details]


@pytest.mark.parametrize(
    ("parameter", "field"),
    [("id", "id"), ("direction", "direction"), ("profile", "profile_name"), ("cld", "cld"),
     ("cli", "cli"), ("status", "status"), ("message_type", "message_type")],
)  # fmt: skip
def test_messages_are_found_by_each_parameter(
    api: Telnyx, messages: list[Row], parameter: str, field: str
) -> None:
    for row in (messages[0], messages[-1]):
        value = row[field].upper() if parameter == "direction" else row[field]

        found = api.data(MDRS, **PERIOD, **{parameter: value})

        assert found == [one for one in messages if one[field] == row[field]]


def test_all_parameters_have_to_be_met(api: Telnyx, messages: list[Row]) -> None:
    found = api.data(MDRS, **PERIOD, direction="OUTBOUND", status="DELIVERED", message_type="SMS")

    assert found == [
        one
        for one in messages
        if (one["direction"], one["status"], one["message_type"])
        == ("outbound", "DELIVERED", "SMS")
    ]


def test_the_one_page_of_messages_says_how_many_there_are(api: Telnyx) -> None:
    answer = fine(api.get(MDRS, start_date="2026-11-01", end_date="2026-11-11"))

    total = len(records(api, "message", ("2026-11-01T00:00:00Z", DAY[1])))
    assert total > 250 == len(answer["data"])
    assert answer["meta"] == {
        "total_pages": -(-total // 250), "total_results": total, "page_number": 1,
        "page_size": 250,
    }  # fmt: skip


def test_an_empty_list_of_messages_has_no_page(api: Telnyx) -> None:
    answer = fine(api.get(MDRS, direction="INBOUND", status="FAILED"))

    assert answer["data"] == []
    assert (answer["meta"]["total_pages"], answer["meta"]["total_results"]) == (0, 0)


def _error(detail: str, code: str = "10011") -> tuple[int, list[dict[str, str]]]:
    return 400, [{"code": code, "title": "Bad Request", "detail": detail}]


@pytest.mark.parametrize("path", [MDRS, WDRS])
@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "soon"},
        {"end_date": "2026-02-30"},
        {"start_date": "2026-11-11", "end_date": "2026-11-10"},
    ],
    ids=["no moment", "no day", "turned round"],
)
def test_a_period_that_is_none_is_refused(api: Telnyx, path: str, query: dict[str, str]) -> None:
    assert refusal(api.get(path, **query)) == _error("Invalid parameter value")


@pytest.mark.parametrize("parameter", ["direction", "status", "message_type"])
def test_a_word_that_the_contract_does_not_have_is_refused(api: Telnyx, parameter: str) -> None:
    status, errors = refusal(api.get(MDRS, **{parameter: "SIDEWAYS"}))

    assert (status, errors[0]["code"], errors[0]["title"]) == (400, "10011", "Bad Request")


def test_sessions_are_those_of_the_ledger_oldest_first(api: Telnyx, sessions: list[Row]) -> None:
    known = records(api, "data-session", ("2026-10-01T00:00:00Z", "2026-12-01T00:00:00Z"))[::-1]

    assert [row["id"] for row in sessions] == [one["id"] for one in known]
    for row, one in zip(sessions, known, strict=True):
        assert row["uplink_data"]["amount"] + row["downlink_data"]["amount"] == one["kilobytes"]
        assert Decimal(row["cost"]["amount"]) == Decimal(one["cost"])
        per_kilobyte = Decimal(row["rate"]["amount"])
        assert Decimal(row["cost"]["amount"]) == per_kilobyte * one["kilobytes"]
        assert (row["phone_number"], row["mcc"] + row["mnc"]) == (one["number"], one["network"])


@pytest.mark.parametrize(
    "field",
    ["id", "mcc", "mnc", "imsi", "sim_group_name", "sim_group_id", "sim_card_id", "phone_number"],
)
def test_sessions_are_found_by_each_parameter(api: Telnyx, sessions: list[Row], field: str) -> None:
    query = {"page[size]": 500, "start_date": "2026-10-01"}
    for row in (sessions[0], sessions[-1]):
        found = api.data(WDRS, **query, **{field: row[field]})

        assert found == [one for one in sessions if one[field] == row[field]]


def test_sessions_come_from_the_newest_on_when_that_is_asked(
    api: Telnyx, sessions: list[Row]
) -> None:
    query = {"page[size]": 500, "start_date": "2026-10-01"}

    assert api.data(WDRS, **query, sort="-created_at") == sessions[::-1]
    assert api.data(WDRS, **query, sort="created_at,-cost") == sessions


def test_an_order_by_no_field_is_refused(api: Telnyx) -> None:
    assert refusal(api.get(WDRS, sort="colour")) == _error("Invalid sorting value", "10015")


def test_the_vendor_s_strict_client_reads_both_lists(api: Telnyx, sessions: list[Row]) -> None:
    with api.client() as client:
        listed = client.reports.list_mdrs(start_date=DAY[0], end_date=DAY[1])
        walked = client.reports.list_wdrs(start_date="2026-10-01", page_size=7, sort=["created_at"])
        ids = [one.id for one in islice(walked, 1000)]

    assert listed.data is not None
    assert len(listed.data) == len(records(api, "message"))
    assert ids == [row["id"] for row in sessions]


def test_all_messages_cost_what_the_ledger_says_without_the_fee(
    api: Telnyx, messages: list[Row]
) -> None:
    fees = [Decimal(row["carrier_fee"]) for row in rows(api, "messaging", **made("created_at"))]

    shown = sum(Decimal(row["cost"]) for row in messages)

    assert shown + sum(fees) == sum(Decimal(one["cost"]) for one in records(api, "message"))
    assert {row["currency"] for row in messages} == {dataset(api).account(KEY).currency}
