"""What batch reports are ordered with: how it is told again, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.vendors.telnyx.asking import Telnyx, fine, refusal
from tests.vendors.telnyx.batch_dialects import (
    BATCH,
    CALLS,
    DAY,
    LEGACY,
    MESSAGES,
    NAMES,
    SESSIONS,
    SPEECH,
    Dialect,
    every_dialect,
    every_legacy,
    ordered,
    report,
)


@pytest.fixture
def lenient() -> Iterator[Telnyx]:
    api = Telnyx(lenient=True)
    yield api
    api.close()


def test_messages_are_ordered_in_numbers_and_told_in_words(telnyx: Telnyx) -> None:
    chosen = {
        "connections": [123, 456],
        "filters": [{"filter_type": "and", "cli": "+1312", "cli_filter": "starts_with"}],
        "profiles": ["3fa85f64-5717-4562-b3fc-2c963f66afa6"],
        "report_name": "My MDR Report",
    }

    told = ordered(telnyx, MESSAGES, directions=[2], record_types=[3, 1], **chosen)
    plain = ordered(telnyx, MESSAGES)

    assert {name: told[name] for name in chosen} == chosen
    assert told["directions"] == ["OUTBOUND"]
    assert told["record_types"] == ["ERRORS", "COMPLETED"]
    assert plain["directions"] == ["INBOUND", "OUTBOUND"]
    assert plain["record_types"] == ["COMPLETED", "INCOMPLETE", "ERRORS"]
    assert plain["report_name"].startswith("report_name_")


@pytest.mark.parametrize("kind", [MESSAGES, CALLS], ids=("messages", "calls"))
def test_what_no_filter_can_say_is_not_told_either(telnyx: Telnyx, kind: Dialect) -> None:
    told = ordered(telnyx, kind, filters=[{"filter_type": "and", "cli": "1", "NULL": [7]}])

    assert told["filters"] == [{"filter_type": "and", "cli": "1"}]


def test_calls_are_ordered_and_told_in_numbers(telnyx: Telnyx) -> None:
    chosen = {
        "source": "webrtc",
        "call_types": [2],
        "record_types": [1, 2],
        "connections": [7],
        "filters": [{"filter_type": "and", "tags_list": "tag1"}],
        "managed_accounts": ["f47ac10b-58cc-4372-a567-0e02b2c3d479"],
        "report_name": "My CDR Report",
        "timezone": "Asia/Tokyo",
    }

    told = ordered(telnyx, CALLS, **chosen)
    plain = ordered(telnyx, CALLS)

    assert {name: told[name] for name in chosen} == chosen
    assert told["retry"] == 0
    assert (plain["source"], plain["timezone"]) == ("calls", "UTC")
    assert (plain["call_types"], plain["record_types"]) == ([1, 2], [1, 2, 3])


def test_the_columns_of_call_files_are_told_in_four_groups_without_data_around(
    telnyx: Telnyx,
) -> None:
    groups = fine(telnyx.get(f"{BATCH}/voice/fields"))

    assert list(groups) == [
        "Interaction Data",
        "Number Information",
        "Telephony Data",
        "Billing",
    ]
    assert sum(map(len, groups.values())) == 35  # as many as the portal says
    assert {"billable_time", "cost", "rate", "billing_group_id"} <= set(groups["Billing"])


def test_the_path_that_some_documents_show_works_as_well(telnyx: Telnyx) -> None:
    new = ordered(telnyx, MESSAGES)

    path = "/legacy_reporting/batch_detail_records/messaging"

    assert telnyx.data(f"{path}/{new['id']}")["id"] == new["id"]
    assert [one["id"] for one in telnyx.data(path)] == [new["id"]]


def test_more_records_take_longer(telnyx: Telnyx) -> None:
    begin, ends = "2026-10-15T00:00:00Z", ("2026-10-15T00:00:01Z", "2026-11-14T00:00:00Z")

    short, long = (ordered(telnyx, MESSAGES, begin=begin, end=end)["id"] for end in ends)
    telnyx.now += timedelta(days=1)

    shown = [report(telnyx, MESSAGES, one) for one in (short, long)]
    spans = [(one["created_at"], one["updated_at"]) for one in shown]
    took = [_seconds(after) - _seconds(before) for before, after in spans]
    assert 0 < took[0] < took[1]


def _seconds(text: str) -> float:
    return float(text[17:23]) + 60 * float(text[14:16])


TIMES: dict[str, dict[str, Any]] = {
    "it ends when it begins": {"end": DAY[0]},
    "it ends before it begins": {"end": "2026-11-14T00:00:00Z"},
}
FILTERS: dict[str, list[dict[str, Any]]] = {
    "the first filter is an or": [{"filter_type": "or", "cli": "1"}],
    "an and follows an or": [
        {"filter_type": "and", "cli": "1"},
        {"filter_type": "or", "cli": "2"},
        {"filter_type": "and", "cli": "3"},
    ],
    "a filter joins otherwise": [{"filter_type": "xor", "cli": "1"}],
    "a filter compares otherwise": [{"filter_type": "and", "cli": "1", "cli_filter": "like"}],
}
ORDERS: list[tuple[str, Dialect, dict[str, Any]]] = [
    *((f"{name}: {why}", one, more) for name, one in zip(NAMES, LEGACY, strict=False)
      for why, more in TIMES.items()),
    *((f"{name}: {why}", one, {"filters": filters})
      for name, one in (("messages", MESSAGES), ("calls", CALLS))
      for why, filters in FILTERS.items()),
    ("messages: no such direction", MESSAGES, {"directions": [1, 3]}),
    ("messages: no such record type", MESSAGES, {"record_types": [0]}),
    ("messages: no such zone", MESSAGES, {"timezone": "Mars/Olympus"}),
    ("messages: a zone outside the database", MESSAGES, {"timezone": "../UTC"}),
    ("calls: no such call type", CALLS, {"call_types": [4]}),
    ("calls: no such record type", CALLS, {"record_types": [4]}),
    ("calls: no such source", CALLS, {"source": "smoke-signals"}),
    ("calls: no such column", CALLS, {"fields": ["cost", "colour"]}),
    ("calls: a folder of zones", CALLS, {"timezone": "America"}),
    ("calls: it ends later than tomorrow", CALLS, {"end": "2026-11-18T09:30:13Z"}),
    ("speech: more than a month", SPEECH,
     {"begin": "2026-01-31T00:00:00Z", "end": "2026-02-28T00:00:00.001Z"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("dialect", "more"), [one[1:] for one in ORDERS], ids=[one[0] for one in ORDERS]
)
def test_an_order_that_makes_no_sense_is_a_400_without_a_body_and_leaves_nothing(
    telnyx: Telnyx, dialect: Dialect, more: dict[str, Any]
) -> None:
    answer = telnyx.post(dialect.path, dialect.body(**more))

    assert (answer.status_code, answer.content) == (400, b"")
    assert telnyx.data(dialect.path) == []


@every_legacy
def test_an_order_without_a_period_is_a_400_without_a_body(
    telnyx: Telnyx, dialect: Dialect
) -> None:
    for missing in dialect.times:
        body = {name: text for name, text in dialect.body().items() if name != missing}
        answer = telnyx.post(dialect.path, body)

        assert (answer.status_code, answer.content) == (400, b"")


def test_speech_may_be_ordered_for_just_a_month(telnyx: Telnyx) -> None:
    months = [("2026-01-31", "2026-02-28"), ("2026-10-01", "2026-11-01"),
              ("2025-12-05", "2026-01-05")]  # fmt: skip

    for month in months:
        begin, end = (f"{day}T00:00:00Z" for day in month)
        assert ordered(telnyx, SPEECH, begin=begin, end=end)["status"] == "PENDING"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"start_time": "soon", "end_time": DAY[1]}, "start_time"),
        ({"start_time": DAY[0], "end_time": "later"}, "end_time"),
        ({"start_time": DAY[1], "end_time": DAY[0]}, "end_time"),
        ({"end_time": DAY[1]}, "start_time"),
    ],
    ids=["no beginning", "no end", "the wrong way round", "a missing beginning"],
)
def test_times_that_cannot_be_used_are_a_422_for_sessions(
    telnyx: Telnyx, body: dict[str, str], name: str
) -> None:
    status, errors = refusal(telnyx.post(SESSIONS.path, body))

    assert status == 422
    assert [(one["code"], one["title"], one["source"]) for one in errors] == [
        ("10027", "Unprocessable entity", {"pointer": f"/{name}"})
    ]


@every_dialect
def test_permissively_any_report_is_there_and_any_order_is_taken(
    lenient: Telnyx, dialect: Dialect
) -> None:
    anything = "182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e"

    got = lenient.get(f"{dialect.path}/{anything}")
    deleted = [lenient.delete(f"{dialect.path}/{anything}") for _ in range(2)]
    taken = lenient.post(dialect.path, dialect.body("start", "end", timezone="x", fields=["y"]))

    assert [one.status_code for one in (got, *deleted)] == [200] * 3
    assert taken.status_code == dialect.created
    assert all("data" in one.json() for one in (got, *deleted, taken))
