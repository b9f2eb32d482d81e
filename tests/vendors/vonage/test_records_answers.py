"""What stands around the records, and records that are asked for by id."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import pytest
from jsonschema import Draft202012Validator

from tests.documents.library import content
from tests.vendors.vonage.asking import KEY, START, Vonage, body
from tests.vendors.vonage.scanning import DAY, HOUR, SETTLED, asked, scan, without_dates
from tests.vendors.vonage_records.ledger import VIEWS, View

ENVELOPE = (
    *("_links", "request_id", "request_status", "cursor", "iv", "id", "received_at", "price"),
    *("currency", "limit", "direction", "product", "account_id", "date_start", "date_end"),
    *("include_subaccounts", "status", "include_message", "show_concatenated", "ids_not_found"),
    *("items_count", "records"),
)


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_a_record_is_found_by_its_ids(vonage: Vonage, view: View) -> None:
    records = scan(view, SETTLED - DAY, SETTLED)[::97][:19]
    names = {"id", *(name for name, mark in view.of.ids.items() if mark.finds)}
    question = without_dates(asked(view, START, START))

    for name in names & records[0].keys():
        ids = [record[name] for record in records]
        page = body(vonage.records(**question, id=",".join([*ids, "nothing"])))

        assert page["records"] == records
        assert (page["ids_not_found"], page["items_count"]) == ("nothing", len(records))
        assert page["id"] == ",".join([*ids, "nothing"])
        assert page["request_status"] == "SUCCESS"


def test_an_id_finds_what_is_older_than_any_span(vonage: Vonage) -> None:
    view = View("SMS", "outbound")
    record = scan(view, START - 300 * DAY, START - 300 * DAY + HOUR)[0]

    page = body(vonage.records(product="SMS", direction="outbound", id=record["id"]))

    assert [one["id"] for one in page["records"]] == [record["id"]]
    assert "ids_not_found" not in page


def test_an_id_of_the_other_direction_or_account_is_not_found(vonage: Vonage) -> None:
    view = View("SMS", "outbound")
    begin = START - timedelta(minutes=5)
    own, foreign = (scan(view, begin, START, one)[0]["id"] for one in (KEY, "beef0002"))

    page = body(vonage.records(product="SMS", direction="inbound", id=f"{own},{foreign}"))

    assert (page["records"], page["ids_not_found"]) == ([], f"{own},{foreign}")


@pytest.mark.parametrize("view", VIEWS, ids=str)
def test_answers_are_what_the_document_says(vonage: Vonage, view: View) -> None:
    question = asked(view, START - DAY, START) | {"limit": 3}

    pages = [body(vonage.records(**question))]
    first = pages[0]["records"][0]
    pages.append(body(vonage.records(**without_dates(question), id=first.get("id", "nothing"))))

    for page in pages:
        assert [error.message for error in validator(view.product).iter_errors(page)] == []
        assert list(page) == [name for name in ENVELOPE if name in page]


@cache
def validator(product: str) -> Draft202012Validator:
    loaded = content("vonage/reports.yaml")
    mapping = loaded["components"]["schemas"]["AnyRecords"]["discriminator"]["mapping"]
    schema = {"$ref": mapping[product], "components": loaded["components"]}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_an_answer_repeats_the_question(vonage: Vonage) -> None:
    question = {
        "product": "SMS",
        "direction": "outbound",
        "date_start": "2026-03-04T00:00:00Z",
        "date_end": "2026-03-04T12:00:00+0000",
        "status": "delivered",
        "limit": 2,
        "include_message": "true",
    }

    page = body(vonage.records(**question))

    own = (
        "http://mock.test/vonage/v2/reports/records?product=SMS&direction=outbound"
        "&date_start=2026-03-04T00%3A00%3A00Z&date_end=2026-03-04T12%3A00%3A00%2B0000"
        "&status=delivered&limit=2&include_message=true"
    )
    following = f"{own}&cursor={page['cursor']}&iv={page['iv']}"
    told = {name: one for name, one in page.items() if name not in {"request_id", "records"}}
    assert told == {
        "_links": {"self": {"href": own}, "next": {"href": following}},
        "request_status": "TRUNCATED",
        "cursor": page["cursor"],
        "iv": page["iv"],
        "received_at": "2026-03-05T12:34:56+00:00",
        "price": 0.0,
        "currency": "EUR",
        "limit": 2,
        "direction": "outbound",
        "product": "SMS",
        "account_id": KEY,
        "date_start": "2026-03-04T00:00:00+00:00",
        "date_end": "2026-03-04T12:00:00+00:00",
        "include_subaccounts": False,
        "status": "delivered",
        "include_message": True,
        "show_concatenated": False,
        "items_count": 2,
    }
