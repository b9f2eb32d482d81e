"""Whether a request came as often as it should, and what came nearest."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.control.asking import KEY, ORDER, RECORDS, REPORTS, Mock

GET = {"operation": "get-records"}


def verdict(mock: Mock, match: Any, **expected: int) -> Any:
    return mock.told("verify", {"match": match, **expected})


@pytest.mark.parametrize(
    ("expected", "passes", "words"),
    [
        ({}, True, "at least 1"),
        ({"exactly": 3}, True, "exactly 3"),
        ({"exactly": 2}, False, "exactly 2"),
        ({"exactly": 0}, False, "exactly 0"),
        ({"at_least": 3}, True, "at least 3"),
        ({"at_least": 4}, False, "at least 4"),
        ({"at_most": 3}, True, "at most 3"),
        ({"at_most": 2}, False, "at most 2"),
        ({"at_least": 1, "at_most": 3}, True, "1 to 3"),
        ({"at_least": 4, "at_most": 9}, False, "4 to 9"),
    ],
    ids=str,
)
def test_requests_are_counted(
    mock: Mock, expected: dict[str, int], passes: bool, words: str
) -> None:
    for _ in range(3):
        mock.vonage()
    mock.vonage(target=f"{REPORTS}?account_id={KEY}")

    told = verdict(mock, GET, **expected)

    assert (told["passed"], told["actual"], told["expected"]) == (passes, 3, words)
    assert bool(told["closest"]) is not passes


@pytest.mark.parametrize(
    "expected",
    [{"exactly": 1, "at_least": 1}, {"exactly": 1, "at_most": 1}, {"at_least": 2, "at_most": 1}],
    ids=str,
)
def test_numbers_that_contradict_each_other_are_refused(
    mock: Mock, expected: dict[str, int]
) -> None:
    answer = mock.control("verify", {"match": GET, **expected})

    assert answer.status_code == 422
    assert answer.json()["fix"]


@pytest.mark.parametrize("body", [{}, {"match": {"opration": "x"}}, {"match": GET, "exactly": -1},
                                  {"match": {"query": {"a": 1}}}], ids=str)  # fmt: skip
def test_what_the_document_does_not_allow_is_refused(mock: Mock, body: Any) -> None:
    assert mock.control("verify", body).status_code == 400


@pytest.mark.parametrize(
    "match",
    [
        {},
        {"vendor": "vonage"},
        {"operation": "create-async-report"},
        {"operation": "POST /v2/reports"},
        {"method": "post"},
        {"path": "/v2/reports"},
        {"path": "/v2/*"},
        {"headers": {"x-trace": "abc-?"}},
        {"headers": {"Authorization": "Basic *"}},
        {"body": {"/product": "SMS", "/direction": "out*"}},
        {"operation": "create-async-report", "body": {"/account_id": KEY}},
    ],
    ids=str,
)
def test_a_request_is_matched_by_each_of_its_parts(mock: Mock, match: Any) -> None:
    mock.vonage("POST", REPORTS, ORDER, X_Trace="abc-1")

    assert verdict(mock, match, exactly=1)["passed"] is True


@pytest.mark.parametrize(
    ("match", "misses"),
    [
        ({"method": "GET"}, ["method is 'POST', not 'GET'"]),
        ({"vendor": "telnyx"}, ["vendor is 'vonage', not 'telnyx'"]),
        ({"body": {"/product": "VOICE*"}}, ["the body's '/product' is not 'VOICE*'"]),
        ({"headers": {"x-trace": "2"}}, ["the header 'x-trace' is not '2'"]),
        ({"query": {"a": "1"}}, ["the parameter 'a' is [], not '1'"]),
    ],
    ids=str,
)
def test_what_is_missing_is_told_of_the_closest(mock: Mock, match: Any, misses: list[str]) -> None:
    mock.vonage("POST", REPORTS, ORDER, X_Trace="1")

    told = verdict(mock, match)

    assert told["actual"] == 0
    assert told["closest"] == [
        {"id": 1, "request": "POST http://127.0.0.1/vonage/v2/reports", "misses": misses}
    ]


def test_the_closest_come_first_and_there_are_not_many(mock: Mock) -> None:
    for status in ("1", "2", "3", "4"):
        mock.vonage(X_Trace=status)
    mock.vonage("POST", REPORTS, ORDER, X_Trace="5")

    told = verdict(mock, {**GET, "method": "GET", "headers": {"x-trace": "6"}})

    assert [one["id"] for one in told["closest"]] == [4, 3, 2]


def test_of_too_many_those_are_told_that_matched(mock: Mock) -> None:
    mock.vonage()
    mock.vonage(target=f"{REPORTS}?account_id={KEY}")

    told = verdict(mock, GET, exactly=0)

    assert [(one["id"], one["misses"]) for one in told["closest"]] == [(1, [])]


@pytest.mark.parametrize(
    "match",
    [{"body": {"product": "SMS"}}, {"query": {"product": "SMS"}, "body": {"": "x"}}],
    ids=str,
)
def test_a_field_without_its_pointer_is_refused(mock: Mock, match: Any) -> None:
    answer = mock.control("verify", {"match": match, "exactly": 0})

    assert answer.status_code == 422
    assert "JSON pointer" in answer.json()["why"]


@pytest.mark.parametrize("query", ["vendor=vonge", "operation=get-recrods", "method=GTE"])
def test_the_journal_is_not_filtered_by_what_there_is_not(mock: Mock, query: str) -> None:
    answer = mock.control("listJournal", query=f"?{query}")

    assert answer.status_code == 422
    assert "did you mean" in answer.json()["fix"]


def test_a_note_tells_that_no_operation_has_the_path(mock: Mock) -> None:
    mock.vonage()

    wrong = verdict(mock, {"path": "/v2/report/records"}, exactly=0)
    right = verdict(mock, {"path": "/v2/reports"}, exactly=0)

    assert wrong["passed"] is True
    assert "'/v2/reports/records'" in wrong["note"]
    assert "note" not in right


def test_a_note_tells_when_it_was_another_session_that_was_asked(mock: Mock) -> None:
    mock.vonage()
    mock.session = "another"

    told = verdict(mock, GET)

    assert told["note"] == "nothing was asked in the session 'another', but in 'default'"


def test_a_note_tells_when_older_requests_are_not_known_any_more() -> None:
    mock = Mock(apis=("vonage",), journal=3)
    for _ in range(4):
        mock.vonage()

    assert "only the last 3 requests" in verdict(mock, GET, exactly=4)["note"]

    mock.close()


def test_without_a_journal_there_is_no_verdict() -> None:
    mock = Mock(apis=("vonage",), journal=0)

    answer = mock.control("verify", {"match": GET, "exactly": 0})

    assert answer.status_code == 422
    assert "--journal" in answer.json()["fix"]
    mock.close()


def test_secrets_are_found_and_never_told(mock: Mock) -> None:
    mock.vonage(target=f"{RECORDS}&api_key=TELLTALE")

    found = verdict(mock, {"query": {"api_key": "TELLTALE"}})
    told = mock.control("verify", {"match": {"query": {"api_key": "another"}}})

    assert found["passed"] is True
    assert told.json()["closest"][0]["misses"]
    assert "TELLTALE" not in told.text


@settings(max_examples=25, deadline=None)
@given(
    sent=st.lists(st.sampled_from("abc"), max_size=6),
    wanted=st.sampled_from("abc"),
    low=st.integers(0, 4),
    more=st.integers(0, 3),
)
def test_a_verdict_is_what_counting_by_hand_says(
    sent: list[str], wanted: str, low: int, more: int
) -> None:
    mock = Mock(apis=("vonage",))
    for trace in sent:
        mock.ask("GET", "/vonage/nothing", None, X_Trace=trace)

    told = verdict(mock, {"headers": {"x-trace": wanted}}, at_least=low, at_most=low + more)

    assert told["actual"] == sent.count(wanted)
    assert told["passed"] == (low <= sent.count(wanted) <= low + more)
    mock.close()
