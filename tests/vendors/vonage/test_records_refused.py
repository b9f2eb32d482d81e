"""Every way in which a request for records is refused, and what it is told."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from tests.documents.library import content
from tests.vendors.vonage.asking import KEY, START, Vonage, body, refusal, unfit, wire
from tests.vendors.vonage_records.questions import matrix

DAY = timedelta(days=1)
MISSING = "Missing required parameter"
SPAN = {"date_start": wire(START - DAY), "date_end": wire(START)}


@cache
def examples() -> dict[str, Any]:
    """A good value of each parameter."""
    loaded = content("vonage/reports.yaml")
    parameters = loaded["paths"]["/v2/reports/records"]["get"]["parameters"]
    values = {one["name"]: one["example"] for one in parameters}
    return {
        name: str(one).lower() if isinstance(one, bool) else one for name, one in values.items()
    } | {"account_id": KEY, "show_concatenated": "true"}


def needed(product: str) -> dict[str, Any]:
    return {name: examples()[name] for name in matrix()[product]["required"]}


def taken(product: str) -> set[str]:
    return {*matrix()[product]["required"], *matrix()[product]["optional"]}


FILTERS = sorted(set().union(*map(taken, matrix())) - {"account_id"})
PAIRS = [(product, name) for product in matrix() for name in FILTERS]


@pytest.mark.parametrize(("product", "name"), PAIRS, ids=[f"{one} {two}" for one, two in PAIRS])
def test_a_parameter_is_taken_by_just_the_products_of_the_table(
    api: Vonage, product: str, name: str
) -> None:
    question = {**needed(product), "product": product, name: examples()[name], **SPAN}

    answer = api.records(**question)

    if name in taken(product):
        assert body(answer)["request_status"] in {"SUCCESS", "TRUNCATED"}
    else:
        why = f"{name} is not supported for product {product}"
        assert refusal(answer) == unfit(**{name: why})


@pytest.fixture(scope="module")
def api() -> Any:
    one = Vonage()
    yield one
    one.close()


@pytest.mark.parametrize("product", [one for one in matrix() if needed(one)])
def test_a_product_names_what_it_cannot_do_without(vonage: Vonage, product: str) -> None:
    answer = vonage.records(product=product)

    assert refusal(answer) == unfit(**dict.fromkeys(needed(product), MISSING))


def test_all_that_is_wrong_is_told_at_once(vonage: Vonage) -> None:
    answer = vonage.records(product="CONVERSATIONS", direction="outbound", number="447700900000")

    assert refusal(answer) == unfit(
        type=MISSING,
        direction="direction is not supported for product CONVERSATIONS",
        number="number is not supported for product CONVERSATIONS",
    )


def test_not_asking_for_texts_is_no_mistake(vonage: Vonage) -> None:
    answer = vonage.records(product="VOICE-TTS", include_message="false", show_concatenated="false")

    assert answer.status_code == 200


def test_the_product_is_needed_and_must_be_one(vonage: Vonage) -> None:
    without, unknown = vonage.records(), vonage.records(product="RCS")

    assert refusal(without) == unfit(product=MISSING)
    status, told = refusal(unknown)
    assert status == 422
    assert told["invalid_parameters"][0]["reason"].startswith("Could not resolve product name. ")


@pytest.mark.parametrize(
    ("more", "parameters"),
    [
        ({"date_start": wire(START), "date_end": wire(START)}, "date_start, date_end"),
        ({"date_end": wire(START)}, "date_end"),
        ({"status": "delivered"}, "status"),
        ({"cursor": "a", "iv": "b"}, "cursor, iv"),
    ],
)
def test_ids_stand_alone(vonage: Vonage, more: dict[str, str], parameters: str) -> None:
    answer = vonage.records(product="SMS", direction="outbound", id="1", **more)

    assert refusal(answer) == (422, {
        "type": "https://developer.nexmo.com/api-errors/reports#invalid-filter",
        "title": "Invalid filter",
        "detail": "When using message_id, the following parameters are not supported: "
        f"[{parameters}]",
    })  # fmt: skip


def test_what_else_stands_beside_ids_does_no_harm(vonage: Vonage) -> None:
    plain = body(vonage.records(product="SMS", direction="outbound", id="1"))
    more = body(vonage.records(product="SMS", direction="outbound", id="1", country="GB", limit=1))

    assert plain["records"] == more["records"]


def test_twenty_ids_are_the_most(vonage: Vonage) -> None:
    twenty, too_many = (
        vonage.records(product="SMS", direction="outbound", id=",".join("x" * count))
        for count in (20, 21)
    )

    assert twenty.status_code == 200
    status, told = refusal(too_many)
    assert status == 422
    assert [one["name"] for one in told["invalid_parameters"]] == ["id"]


def test_ids_too_need_a_direction(vonage: Vonage) -> None:
    answer = vonage.records(product="SMS", id="1")

    assert refusal(answer) == unfit(direction=MISSING)


@pytest.mark.parametrize("account", ["beef0002", "deadbeef", "........"])
def test_the_records_of_strangers_are_not_shown(vonage: Vonage, account: str) -> None:
    answer = vonage.records(product="VOICE-CALL", account_id=account)

    assert refusal(answer) == (403, {
        "title": "Forbidden",
        "detail": "User not authorized to query the requested data",
    })  # fmt: skip


def test_more_than_ten_requests_in_a_second_are_too_many(vonage: Vonage) -> None:
    vonage.pause_s = 0
    question: dict[str, Any] = {"product": "VOICE-TTS", "limit": 1}

    answers = [vonage.records(**question) for _ in range(11)]
    other = vonage.records("beef0002", **question)
    vonage.now += timedelta(seconds=1)
    later = vonage.records(**question)

    assert [one.status_code for one in answers] == [200] * 10 + [429]
    assert refusal(answers[-1]) == (429, {
        "type": "https://developer.nexmo.com/api-errors/reports#rate-limit",
        "title": "Rate limit",
        "detail": "The request was rate limited.",
    })  # fmt: skip
    assert answers[-1].headers["retry-after"] == "1"
    assert (other.status_code, later.status_code) == (200, 200)


def test_a_refusal_that_is_wished_for_comes_as_wished(vonage: Vonage) -> None:
    answer = vonage.get("/v2/reports/records?product=VOICE-CALL", Prefer="code=403")

    assert refusal(answer)[0] == 403


@pytest.mark.parametrize("key", ["a\0b", "x" * 3000, "\ud7ff\ufffd", "a b"])
def test_any_account_may_ask(vonage: Vonage, key: str) -> None:
    answer = vonage.records(key, product="REPORTS-USAGE")

    assert body(answer)["account_id"] == key


@pytest.mark.parametrize(
    "question",
    [
        {"product": "RCS"},
        {"product": "CONVERSATIONS", "type": "other"},
        {"product": "VOICE-CALL", "date_start": "soon"},
    ],
    ids=str,
)
def test_a_server_that_checks_types_alone_answers_from_the_document_what_it_would_refuse(
    question: dict[str, str],
) -> None:
    api = Vonage(lenient=True)

    answer = api.records(**question)
    api.close()

    assert answer.headers["mock-source"] != "error"
    assert body(answer)["request_status"] in {"SUCCESS", "TRUNCATED"}


def test_a_server_that_checks_types_alone_makes_the_best_of_the_rest() -> None:
    api = Vonage(lenient=True)
    question: dict[str, Any] = {
        "product": "SMS",
        "direction": "sideways",
        "limit": 0,
        "account_id": KEY,
    }

    page = body(api.records(**question))
    api.close()

    assert (page["records"], page["limit"]) == ([], 1)
