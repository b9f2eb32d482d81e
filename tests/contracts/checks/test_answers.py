from __future__ import annotations

import base64
from urllib.parse import quote

import pytest

from contracts.checks.documented import place
from tests.contracts.checks.library import BOOK, TOKEN, answer, brief, found, observed, page

ITEM = "GET /books/{id}"
PROBLEM = {"title": "No"}


def test_a_status_that_is_not_documented_is_found_with_the_place_that_documents_others() -> None:
    [wrong] = found(answer({"books": [BOOK]}, status=201, X_Total=""))

    assert (wrong.check, wrong.actual, wrong.expected) == (
        "documented_status", "201", "one of 200, 400, 404",
    )  # fmt: skip
    assert wrong.place.endswith("library.json#/paths/~1books/get/responses")


def test_a_finding_about_a_body_says_where_its_status_is_documented() -> None:
    assert place(observed(page())).endswith("#/paths/~1books/get/responses/200")


@pytest.mark.parametrize(
    ("key", "status"),
    [
        pytest.param("GET /books", 401, id="no credentials"),
        pytest.param("GET /books", 429, id="too many"),
        pytest.param(ITEM, 404, id="an unknown id"),
    ],
)
def test_what_http_says_to_any_request_needs_no_documentation(key: str, status: int) -> None:
    assert found(answer(PROBLEM, status=status), key, expectation="accepted") == []


def test_bad_request_is_undocumented_only_where_the_request_is_right() -> None:
    refused = answer(PROBLEM, status=400)

    assert found(refused, ITEM, expectation="refused") == []
    assert ("documented_status", "", "status") in brief(
        found(refused, ITEM, expectation="accepted")
    )


def test_a_server_that_falls_over_is_found() -> None:
    assert ("no_server_error", "", "server-error") in brief(found(answer(PROBLEM, status=500)))


def test_a_refusal_is_in_the_shape_that_the_document_has_for_others() -> None:
    assert found(answer(PROBLEM, status=404), ITEM) == []
    assert brief(found(answer({"error": "no"}, status=404), ITEM)) == {
        ("error_shape", "/title", "required")
    }
    assert brief(found(answer(content=b"<html>", status=404, Content_Type="text/html"), ITEM)) == {
        ("error_shape", "header:Content-Type", "error-media-type")
    }


def test_a_refusal_that_is_documented_without_a_body_may_have_none() -> None:
    assert found(answer(status=404)) == []


def test_required_headers_are_there_and_all_are_of_their_schema() -> None:
    missing = answer({"books": []}, X_Total="")
    wrong = answer({"books": []}, X_Total="many", X_Kinds="new, lost")

    assert brief(found(missing)) == {("documented_headers", "header:X-Total", "required")}
    assert brief(found(wrong)) == {
        ("documented_headers", "header:X-Total", "type"),
        ("documented_headers", "header:X-Kinds/*", "enum"),
    }


@pytest.mark.parametrize(
    "after", ["0", "120", "Wed, 21 Oct 2026 07:28:00 GMT"], ids=["at once", "seconds", "a date"]
)
def test_retry_after_is_seconds_or_a_date(after: str) -> None:
    assert found(answer(PROBLEM, status=429, Retry_After=after)) == []


@pytest.mark.parametrize("after", ["soon", "1.5", "-1", "2026-10-21T07:28:00Z"])
def test_retry_after_that_is_anything_else_is_found(after: str) -> None:
    assert brief(found(answer(PROBLEM, status=429, Retry_After=after))) == {
        ("rate_limits", "header:Retry-After", "retry-after")
    }


def test_limits_are_whole_numbers_and_no_more_is_left_than_given() -> None:
    fine = page()
    fine.headers.update({"RateLimit-Limit": "100, 100;w=60", "RateLimit-Remaining": "100"})
    wrong = page()
    wrong.headers.update({"X-RateLimit-Limit": "10", "X-RateLimit-Remaining": "11"})
    words = page()
    words.headers.update({"X-RateLimit-Remaining": "few"})

    assert found(fine) == []
    assert [one.keyword for one in found(wrong)] == ["rate-limit-left"]
    assert [one.keyword for one in found(words)] == ["rate-limit"]


def test_the_length_that_is_told_is_the_bodys() -> None:
    wrong = answer({"books": []}, Content_Length="99")

    assert brief(found(wrong)) == {("length_agrees", "header:Content-Length", "length")}


def test_an_answer_to_head_has_the_length_of_the_other_and_no_body() -> None:
    assert found(answer(Content_Length="99"), method="HEAD") == []


SHAPES = {
    "plain": TOKEN,
    "percent-encoded": quote(TOKEN + "/"),
    "in Base64": base64.b64encode(TOKEN.encode()).decode(),
    "in Base64 after one sign": base64.b64encode(b"k" + TOKEN.encode()).decode(),
    "in Base64 after two signs": base64.b64encode(b"k=" + TOKEN.encode() + b";").decode(),
}


@pytest.mark.parametrize("said", SHAPES.values(), ids=SHAPES.keys())
def test_the_requests_credential_is_found_in_whatever_form_it_comes_back(said: str) -> None:
    in_body = found(page(title=f"Bearer {said}"))
    in_header = page()
    in_header.headers["X-Debug"] = said

    assert ("credentials_kept", "/books/*/title", "credential") in brief(in_body)
    assert ("credentials_kept", "header:x-debug", "credential") in brief(found(in_header))


def test_no_finding_tells_the_credential() -> None:
    told = repr(found(page(title=TOKEN)))

    assert TOKEN not in told


def test_private_keys_signed_tokens_and_passwords_are_found() -> None:
    head = base64.urlsafe_b64encode(b'{"alg":"HS256"}').decode().rstrip("=")
    token = f"{head}.{'eyJzdWIiOiI3In0'}.{'c' * 43}"
    key = "-----BEGIN RSA PRIVATE KEY-----"

    assert ("no_secrets", "/books/*/title", "token") in brief(found(page(title=token)))
    assert ("no_secrets", "/books/*/title", "private-key") in brief(found(page(title=key)))
    assert ("no_secrets", "/note/api_secret", "secret-field") in brief(
        found(answer({"books": [], "note": {"api_secret": "hunter2"}}))
    )


def test_a_password_that_is_blotted_out_or_was_sent_is_no_secret() -> None:
    masked = answer({"books": [], "note": {"password": "********"}})
    known = answer({"books": [], "note": {"password": "hunter2"}})

    assert found(masked) == []
    assert found(known, sent=b'{"password": "hunter2"}') == []


def test_a_wrong_request_that_is_taken_is_found_with_what_is_wrong_with_it() -> None:
    said = {"expectation": "refused", "why": "the query parameter sort is not of its schema"}

    [wrong] = found(page(), **said)

    assert wrong.check == "wrong_is_refused"
    assert wrong.expected == "a refusal: the query parameter sort is not of its schema"


def test_a_documented_method_that_is_called_unknown_is_found() -> None:
    wrong = found(answer(PROBLEM, status=405), expectation="accepted")

    assert ("right_is_taken", "", "refused") in brief(wrong)
