"""Telnyx's errors against its documents, judged by another validator, and against what was seen."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.exchange import Refusal, Rejection
from mock_server.spec.violation import Violation
from mock_server.vendors.telnyx.errors import errors
from tests.vendors.declared import (
    Declared,
    body,
    broken,
    declared_errors,
    operations,
    refusals,
)

OPERATIONS = operations("telnyx")
DECLARED = declared_errors("telnyx")
PAGES = "https://developers.telnyx.com/docs/overview/errors/"

WIRELESS = "POST /wireless/detail_records_reports"


def test_all_56_operations_of_the_family_and_the_files_are_looked_at() -> None:
    assert len(OPERATIONS.keys() - {"GET /downloads/{file}"}) == 56
    assert {each.operation.key for each in DECLARED} == OPERATIONS.keys()


@pytest.mark.parametrize("declared", DECLARED, ids=str)
def test_an_error_that_is_wished_for_is_the_declared_one(declared: Declared) -> None:
    answer = errors(Refusal("preferred", declared.status), declared.operation)

    assert (answer.status, answer.source, declared.misfits(answer)) == (
        declared.status,
        "error",
        [],
    )


@pytest.mark.parametrize("declared", DECLARED, ids=str)
def test_a_handlers_error_is_the_declared_one_and_keeps_its_words(declared: Declared) -> None:
    rejection = Rejection("their_own", declared.status, "The moon is in the way.", parameter="moon")

    answer = errors(rejection.refusal, declared.operation)

    assert (answer.status, declared.misfits(answer)) == (declared.status, [])
    assert "The moon is in the way." in answer.body.decode() + answer.note


@given(refusals, st.sampled_from(sorted(OPERATIONS)))
@settings(deadline=None, max_examples=200)
def test_whatever_is_refused_the_answer_is_what_the_document_declares(
    refusal: Refusal, key: str
) -> None:
    answer = errors(refusal, OPERATIONS[key])

    declared = [each for each in DECLARED if each.operation.key == key]
    fitting = [each for each in declared if each.status == answer.status]
    assert 400 <= answer.status <= 599
    assert all(each.misfits(answer) == [] for each in fitting)
    assert fitting or answer.media_type == "" or len(body(answer)["errors"]) <= 20


@given(refusals)
@settings(deadline=None)
def test_without_an_operation_an_error_is_told_in_full(refusal: Refusal) -> None:
    answer = errors(refusal, None)

    first = body(answer)["errors"][0]
    assert answer.status == refusal.status
    assert first["code"].isdecimal()
    assert first["meta"] == {"url": PAGES + first["code"]}
    assert first["title"]
    assert first["detail"]


def test_missing_credentials_are_told_in_the_vendors_words_and_ours_are_a_note() -> None:
    challenge = ((b"www-authenticate", b"Bearer"),)
    refusal = Refusal("unauthorized", 401, "Send a bearer token.", headers=challenge)

    answer = errors(refusal, OPERATIONS["GET /detail_records"])

    assert body(answer) == {
        "errors": [
            {
                "code": "10009",
                "title": "Authentication failed",
                "detail": "Could not understand the provided credentials.",
                "meta": {"url": PAGES + "10009"},
            }
        ]
    }
    assert (answer.headers, answer.note) == (challenge, "Send a bearer token.")


def test_the_documents_own_example_is_what_is_said_without_credentials() -> None:
    examples = [
        (operation, example.value)
        for operation in OPERATIONS.values()
        for response in operation.responses
        for content in response.content
        for example in content.examples
        if response.status == "401"
    ]

    said = [body(errors(Refusal("unauthorized", 401), operation)) for operation, _ in examples]

    assert said
    assert said == [value for _, value in examples]


def test_an_unknown_path_is_told_in_the_vendors_words() -> None:
    answer = errors(Refusal("not_found", 404, "Telnyx has no operation at '/x'."), None)

    assert body(answer)["errors"][0] == {
        "code": "10005",
        "title": "Resource not found",
        "detail": "The requested resource or URL could not be found.",
        "meta": {"url": PAGES + "10005"},
    }
    assert answer.note == "Telnyx has no operation at '/x'."


def test_too_many_requests_are_told_as_the_live_api_tells_them() -> None:
    answer = errors(Rejection("rate_limited", 429).refusal, OPERATIONS["GET /detail_records"])

    assert body(answer) == {
        "errors": [
            {
                "code": "10011",
                "title": "Too many requests",
                "detail": "You have exceeded the maximum number of allowed requests.",
                "meta": {"url": PAGES + "10011"},
            }
        ]
    }


def test_a_missing_record_type_is_told_as_the_live_api_tells_it() -> None:
    refusal = broken("query", "filter[record_type]", "required", "is required")

    answer = errors(refusal, OPERATIONS["GET /detail_records"])

    assert (answer.status, body(answer)) == (
        400,
        {
            "errors": [
                {"code": "10011", "title": "Bad Request", "detail": "Record type is missing"},
            ]
        },
    )


def test_usage_reports_tell_one_error_for_each_bad_parameter() -> None:
    rules = tuple(
        Violation("query", name, "required", f"{name} is required")
        for name in ("product", "dimensions", "metrics")
    )

    answer = errors(Refusal("invalid", 400, "", rules), OPERATIONS["GET /usage_reports"])

    told = [(each["code"], each["title"], each["source"]) for each in body(answer)["errors"]]
    assert told == [
        ("10003", "Product invalid value", {"parameter": "product"}),
        ("10003", "Dimensions invalid values", {"parameter": "dimensions"}),
        ("10003", "Metrics invalid values", {"parameter": "metrics"}),
    ]


def test_a_handler_may_tell_several_errors_at_once() -> None:
    bad = [
        {"parameter": "dimensions", "detail": "Available dimensions: date."},
        {"parameter": "metrics", "detail": "Available metrics: cost."},
    ]

    answer = errors(Rejection("bad", 400, errors=bad).refusal, OPERATIONS["GET /usage_reports"])

    assert [(each["title"], each["detail"]) for each in body(answer)["errors"]] == [
        ("Dimensions invalid values", "Available dimensions: date."),
        ("Metrics invalid values", "Available metrics: cost."),
    ]


def test_a_handler_may_name_code_title_and_place_itself() -> None:
    rejection = Rejection(
        "range", 400, "At most 31 days.", vendor_code="10015", title="Too long", pointer="/end"
    )

    answer = errors(rejection.refusal, OPERATIONS["GET /charges_summary"])

    assert body(answer)["errors"][0] == {
        "code": "10015",
        "title": "Too long",
        "detail": "At most 31 days.",
        "source": {"pointer": "/end"},
        "meta": {"url": PAGES + "10015"},
    }


CODES: dict[str, tuple[str, Refusal, int, str | int]] = {
    "reports": ("GET /reports/mdrs", broken("query", "status", "enum"), 400, "10011"),
    "missing": ("GET /charges_summary", broken("query", "end", "required"), 400, "10004"),
    "format": ("GET /charges_summary", broken("query", "end", "format"), 400, "10015"),
    "id in a path": ("GET /invoices/{id}", broken("path", "id", "format"), 400, "10006"),
    "missing in a body": (WIRELESS, broken("body", "/start_time", "required"), 422, "10004"),
    "type": ("POST /billing_groups", broken("body", "/name", "type"), 422, 10026),
    "enum": ("POST /billing_groups", broken("body", "/name", "enum"), 422, 10032),
    "range": ("POST /billing_groups", broken("body", "/name", "maximum"), 422, 10033),
    "other rules": ("POST /billing_groups", broken("body", "/name", "pattern"), 422, 10027),
    "no JSON": ("POST /sub_number_orders_report", Refusal("malformed_body", 400), 400, "10023"),
    "a failure": ("GET /balance", Refusal("preferred", 503), 503, "10007"),
    "in use": ("DELETE /billing_groups/{id}", Refusal("preferred", 409), 409, 10021),
    "duplicate": ("POST /billing_groups", Refusal("their_own", 409), 409, 10012),
}


@pytest.mark.parametrize(("key", "refusal", "status", "code"), CODES.values(), ids=CODES)
def test_the_code_tells_what_is_wrong(
    key: str, refusal: Refusal, status: int, code: str | int
) -> None:
    answer = errors(refusal, OPERATIONS[key])

    assert (answer.status, [each["code"] for each in body(answer)["errors"]]) == (status, [code])


@pytest.mark.parametrize(
    ("location", "name", "expected"),
    [
        pytest.param("query", "page[size]", {"parameter": "page[size]"}, id="query"),
        pytest.param("header", "x-thing", {"parameter": "x-thing"}, id="header"),
        pytest.param("body", "/name", {"pointer": "/name"}, id="body"),
        pytest.param("body", "", {"pointer": ""}, id="the whole body"),
    ],
)
def test_the_source_says_where_the_mistake_is(
    location: str, name: str, expected: dict[str, Any]
) -> None:
    answer = errors(broken(location, name, "type"), OPERATIONS["GET /charges_summary"])

    assert body(answer)["errors"][0]["source"] == expected


def test_an_error_without_a_declared_body_has_none_and_says_why_in_a_note() -> None:
    operation = OPERATIONS["POST /legacy/reporting/batch_detail_records/voice"]

    answer = errors(broken("body", "/start_time", "required"), operation)

    assert (answer.status, answer.body, answer.media_type) == (400, b"", "")
    assert answer.note == "/start_time is wrong"


def test_a_wireless_report_that_is_not_there_is_one_bare_error() -> None:
    operation = OPERATIONS["GET /wireless/detail_records_reports/{id}"]

    answer = errors(Rejection("not_found", 404).refusal, operation)

    assert body(answer)["code"] == "10005"


def test_our_own_words_are_kept_where_the_vendor_has_none() -> None:
    refusal = Refusal("preferred_status", 418, "The document has no 418.")

    answer = errors(refusal, OPERATIONS["GET /invoices/{id}"])

    told = body(answer)["errors"][0]
    assert (answer.status, told["detail"], told["title"]) == (418, refusal.detail, "I'm a Teapot")
