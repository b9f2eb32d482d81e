"""Vonage's errors against its document, judged by another validator, and the published bodies."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_server.exchange import Refusal, Rejection
from mock_server.spec.violation import Violation
from mock_server.vendors.vonage.errors import errors
from tests.vendors.declared import (
    Declared,
    body,
    broken,
    declared_errors,
    operations,
    refusals,
)

OPERATIONS = operations("vonage")
DECLARED = declared_errors("vonage")
TYPES = "https://developer.nexmo.com/api-errors"
REPORT = "aaaaaaaa-bbbb-cccc-dddd-0123456789ab"
ASKED_WITH_IDS = {
    "GET /v2/reports/{report_id}": {"report_id": REPORT},
    "DELETE /v2/reports/{report_id}": {"report_id": REPORT},
    "GET /v3/media/{file_id}": {"file_id": REPORT},
}

RECORDS = OPERATIONS["GET /v2/reports/records"]
LIST = OPERATIONS["GET /v2/reports"]
CREATE = OPERATIONS["POST /v2/reports"]


def test_all_6_operations_are_looked_at() -> None:
    assert len(OPERATIONS) == 6
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
def test_an_error_is_worded_as_in_the_documents_first_example(declared: Declared) -> None:
    ids = ASKED_WITH_IDS.get(declared.operation.key, {}) if declared.status == 404 else {}
    refusal = Refusal("theirs", declared.status, details=ids)

    answer = errors(refusal, declared.operation)

    example = declared.response.content[0].examples[0].value
    assert _without_instance(body(answer)) == _without_instance(example)


@given(refusals, st.sampled_from(sorted(OPERATIONS)))
@settings(deadline=None, max_examples=200)
def test_whatever_is_refused_the_answer_is_what_the_document_declares(
    refusal: Refusal, key: str
) -> None:
    answer = errors(refusal, OPERATIONS[key])

    fitting = [
        each for each in DECLARED if each.operation.key == key and each.status == answer.status
    ]
    assert all(each.misfits(answer) == [] for each in fitting)
    assert re.fullmatch("[0-9a-f]{32}", body(answer)["instance"])
    assert answer.media_type == "application/json"


@given(refusals)
@settings(deadline=None)
def test_without_an_operation_an_error_is_a_problem_in_words(refusal: Refusal) -> None:
    answer = errors(refusal, None)

    told = body(answer)
    assert answer.status == refusal.status
    assert told.keys() - {"type"} == {"title", "detail", "instance"}
    assert told["title"]
    assert told["detail"]


def test_missing_credentials_are_told_in_the_vendors_words_and_ours_are_a_note() -> None:
    challenge = ((b"www-authenticate", b"Basic"),)
    refusal = Refusal("unauthorized", 401, "Send key and secret.", headers=challenge)

    answer = errors(refusal, RECORDS)

    assert _without_instance(body(answer)) == {
        "type": TYPES + "#unauthorized",
        "title": "Unauthorized",
        "detail": "You did not provide correct credentials.",
    }
    assert (answer.headers, answer.note) == (challenge, "Send key and secret.")


def test_records_name_every_parameter_at_fault() -> None:
    rules = (
        Violation("query", "date_end", "required", "date_end is required"),
        Violation("query", "limit", "maximum", "limit must be at most 1000"),
    )

    answer = errors(Refusal("invalid", 400, "date_end is required", rules), RECORDS)

    assert answer.status == 422
    assert _without_instance(body(answer)) == {
        "title": "Unprocessable entity",
        "invalid_parameters": [
            {"reason": "Missing required parameter", "name": "date_end"},
            {"reason": "limit must be at most 1000", "name": "limit"},
        ],
    }


def test_an_unknown_product_is_told_which_ones_there_are() -> None:
    answer = errors(broken("query", "product", "enum"), RECORDS)

    told = body(answer)["invalid_parameters"]
    listed = re.fullmatch(
        r"Could not resolve product name\. "
        r"Please use one of the following values \[(SMS(?:, [A-Z0-9-]+){19})\]",
        told[0]["reason"],
    )
    assert [each["name"] for each in told] == ["product"]
    assert listed
    assert {"VOICE-CALL", "VERIFY-V2", "REPORTS-USAGE"} <= set(listed[1].split(", "))


def test_a_missing_product_is_a_missing_parameter() -> None:
    answer = errors(broken("query", "product", "required"), RECORDS)

    assert body(answer)["invalid_parameters"] == [
        {"reason": "Missing required parameter", "name": "product"}
    ]


def test_a_handler_may_name_the_parameters_at_fault() -> None:
    named = [{"reason": "date_start must be in the past", "name": "date_start"}]

    answer = errors(Rejection("future", 422, invalid_parameters=named).refusal, RECORDS)

    assert _without_instance(body(answer)) == {
        "title": "Unprocessable entity",
        "invalid_parameters": named,
    }


def test_filters_that_do_not_go_with_ids_are_named() -> None:
    rejection = Rejection("invalid_filter", 422, parameters="date_start, date_end")

    answer = errors(rejection.refusal, RECORDS)

    assert _without_instance(body(answer)) == {
        "type": TYPES + "/reports#invalid-filter",
        "title": "Invalid filter",
        "detail": "When using message_id, the following parameters are not supported: "
        "[date_start, date_end]",
    }


@pytest.mark.parametrize(
    ("operation", "refusal", "status", "title", "detail"),
    [
        pytest.param(
            LIST,
            broken("query", "status", "required"),
            400,
            "Invalid request parameter",
            "Invalid request parameter.",
            id="the list without a status",
        ),
        pytest.param(
            CREATE,
            Refusal("malformed_body", 400, "not JSON"),
            400,
            "Malformed JSON",
            "Malformed JSON payload.",
            id="a body that is no JSON",
        ),
        pytest.param(
            CREATE,
            broken("body", "/product", "enum"),
            422,
            "Unprocessable entity",
            "Unprocessable entity.",
            id="a body with a wrong value",
        ),
    ],
)
def test_where_the_vendor_is_silent_on_the_mistake_a_note_tells_it(
    operation: Any, refusal: Refusal, status: int, title: str, detail: str
) -> None:
    answer = errors(refusal, operation)

    told = body(answer)
    assert (answer.status, told["title"], told["detail"]) == (status, title, detail)
    assert answer.note == refusal.detail


def test_reading_and_ordering_forbid_in_different_words() -> None:
    read, ordered = (body(errors(Refusal("x", 403), each)) for each in (RECORDS, CREATE))

    assert ("type" in read, read["detail"]) == (
        False,
        "User not authorized to query the requested data",
    )
    assert (ordered["type"], ordered["detail"]) == (
        TYPES + "#forbidden",
        "User not authorized to query the requested data.",
    )


@pytest.mark.parametrize(
    ("status", "anchor"),
    [(405, "#wrong-verb"), (406, "#accept-header"), (415, "#content-type-header")],
)
def test_what_the_catalogue_only_names_is_told_in_our_words(status: int, anchor: str) -> None:
    answer = errors(Refusal("x", status, "Ours."), CREATE)

    assert (body(answer)["type"], body(answer)["detail"]) == (TYPES + anchor, "Ours.")


def test_a_wish_for_a_report_that_is_not_there_names_no_report() -> None:
    answer = errors(Refusal("preferred", 404), OPERATIONS["GET /v2/reports/{report_id}"])

    assert body(answer)["detail"] == "Report does not exist, or you do not have access."


def test_equal_refusals_have_equal_trace_ids_and_others_have_others() -> None:
    first, again, other = (
        body(errors(Refusal("x", 409, detail), CREATE))["instance"] for detail in "aab"
    )

    assert first == again != other


def _without_instance(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name != "instance"}
