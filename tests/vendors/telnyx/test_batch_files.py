"""What is in the files of batch reports: the ledger's records, all of them, once, as ordered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np
import orjson
import pytest

from mock_server.ledger.columns import Columns
from mock_server.ledger.records import standard_layout
from mock_server.ledger.sums import sums
from tests.vendors.telnyx.asking import KEY, START, Telnyx
from tests.vendors.telnyx.batch_dialects import (
    CALLS,
    DAY,
    MESSAGES,
    SESSIONS,
    SPEECH,
    Dialect,
    cost,
    dataset_of,
    ms,
    rows,
    second,
)

PER_DAY = 3_000
STRANGER = "f47ac10b-58cc-4372-a567-0e02b2c3d479"
SOURCES = ("calls", "call-control", "fax-api", "webrtc")
EVERY: dict[str, Any] = {"include_all_metadata": True}


@pytest.fixture(scope="module")
def api() -> Iterator[Telnyx]:
    one = Telnyx(accounts={KEY: PER_DAY}, report_speed="instant")
    yield one
    one.close()


@pytest.fixture
def telnyx(api: Telnyx) -> Telnyx:
    api.now = START
    return api


def ledger(
    telnyx: Telnyx, ledger_product: str, key: str = KEY, span: tuple[str, str] = DAY
) -> list[dict[str, Any]]:
    """The records of a period as the ledger's own layout tells them."""
    stream = dataset_of(telnyx).stream(key, ledger_product)
    begin, end = stream.window(ms(span[0]), ms(span[1]), ms("2026-11-18T00:00:00Z"))
    columns = Columns(stream, np.arange(begin, end), ms("2026-11-18T00:00:00Z"))
    found: list[dict[str, Any]] = orjson.loads(standard_layout(stream).json(columns))
    return found


def test_a_message_file_has_every_message_of_the_period_the_oldest_first(telnyx: Telnyx) -> None:
    expected = ledger(telnyx, "message")

    found = rows(telnyx, MESSAGES)

    assert len(expected) > 100
    assert [
        (row["uuid"], row["cli"], row["cld"], row["direction"], row["created_at"], cost(row))
        for row in found
    ] == [
        (one["id"], one["from"], one["to"], one["direction"], second(one["made_at"]),
         Decimal(one["cost"])) for one in expected
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("dialect", "name", "column", "time"),
    [(SPEECH, "transcription", "cost", "start_time"),
     (SESSIONS, "data-session", "data_cost", "created_at")],
    ids=["speech", "sessions"],
)  # fmt: skip
def test_files_of_speech_and_sessions_have_every_record_of_the_period(
    telnyx: Telnyx, dialect: Dialect, name: str, column: str, time: str
) -> None:
    expected = ledger(telnyx, name)

    found = rows(telnyx, dialect)

    assert len(expected) > 5
    assert [(row["id"], row[time], Decimal(row[column])) for row in found] == [
        (one["id"], second(one.get("made_at") or one["started_at"]), Decimal(one["cost"]))
        for one in expected
    ]


def test_the_files_of_both_sources_of_calls_have_every_call_answered_or_not(
    telnyx: Telnyx,
) -> None:
    expected = [*ledger(telnyx, "call"), *ledger(telnyx, "failed-call")]

    files = [rows(telnyx, CALLS, source=source, **EVERY) for source in SOURCES[:2]]

    assert all(len(found) > 20 for found in files)
    for found in files:
        times = [row["start_timestamp_utc"] for row in found]
        assert times == sorted(times)
        assert {row["mos"] == "" for row in found} == {True, False}  # both sorts are in it
    assert Counter(
        (row["start_timestamp_utc"], row["origination_number"], row["terminating_number"],
         row["hangup_code"], int(row["call_sec"]), cost(row))
        for found in files for row in found
    ) == Counter(
        (second(one.get("started_at") or one["made_at"]), one["from"], one["to"], one["error"],
         one["seconds"], Decimal(one["cost"])) for one in expected
    )  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_the_costs_of_calls_come_to_what_the_ledger_sums_up(telnyx: Telnyx, source: str) -> None:
    month = ("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z")
    products = {"fax-api": ["fax"], "webrtc": ["app-call"]}.get(source, ["call", "failed-call"])
    edges = [ms(one) for one in month]

    found = rows(telnyx, CALLS, begin=month[0], end=month[1], source=source)

    streams = [dataset_of(telnyx).stream(KEY, name) for name in products]
    summed = [sums(one, edges, ms("2026-11-18T00:00:00Z"), by=["connection"]) for one in streams]
    of_connection: Counter[str] = Counter()
    for one in summed:
        for _, group, values in one.rows():
            of_connection[group[0]] += values["cost"]
    numbers = {one.id: str(one.number) for one in dataset_of(telnyx).account(KEY).connections}
    by_number: Counter[str] = Counter()
    for row in found:
        by_number[row["connection_id"]] += int(cost(row) * 10**8)
    # Both sources of calls have connections of their own.
    expected = {numbers[one]: value for one, value in of_connection.items()}
    assert by_number == {one: expected[one] for one in by_number}
    assert sum(by_number.values()) > 0


def test_directions_and_record_types_partition_the_messages(telnyx: Telnyx) -> None:
    week = {"begin": "2026-11-10T00:00:00Z", "end": "2026-11-17T00:00:00Z"}
    whole = Counter(row["uuid"] for row in rows(telnyx, MESSAGES, **week))

    parts = {
        (way, kind): rows(telnyx, MESSAGES, **week, directions=[way], record_types=[kind])
        for way, kind in product((1, 2), (1, 2, 3))
    }

    assert (
        sum((Counter(row["uuid"] for row in part) for part in parts.values()), Counter()) == whole
    )
    assert {row["direction"] for row in parts[1, 1]} == {"inbound"}
    assert {row["direction"] for row in parts[2, 1]} == {"outbound"}
    assert {row["status"] for row in (*parts[1, 1], *parts[2, 1])} == {"received", "delivered"}
    assert {row["status"] for row in parts[2, 2]} == {"dlr_unconfirmed"}
    assert "delivered" not in {row["status"] for row in parts[2, 3]}
    assert all(parts[2, kind] for kind in (1, 2, 3))


@pytest.mark.parametrize("source", SOURCES)
def test_call_types_and_record_types_partition_the_calls(telnyx: Telnyx, source: str) -> None:
    week = {
        "begin": "2026-11-10T00:00:00Z",
        "end": "2026-11-17T00:00:00Z",
        "source": source,
    } | EVERY
    whole = Counter(row["call_leg_id"] for row in rows(telnyx, CALLS, **week))

    parts = {
        (way, kind): rows(telnyx, CALLS, **week, call_types=[way], record_types=[kind])
        for way, kind in product((1, 2), (1, 2, 3))
    }

    legs = (Counter(row["call_leg_id"] for row in part) for part in parts.values())
    assert sum(legs, Counter()) == whole
    for (way, kind), part in parts.items():
        assert {row["direction"] for row in part} <= {("inbound", "outbound")[way - 1]}
        assert {row["hangup_code"] == "200" for row in part} <= {kind == 1}
    assert parts[1, 1]
    assert parts[2, 1]


def test_what_messages_say_is_there_when_asked_for_and_for_ten_days(telnyx: Telnyx) -> None:
    span = ("2026-11-06T00:00:00Z", "2026-11-09T00:00:00Z")
    says = {one["id"]: one["text"] for one in ledger(telnyx, "message", span=span)}

    silent = rows(telnyx, MESSAGES, begin=span[0], end=span[1])
    found = rows(telnyx, MESSAGES, begin=span[0], end=span[1], include_message_body=True)

    border = second((START - timedelta(days=10)).isoformat())
    young = [row for row in found if row["created_at"] > border]
    old = [row for row in found if row["created_at"] < border]
    assert "text" not in silent[0]
    assert len(young) > 10
    assert len(old) > 10
    assert [row["text"] for row in young] == [says[row["uuid"]] for row in young]
    assert {row["text"] for row in old} == {""}


def test_an_empty_file_has_its_header(telnyx: Telnyx) -> None:
    future = ("2026-11-17T12:00:00Z", "2026-11-18T08:00:00Z")

    new = telnyx.post(CALLS.path, CALLS.body(*future, fields=["cost", "rate"])).json()["data"]
    telnyx.now += timedelta(minutes=1)
    done = telnyx.data(f"{CALLS.path}/{new['id']}")

    assert telnyx.ask("GET", done["report_url"]).content == b"cost,rate\n"


def test_a_finished_file_never_changes_though_its_messages_go_on(telnyx: Telnyx) -> None:
    new = telnyx.post(MESSAGES.path, MESSAGES.body(end="2026-11-17T12:00:00Z")).json()["data"]
    telnyx.now += timedelta(minutes=1)
    url = telnyx.data(f"{MESSAGES.path}/{new['id']}")["report_url"]

    first = telnyx.ask("GET", url)
    telnyx.now += timedelta(days=5)
    later = telnyx.ask("GET", url)

    assert first.content == later.content
    last = first.text.splitlines()[-1].split(",")[-1]
    assert datetime.fromisoformat(last).astimezone(UTC) <= START + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("dialect", "record_type", "time"),
    [(MESSAGES, "messaging", "created_at"), (SPEECH, "speech-to-text", "start_time"),
     (SESSIONS, "wireless", "created_at")],
    ids=["messages", "speech", "sessions"],
)  # fmt: skip
def test_a_file_says_the_same_as_the_detail_records_of_its_period(
    telnyx: Telnyx, dialect: Dialect, record_type: str, time: str
) -> None:
    asked = {
        "filter[record_type]": record_type,
        f"filter[{time}][gte]": DAY[0],
        f"filter[{time}][lt]": DAY[1],
        "page[size]": 50,
    }
    told: list[dict[str, Any]] = []
    for number in range(1, 40):  # no more are answered in a minute
        told += telnyx.data("/detail_records", **asked, **{"page[number]": number})
        telnyx.now = START
        if len(told) < 50 * number:
            break

    found = rows(telnyx, dialect)

    assert len(told) > 5
    assert found == [
        {name: cell(value) for name, value in record.items()} for record in reversed(told)
    ]


def cell(value: Any) -> str:
    """A value of JSON as a cell of CSV."""
    if isinstance(value, str):
        return value
    return "" if value is None else orjson.dumps(value).decode()


def test_message_files_come_to_what_the_usage_report_on_messages_says(telnyx: Telnyx) -> None:
    query = {"start_date": DAY[0], "end_date": "2026-11-15T23:59:59Z"}  # inclusive
    path = "/reports/mdr_usage_reports/sync"
    usage = telnyx.data(path, **query, aggregation_type="NO_AGGREGATION")["result"]

    found = rows(telnyx, MESSAGES)

    assert sum(int(row["parts"]) for row in found) == sum(int(one["parts"]) for one in usage)
    for name, column in (("cost", "cost"), ("carrier_passthrough_fee", "carrier_fee")):
        told = sum(Decimal(one[name]) for one in usage)
        assert sum(Decimal(row[column]) for row in found) == told > 0
