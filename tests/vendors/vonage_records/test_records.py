"""Records against the vendor's document, by another validator, and against what is known."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from mock_server.ledger.columns import Columns
from mock_server.vendors.vonage.records import PRODUCTS, Options, layout
from tests.documents.library import content
from tests.vendors.declared import operations
from tests.vendors.vonage_records.expected import (
    ORDER,
    SCHEMAS,
    STATUSES,
)
from tests.vendors.vonage_records.ledger import (
    DAY_MS,
    NOW,
    VIEWS,
    Record,
    View,
    scanned,
    wire,
)

RAW_VALUES = {"amd_beep_detection_result": bool, "amd_user_defined_beep_timeout": int}
"""Everything else is a text, or nothing."""

NOTHING_FOR_NULL = {"tier_volume"}


def specification() -> dict[str, Any]:
    return content("vonage/reports.yaml")


@cache
def sample(view: View) -> tuple[Record, ...]:
    """The newest records, and some of each day of two months."""
    stream = view.stream("abcd1234")
    newest = scanned(view).indexes[-150:]
    first, last = stream.window(NOW - 60 * DAY_MS, NOW - DAY_MS, NOW)
    spread = np.unique(np.linspace(first, last - 1, 600).astype(np.int64))
    columns = Columns(stream, spread, NOW)
    kept = np.ones(len(spread), bool)
    if view.direction:
        kept &= columns.direction == ("outbound", "inbound").index(view.direction)
    if view.product == "SMS":
        kept &= columns.units > 1
    return tuple(wire(view, stream, np.union1d(newest, spread[kept][:200])))


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_records_are_what_the_document_says(view: View) -> None:
    schemas = specification()["components"]
    validator = Draft202012Validator(
        {"$ref": f"#/components/schemas/{SCHEMAS[str(view)]}", "components": schemas},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )

    wrong = {error.message for one in sample(view) for error in validator.iter_errors(one)}

    assert not wrong
    declared = schemas["schemas"][SCHEMAS[str(view)]]["properties"]
    assert set(sample(view)[0]) == set(declared)


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_a_page_of_records_is_an_answer_of_the_operation(view: View) -> None:
    operation = operations("vonage")["GET /v2/reports/records"]
    schema = next(one for one in operation.responses if one.status == "200").content[0].schema
    page = {
        "_links": {"self": {"href": "https://api.nexmo.com/v2/reports/records"}},
        "request_id": "aaaaaaaa-bbbb-cccc-dddd-0123456789ab",
        "request_status": "SUCCESS",
        "received_at": "2026-03-05T12:34:56+00:00",
        "items_count": 20,
        "product": view.product,
        **view.parameters,
        **({"type": view.conversation_type} if view.conversation_type else {}),
        "records": list(sample(view)[:20]),
    }

    errors = [error.message for error in Draft202012Validator(schema).iter_errors(page)]

    assert errors == []


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_fields_come_in_the_order_of_the_wire(view: View) -> None:
    names = [list(record) for record in sample(view)]

    assert names == [ORDER[str(view)].split(", ")] * len(names)


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_texts_and_parts_are_shown_when_asked_for(view: View) -> None:
    stream = view.stream("abcd1234")
    conditional = {"message_body", "concatenated"} & set(ORDER[str(view)].split(", "))

    plain = layout(view.of, stream, view.options())
    text = layout(view.of, stream, Options(view.direction or "outbound", include_message=True))

    every = ORDER[str(view)].split(", ")
    assert [one.name for one in plain.fields] == [one for one in every if one not in conditional]
    assert [one.name for one in text.fields] == [one for one in every if one != "concatenated"]


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_files_say_what_answers_say_and_every_cell_is_quoted(view: View) -> None:
    stream = view.stream("abcd1234")
    indexes = scanned(view).indexes[-200:]
    shape = layout(view.of, stream, view.options(everything=True))

    text = (shape.header() + shape.csv(Columns(stream, indexes, NOW))).decode()

    rows = list(csv.reader(io.StringIO(text, newline="")))
    answers = wire(view, stream, indexes)
    assert rows[0] == ORDER[str(view)].split(", ")
    assert rows[1:] == [[_cell(value) for value in one.values()] for one in answers]
    rewritten = io.StringIO(newline="")
    csv.writer(rewritten, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    assert text == rewritten.getvalue()


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_a_record_is_the_same_whichever_others_are_made_with_it(view: View) -> None:
    all_of = scanned(view)

    alone = wire(view, view.stream("abcd1234"), all_of.indexes[::97])

    assert alone == list(all_of.records[::97])


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_values_are_texts(view: View) -> None:
    for record in sample(view):
        for name, value in record.items():
            if name in NOTHING_FOR_NULL:
                assert value is None
            else:
                assert type(value) is RAW_VALUES.get(name, str), name


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_statuses_are_words_of_their_product(view: View) -> None:
    known = set(STATUSES.get(str(view), "").split(", "))

    said = {record["status"] for record in sample(view) if "status" in record}

    assert said <= known
    assert said or "status" not in ORDER[str(view)].split(", ")


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_currency_is_left_empty_where_the_vendor_leaves_it_empty(view: View) -> None:
    expected = "" if view.product in {"SMS", "VERIFY-API", "NUMBER-INSIGHT"} else "EUR"

    assert {one.get("currency", expected) for one in sample(view)} == {expected}


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_moments_are_in_utc_to_the_second(view: View) -> None:
    moments = [
        value
        for record in sample(view)
        for name, value in record.items()
        if re.search("date|time$", name) and value and name != "record_creation_time"
        and not name.startswith("amd_")
    ]  # fmt: skip

    assert moments
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", one) for one in moments)


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_numbers_have_no_plus(view: View) -> None:
    ends = [record.get(name, "") for record in sample(view) for name in ("from", "to", "number")]

    assert all("+" not in one for one in ends)


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_a_record_lasts_as_long_as_it_says(view: View) -> None:
    for record in sample(view):
        if "duration" in record:
            begin = record.get("date_start") or record["start_time"]
            end = record.get("date_end") or record["end_time"]
            assert _moment(end) - _moment(begin) == timedelta(seconds=int(record["duration"]))


def test_every_product_of_the_document_is_there() -> None:
    schemas = specification()["components"]["schemas"]

    assert list(PRODUCTS) == schemas["Product"]["enum"]
    assert {str(view) for view in VIEWS} == set(ORDER) == set(SCHEMAS)


def test_records_are_kept_13_months_and_those_of_video_90_days() -> None:
    kept = {name: product.kept_days for name, product in PRODUCTS.items()}

    assert kept.pop("VIDEO-API") == 90
    assert set(kept.values()) == {31 + 365}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
