from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.vendors.telnyx.asking import Telnyx, fine, refusal
from tests.vendors.telnyx.groups import (
    KEY,
    NOBODYS,
    OTHER,
    listed,
    made,
    missing,
    unfit,
)
from tests.vendors.telnyx.money_truth import opened_late


@pytest.mark.parametrize(
    ("body", "error"),
    [
        pytest.param(
            {},
            unfit("The name is missing.", 10004, "Missing required parameter"),
            id="no name",
        ),
        pytest.param({"name": ""}, unfit("The name must not be blank."), id="empty"),
        pytest.param({"name": " \t"}, unfit("The name must not be blank."), id="blank"),
        pytest.param(
            {"name": "x" * 256}, unfit("The name has more than 255 characters."), id="too long"
        ),
        pytest.param(
            {"name": 5}, unfit("name must be a string, but is 5", 10026, "Invalid type"), id="5"
        ),
    ],
)
def test_a_name_that_is_none_is_refused(
    telnyx: Telnyx, body: dict[str, Any], error: dict[str, Any]
) -> None:
    group = made(telnyx, "Northern shops")

    assert refusal(telnyx.post("/billing_groups", body, KEY)) == (422, [error])
    assert refusal(telnyx.patch(f"/billing_groups/{group['id']}", body, KEY)) == (422, [error])
    assert listed(telnyx)[-1] == group


def test_a_body_that_is_no_json_is_refused(telnyx: Telnyx) -> None:
    status, [error] = refusal(telnyx.post("/billing_groups", b"{", KEY))

    assert (status, error["code"], error["title"]) == (400, "10023", "Invalid JSON")


def test_an_id_that_is_none_is_refused_with_an_integer_for_its_code(telnyx: Telnyx) -> None:
    for method, body in (("PATCH", {"name": "x"}), ("DELETE", None)):
        status, [error] = refusal(telnyx.ask(method, "/billing_groups/x", KEY, body))

        assert (status, error["code"]) == (422, 10006)


@pytest.mark.parametrize("name", ["groups of others", "of nobody"])
def test_what_is_not_the_callers_is_not_found(telnyx: Telnyx, name: str) -> None:
    group_id = made(telnyx, name, OTHER)["id"] if name == "groups of others" else NOBODYS

    answer = telnyx.get(f"/billing_groups/{group_id}", KEY)

    assert refusal(answer) == (404, [missing()])
    assert group_id not in {one["id"] for one in listed(telnyx)}


def test_an_empty_list_has_no_pages_of_twenty_five() -> None:
    api = Telnyx()
    key, opened_on = opened_late(api)
    api.now = datetime(opened_on.year, opened_on.month, opened_on.day, tzinfo=UTC) - timedelta(1)

    told = fine(api.get("/billing_groups", key))
    api.close()

    meta = {"total_pages": 0, "total_results": 0, "page_number": 1, "page_size": 25}
    assert told == {"data": [], "meta": meta}


def test_pages_are_the_whole_list_in_pieces(telnyx: Telnyx) -> None:
    groups = [made(telnyx, f"Shop {number}") for number in range(30)]
    whole = listed(telnyx)

    first = fine(telnyx.get("/billing_groups", KEY))
    pieces = [
        fine(telnyx.get("/billing_groups", KEY, **{"page[number]": number, "page[size]": 8}))
        for number in range(1, -(-len(whole) // 8) + 1)
    ]

    assert whole[-30:] == groups
    assert (first["data"], first["meta"]["page_size"]) == (whole[:25], 25)
    assert [one for piece in pieces for one in piece["data"]] == whole
    assert {piece["meta"]["total_pages"] for piece in pieces} == {len(pieces)}


@pytest.mark.parametrize("page", [{"page[size]": 251}, {"page[size]": 0}, {"page[number]": 0}])
def test_a_page_that_there_cannot_be_is_refused(telnyx: Telnyx, page: dict[str, int]) -> None:
    status, [error] = refusal(telnyx.get("/billing_groups", KEY, **page))

    assert (status, error["code"], error["source"]) == (
        400,
        "10015",
        {"parameter": next(iter(page))},
    )
