"""What `/detail_records` refuses, with which words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.vendors.telnyx.asking import KEY, Telnyx, refusal

PATH = "/detail_records"
LARGE = "KEY0LARGE"


@pytest.fixture(scope="module")
def api() -> Iterator[Telnyx]:
    one = Telnyx(accounts={KEY: 400, LARGE: 3_000_000})
    one.pause_s = 2
    yield one
    one.close()


def _error(detail: str, code: str = "10011") -> dict[str, Any]:
    return {"code": code, "title": "Bad Request", "detail": detail}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"filter[direction]": "inbound"},
        {"filter[record_type]": ["messaging", "verify"]},
        {"filter[record_type][]": ["messaging", "verify"]},
        {"filter[record_type]": ""},
    ],
    ids=["nothing", "another filter", "two types", "a list of types", "an empty type"],
)
def test_without_one_type_it_says_that_the_type_is_missing(
    api: Telnyx, query: dict[str, Any]
) -> None:
    assert refusal(api.get(PATH, **query)) == (400, [_error("Record type is missing")])


def test_an_unknown_type_is_refused_by_its_name(api: Telnyx) -> None:
    why = "No matching record type was found matching given record type smoke-signal"

    answer = api.get(PATH, **{"filter[record_type]": "smoke-signal"})

    assert refusal(answer) == (400, [_error(why)])


@pytest.mark.parametrize(
    "query",
    [
        {"filter[created_at][gte]": "soon"},
        {"filter[created_at]": "soon"},
        {"filter[cld][like]": "1"},
        {"filter[direction][gte]": "inbound"},
        {"filter[cld][lt]": "+1"},
        {"filter[parts][gt]": "some"},
        {"filter[direction]": ["inbound", "outbound"]},
        {"filter[cld][contains][more]": "1"},
        {"filter[date_range]": "last_999999_days"},
    ],
    ids=lambda query: next(iter(query)),
)
def test_what_makes_no_sense_is_refused(api: Telnyx, query: dict[str, Any]) -> None:
    answer = api.get(PATH, **{"filter[record_type]": "messaging"}, **query)

    assert refusal(answer) == (400, [_error("Invalid parameter value")])


@pytest.mark.parametrize(
    "query",
    [
        {"filter[date_range]": "last_0_days"},
        {"filter[date_range]": "someday"},
        {"page[number]": 0},
        {"page[size]": 0},
        {"page[number]": "x"},
    ],
    ids=lambda query: "=".join(map(str, next(iter(query.items())))),
)
def test_what_the_contract_forbids_is_refused(api: Telnyx, query: dict[str, Any]) -> None:
    status, errors = refusal(api.get(PATH, **{"filter[record_type]": "messaging"}, **query))

    assert (status, [(one["code"], one["title"]) for one in errors]) == (
        400, [("10011", "Bad Request")]
    )  # fmt: skip


def test_a_server_may_refuse_unknown_fields_instead() -> None:
    api = Telnyx(unknown_filter="refused")
    asked = {"filter[record_type]": "messaging"}

    filtered = refusal(api.get(PATH, **asked, **{"filter[call_sec]": "1"}))
    sorted_by = refusal(api.get(PATH, **asked, sort="call_sec"))
    known = api.get(PATH, **asked, sort="-cost")

    api.close()
    assert filtered == (400, [_error("Unknown filter field: call_sec")])
    assert sorted_by == (400, [_error("Invalid sorting value", "10015")])
    assert known.status_code == 200


def test_a_search_that_would_take_too_long_is_refused(api: Telnyx) -> None:
    asked = {"filter[record_type]": "messaging", "filter[cld][contains]": "456"}
    why = "The filter matches too many records: narrow the period or the other filters"

    years = refusal(api.get(PATH, LARGE, **asked))

    assert years == (400, [_error(why)])


def test_the_41st_request_of_a_minute_is_one_too_many() -> None:
    api = Telnyx()
    api.now = datetime(2026, 11, 17, 9, 30, tzinfo=UTC)
    asked = {"filter[record_type]": "messaging"}

    statuses = [api.get(PATH, **asked).status_code for _ in range(41)]

    api.close()
    assert statuses == [200] * 40 + [429]
