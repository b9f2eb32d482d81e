"""The standard records, judged from outside: by what CSV and JSON readers find in them."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.ledger.columns import Columns
from mock_server.ledger.dataset import Dataset, DatasetSettings, Volume
from mock_server.ledger.product import products
from mock_server.ledger.records import record_fields, standard_layout
from mock_server.ledger.records.standard import Quoting
from mock_server.ledger.stream import Stream
from mock_server.ledger.sums import sums
from mock_server.ledger.world.parts import parts

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
NOW = 1_772_714_096_789
"""2026-03-05T12:34:56.789Z"""

ACCOUNT, QUIET = "medium", "quiet"
MESSAGE = [
    "id", "account", "reference", "direction", "from", "to", "text", "network", "network_name",
    "country", "country_name", "made_at", "final_at", "latency_ms", "status", "error",
    "error_text", "currency", "cost", "parts",
]  # fmt: skip

MCC = {
    "AU": "505", "BE": "206", "BR": "724", "CA": "302", "CH": "228", "DE": "262", "ES": "214",
    "FI": "244", "FR": "208", "GB": "234 235", "IE": "272", "IN": "404 405", "IT": "222",
    "JP": "440 441", "MX": "334", "NL": "204", "NO": "242", "PL": "260", "PT": "268", "SE": "240",
    "US": "310 311 312 313 314 315 316", "ZA": "655",
}  # fmt: skip
"""Mobile country codes of some countries: ITU-T E.212, annex to Operational Bulletin 1162."""

every_product = pytest.mark.parametrize("product", products())


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    volume = Volume(accounts={ACCOUNT: 5_000, QUIET: 300})
    return Dataset(DatasetSettings(seed=7, realm="acme", volume=volume))


def columns(stream: Stream, from_ms: int, to_ms: int) -> Columns:
    """Everything that was made in [from, to) and is there now."""
    begin, end = stream.window(from_ms, to_ms, NOW)
    return Columns(stream, np.arange(begin, end), NOW)


def rows(stream: Stream, found: Columns, quoting: Quoting = "needed") -> list[dict[str, str]]:
    layout = standard_layout(stream, quoting)
    text = (layout.header() + layout.csv(found)).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def objects(stream: Stream, found: Columns) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = json.loads(standard_layout(stream).json(found))
    return made


def some(dataset: Dataset, product: str = "message", count: int = 400) -> list[dict[str, str]]:
    """The last records of an account, some of them pending."""
    stream = dataset.stream(ACCOUNT, product)
    there = stream.visible(NOW)
    return rows(stream, Columns(stream, np.arange(there - count, there), NOW))


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")


@settings(deadline=None, max_examples=60)
@given(
    product=st.sampled_from(sorted(products())),
    begin=st.integers(NOW - 30 * DAY_MS, NOW),
    hours=st.integers(0, 200),
    quoting=st.sampled_from(["needed", "all"]),
)
def test_json_and_csv_say_the_same_in_any_window(
    dataset: Dataset, product: str, begin: int, hours: int, quoting: Quoting
) -> None:
    stream = dataset.stream(ACCOUNT, product)
    found = columns(stream, begin, begin + hours * HOUR_MS)

    read = rows(stream, found, quoting)

    said = [
        {name: "" if value is None else str(value) for name, value in one.items()}
        for one in objects(stream, found)
    ]
    assert read == said
    assert len(read) == len(found)


@every_product
def test_the_costs_of_the_rows_add_up_to_the_closed_form(dataset: Dataset, product: str) -> None:
    stream = dataset.stream(QUIET, product)
    edges = [NOW - 55 * DAY_MS, NOW - 3 * DAY_MS - 5 * HOUR_MS]

    read = rows(stream, columns(stream, *edges))

    total = sums(stream, edges, NOW)
    assert len(read) == total.total()
    assert sum(Decimal(row["cost"]) for row in read) == Decimal(total.total("cost")) / 10**8
    assert {row["currency"] for row in read} <= {"EUR"}


def test_a_message_has_exactly_these_twenty_columns(dataset: Dataset) -> None:
    assert list(some(dataset)[0]) == MESSAGE
    assert len(MESSAGE) == 20


@every_product
def test_every_product_tells_what_was_used_and_what_it_cost(dataset: Dataset, product: str) -> None:
    unit = products()[product].units.name

    names = {field.name for field in record_fields(dataset.stream(ACCOUNT, product))}

    assert {"id", "account", "reference", "status", "error", "currency", "cost", unit} <= names
    assert names & {"made_at", "started_at"}


def test_the_parts_column_is_what_the_text_takes(dataset: Dataset) -> None:
    read = some(dataset, count=3000)

    assert [row["parts"] for row in read] == [str(parts(row["text"])) for row in read]
    assert {row["parts"] for row in read} == {"1", "2", "3", "4"}


@pytest.mark.parametrize("style", ["fictional", "plan"])
def test_every_number_is_valid_and_of_the_country(style: Any) -> None:
    read = some(Dataset(DatasetSettings(seed=3, realm="acme", numbers=style)), count=800)

    customers = {
        (row["to"] if row["direction"] == "outbound" else row["from"], row["country"])
        for row in read
    }

    for number, country in customers:
        parsed = phonenumbers.parse(number)
        assert phonenumbers.is_valid_number(parsed), number
        assert phonenumbers.region_code_for_number(parsed) == country, number


def test_a_network_belongs_to_its_country(dataset: Dataset) -> None:
    found = {(row["country"], row["network"][:3]) for row in some(dataset, count=3000)}

    known = {(country, mcc) for country, mcc in found if country in MCC}
    assert known
    assert all(mcc in MCC[country].split() for country, mcc in known)


def test_messages_go_from_a_name_or_an_own_number_to_the_customer_and_come_back_to_a_number(
    dataset: Dataset,
) -> None:
    account = dataset.account(ACCOUNT)
    own, names = {f"+{number}" for number in account.numbers}, set(account.senders)

    read = some(dataset, count=3000)

    for row in read:
        if row["direction"] == "inbound":
            assert row["to"] in own
        elif row["to"].startswith("+1"):
            assert row["from"] in own  # no names in the North American Numbering Plan
        else:
            assert row["from"] in names
    assert {row["direction"] for row in read} == {"outbound", "inbound"}


def test_calls_are_between_numbers_only(dataset: Dataset) -> None:
    own = {f"+{number}" for number in dataset.account(ACCOUNT).numbers}

    read = some(dataset, "call")

    assert all((row["from"] in own) != (row["to"] in own) for row in read)


def test_a_customer_always_hears_from_the_same_sender(dataset: Dataset) -> None:
    read = [row for row in some(dataset, count=5000) if row["direction"] == "outbound"]

    senders: dict[str, set[str]] = {}
    for row in read:
        senders.setdefault(row["to"], set()).add(row["from"])
    assert any(len(senders[row["to"]]) == 1 for row in read)
    assert all(len(found) == 1 for found in senders.values())


def test_a_call_ends_when_its_seconds_are_over(dataset: Dataset) -> None:
    for row in some(dataset, "call"):
        lasted = moment(row["ended_at"]) - moment(row["started_at"])

        assert lasted.total_seconds() == int(row["seconds"])
        assert int(row["billed_seconds"]) == -(-int(row["seconds"]) // 60) * 60
        per_minute = Decimal(row["rate"])
        assert Decimal(row["cost"]) == per_minute * int(row["billed_seconds"]) / 60


def test_what_is_pending_has_no_end_yet_and_later_it_has(dataset: Dataset) -> None:
    stream = dataset.stream(ACCOUNT, "message")
    there = stream.visible(NOW)
    indexes = np.arange(there - 200, there)

    young = objects(stream, Columns(stream, indexes, NOW))
    old = objects(stream, Columns(stream, indexes, NOW + 4 * DAY_MS))

    pending = [one for one in young if one["status"] == "submitted"]
    assert pending
    assert all(one["final_at"] is None and one["latency_ms"] is None for one in pending)
    assert all(one["final_at"] and one["status"] != "submitted" for one in old)
    late = {"final_at", "latency_ms", "status", "error", "error_text"}
    for before, after in zip(young, old, strict=True):
        changed = {name for name in before if before[name] != after[name]}
        assert changed == set() or (before in pending and changed <= late)


def test_the_latency_is_the_time_between_the_moments(dataset: Dataset) -> None:
    for row in some(dataset):
        if row["final_at"]:
            took = moment(row["final_at"]) - moment(row["made_at"])

            assert round(took.total_seconds() * 1000) == int(row["latency_ms"])


def test_an_id_is_a_uuid_that_leads_back_to_its_record(dataset: Dataset) -> None:
    stream = dataset.stream(ACCOUNT, "message")
    found = columns(stream, NOW - HOUR_MS, NOW)

    for row, index in zip(rows(stream, found), found.indexes.tolist(), strict=True):
        assert UUID(row["id"]).version == 4
        assert stream.ids.index(row["id"]) == index


def test_texts_can_be_left_out_without_leaving_out_their_column(dataset: Dataset) -> None:
    stream = dataset.stream(ACCOUNT, "message")
    found = columns(stream, NOW - HOUR_MS, NOW)

    silent = json.loads(standard_layout(stream, include_text=False).json(found))

    assert silent == [one | {"text": None} for one in objects(stream, found)]


def test_a_layout_is_compiled_once_for_each_stream() -> None:
    volume = Volume(default="hobby")
    stream = Dataset(DatasetSettings(seed=1, realm="acme", volume=volume)).stream("x", "call")

    assert standard_layout(stream) is standard_layout(stream)
    assert standard_layout(stream, "all") is not standard_layout(stream)
