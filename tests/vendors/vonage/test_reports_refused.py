"""Every way in which an order, or a question about a report, is refused, and what it is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.library import content
from tests.vendors.vonage.asking import KEY, START, body, refusal, wire
from tests.vendors.vonage.ordering import REPORTS, Reports, family
from tests.vendors.vonage_records.questions import matrix

DAY = timedelta(days=1)
INVALID = (422, {"title": "Unprocessable entity", "detail": "Unprocessable entity."})
FORBIDDEN = (403, {
    "type": "https://developer.nexmo.com/api-errors#forbidden",
    "title": "Forbidden",
    "detail": "User not authorized to query the requested data.",
})  # fmt: skip
UNREADABLE = (400, {
    "type": "https://developer.nexmo.com/api-errors/reports#invalid-request-parameters",
    "title": "Invalid request parameter",
    "detail": "Invalid request parameter.",
})  # fmt: skip
SPAN = {"date_start": wire(START - DAY), "date_end": wire(START)}
SMS = {"product": "SMS", "direction": "outbound"}


@pytest.fixture(scope="module")
def shared() -> Iterator[Reports]:
    one = Reports(report_speed="instant")
    yield one
    one.close()


@pytest.fixture
def reports(shared: Reports) -> Reports:
    shared.begin_again()
    return shared


@pytest.fixture(scope="module")
def lenient() -> Iterator[Reports]:
    """The profile "permissive": of a request only types are checked."""
    one = Reports(lenient=True, report_speed="instant")
    yield one
    one.close()


@cache
def examples() -> dict[str, Any]:
    """A good value of each parameter."""
    loaded = content("vonage/reports.yaml")
    parameters = loaded["paths"]["/v2/reports/records"]["get"]["parameters"]
    values = {one["name"]: one["example"] for one in parameters}
    return values | {"account_id": KEY, "show_concatenated": True}


def needed(product: str) -> dict[str, Any]:
    return {name: examples()[name] for name in matrix()[product]["required"]}


def taken(product: str) -> set[str]:
    return {*matrix()[product]["required"], *matrix()[product]["optional"]}


FILTERS = sorted(set().union(*map(taken, matrix())) - {"account_id"})
WORDS = {("WEBSOCKET-CALL", "status"): "200", ("VERIFY-V2", "status"): "failed",
         ("MESSAGES", "status"): "read", ("VOICE-CALL", "status"): "ANSWERED",
         ("VOICE-FAILED", "status"): "FAILED", ("ASR", "status"): "ok"}  # fmt: skip


@pytest.mark.parametrize("product", list(matrix()))
def test_a_filter_is_taken_by_just_the_products_of_the_table(
    reports: Reports, product: str
) -> None:
    def told(name: str) -> Any:
        value = WORDS.get((product, name), examples()[name])
        answer = reports.order(**{**needed(product), "product": product, name: value, **SPAN})
        return body(answer)["request_status"] if answer.status_code == 200 else refusal(answer)

    answers = {name: told(name) for name in FILTERS}

    expected = {name: "PENDING" if name in taken(product) else INVALID for name in FILTERS}
    assert answers == expected


@pytest.mark.parametrize(
    ("product", "name"), [(one, name) for one in matrix() for name in matrix()[one]["required"]]
)
def test_a_product_cannot_do_without(reports: Reports, product: str, name: str) -> None:
    asked = {key: value for key, value in needed(product).items() if key != name}

    assert refusal(reports.order(product=product, **asked)) == INVALID


@pytest.mark.parametrize(
    "wrong",
    [
        {"product": "RCS"},
        {"product": "MEETINGS"},
        {"direction": "sideways"},
        {"date_start": "yesterday"},
        {"date_start": "2026-02-30T00:00:00Z"},
        {"date_start": "0000-01-01T00:00:00Z"},
        {"date_start": "0001-01-01T00:00:00+12:00"},
        {"date_end": "9999-12-31T23:59:59-23:59"},
        {"date_start": wire(START), "date_end": wire(START)},
        {"date_start": wire(START - DAY), "date_end": wire(START - 2 * DAY)},
        {"date_start": wire(START - 397 * DAY), "date_end": wire(START)},
        {"include_subaccounts": "maybe"},
        {"callback_url": "ftp://example.com/"},
        {"callback_url": "http://"},
        {"callback_url": None},
        {"include_message": 1},
    ],
    ids=str,
)
def test_a_bad_value_is_refused(reports: Reports, wrong: dict[str, Any]) -> None:
    assert refusal(reports.order(**{**SMS, **wrong})) == INVALID


def test_videos_are_kept_for_90_days_and_all_else_for_13_months(reports: Reports) -> None:
    def status(product: str, days: float) -> int:
        span = {"date_start": wire(START - days * DAY), "date_end": wire(START)}
        return reports.order(product=product, account_id=KEY, **span).status_code

    reports.now = START + timedelta(seconds=0.001)
    answers = [status("VIDEO-API", 90), status("VIDEO-API", 90.1), status("AMD", 396),
               status("AMD", 396.1)]  # fmt: skip

    assert answers == [200, 422, 200, 422]


def test_what_has_not_begun_cannot_be_reported(reports: Reports) -> None:
    answer = reports.order(**SMS, date_start=wire(START + DAY), date_end=wire(START + 2 * DAY))

    status, told = refusal(answer)
    assert status == 422
    assert told == INVALID[1]
    assert "date_start must be in the past" in answer.headers["mock-note"]


def test_a_body_must_be_json(reports: Reports) -> None:
    answer = reports.ask("POST", REPORTS, content=b'{"product":')

    assert refusal(answer) == (400, {
        "type": "https://developer.nexmo.com/api-errors#invalid-json",
        "title": "Malformed JSON",
        "detail": "Malformed JSON payload.",
    })  # fmt: skip


@pytest.mark.parametrize("account", ["cafe0001", "12345678"])
def test_accounts_of_others_cannot_be_reported_on(reports: Reports, account: str) -> None:
    assert refusal(reports.order(**SMS, account_id=account)) == FORBIDDEN
    listing = reports.get(f"{REPORTS}?account_id={account}&status=SUCCESS")
    assert refusal(listing) == FORBIDDEN


def test_a_sub_account_reads_itself_alone(reports: Reports) -> None:
    main, sub, sibling = family()[:3]

    answers = [
        reports.order(sub, **SMS, account_id=main),
        reports.order(sub, **SMS, account_id=sibling),
        reports.order(sub, **SMS, include_subaccounts=True),
    ]

    assert [refusal(answer) for answer in answers] == [FORBIDDEN] * 3
    assert reports.order(sub, **SMS, account_id=sub).status_code == 200
    assert reports.order(main, **SMS, account_id=sub).status_code == 200


def test_a_refused_order_leaves_nothing_behind(reports: Reports) -> None:
    reports.order(**SMS, account_id="cafe0001", callback_url="http://127.0.0.1/")

    listing = body(reports.get(f"{REPORTS}?account_id={KEY}&status=SUCCESS,PENDING"))

    assert listing["items_count"] == 0
    assert reports.outbox == []


@pytest.mark.parametrize(
    "query",
    [
        f"account_id={KEY}",
        "status=SUCCESS",
        f"account_id={KEY}&status=DONE",
        f"account_id={KEY}&status=SUCCESS,",
        "account_id=abc&status=SUCCESS",
        f"account_id={KEY}&status=SUCCESS&date_from=yesterday",
        f"account_id={KEY}&status=SUCCESS&date_to=2026-02-30T00:00:00Z",
    ],
)
def test_a_list_needs_an_account_and_states(reports: Reports, query: str) -> None:
    assert refusal(reports.get(f"{REPORTS}?{query}")) == UNREADABLE


@pytest.mark.parametrize("day", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"])
def test_a_list_may_begin_and_end_anywhere(reports: Reports, day: str) -> None:
    question = f"{REPORTS}?account_id={KEY}&status=SUCCESS"

    assert body(reports.get(f"{question}&date_from={day}"))["items_count"] == 0
    assert body(reports.get(f"{question}&date_to={day}"))["items_count"] == 0


@pytest.mark.parametrize("report_id", ["x", "%00", "%ff", "9" * 600, "%F0%9F%98%80"])
def test_a_report_that_was_never_ordered_is_not_found(reports: Reports, report_id: str) -> None:
    answers = [
        reports.get(f"{REPORTS}/{report_id}"),
        reports.ask("DELETE", f"{REPORTS}/{report_id}"),
        reports.get(f"/v3/media/{report_id}"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert {refusal(answer)[1]["title"] for answer in answers} == {"Invalid report ID"}


def test_more_than_five_requests_a_second_are_too_many(reports: Reports) -> None:
    reports.pause_s = 0
    question = f"{REPORTS}?account_id={KEY}&status=SUCCESS"

    answers = [reports.get(question) for _ in range(6)]
    of_others = reports.get(f"{REPORTS}?account_id=cafe0001&status=SUCCESS", "cafe0001")
    reports.wait(seconds=1)
    later = reports.get(question)

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert refusal(answers[5])[1]["title"] == "Rate limit"
    assert (of_others.status_code, later.status_code) == (200, 200)


def test_other_settings_make_other_records_so_old_files_are_gone() -> None:
    before = Reports(report_speed="instant")
    order = before.ordered(**SMS, **SPAN)
    report = before.report(order)
    after = Reports(store=before.backings.store, accounts={KEY: 50})

    answer = after.fetch(report)

    assert answer.status_code == 404
    assert "settings have changed" in answer.headers["mock-note"]
    before.close()
    after.close()


ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=3,
)
NAMES = (
    *("product", "account_id", "direction", "date_start", "date_end", "include_subaccounts"),
    *("callback_url", "status", "from", "to", "type", "include_message", "conversation_id"),
)


@settings(max_examples=150, deadline=None)
@given(body=st.dictionaries(st.sampled_from(NAMES), ANYTHING), product=st.sampled_from(
    (None, *matrix())))  # fmt: skip
def test_no_body_breaks_the_server_whatever_is_checked(
    lenient: Reports, body: dict[str, Any], product: str | None
) -> None:
    asked = body if product is None else {**body, "product": product}

    answer = lenient.order(**{f"{name}_": value for name, value in asked.items()})

    assert answer.status_code in {200, 400, 403, 422}
