from __future__ import annotations

from typing import Any

import pytest

from tests.vendors.telnyx.asking import Telnyx, fine, refusal
from tests.vendors.telnyx.orders import (
    HEADER,
    KEY,
    NOBODYS,
    OTHER,
    PATH,
    missing,
    ordered,
)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        pytest.param({"status": "failed"}, "/status", id="the report's word for failure"),
        pytest.param({"created_at_gt": "x"}, "/created_at_gt", id="no moment"),
        pytest.param({"created_at_lt": "2026-11-31T00:00:00Z"}, "/created_at_lt", id="no day"),
        pytest.param({"order_request_id": "x"}, "/order_request_id", id="no UUID"),
        pytest.param({"country_code": 1}, "/country_code", id="a number"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(
    telnyx: Telnyx, body: dict[str, Any], pointer: str
) -> None:
    status, [error] = refusal(telnyx.post(PATH, body, KEY))

    assert (status, error["code"], error["source"]) == (400, "10015", {"pointer": pointer})


def test_a_report_that_is_not_the_callers_is_not_found(telnyx: Telnyx) -> None:
    others = ordered(telnyx, key=OTHER)["id"]

    for report_id in (NOBODYS, others):
        for path in (f"{PATH}/{report_id}", f"{PATH}/{report_id}/download"):
            assert refusal(telnyx.get(path, KEY)) == (404, [missing()])
    status, [error] = refusal(telnyx.get(f"{PATH}/x", KEY))
    assert (status, error["code"]) == (400, "10006")


def test_without_a_key_there_are_no_reports(telnyx: Telnyx) -> None:
    answer = telnyx.ask("POST", PATH, Authorization="")

    assert refusal(answer) == (
        401,
        [
            {
                "code": "10009",
                "title": "Authentication failed",
                "detail": "Could not understand the provided credentials.",
                "meta": {"url": "https://developers.telnyx.com/docs/overview/errors/10009"},
            }
        ],
    )


def test_permissively_any_report_is_there_and_so_is_its_file() -> None:
    telnyx = Telnyx(lenient=True)

    made = telnyx.post(PATH, {"status": "failed", "created_at_gt": "string"})
    read = telnyx.get(f"{PATH}/{NOBODYS}")
    file = telnyx.get(f"{PATH}/{NOBODYS}/download")
    telnyx.close()

    assert (made.status_code, fine(read)["data"]["order_type"]) == (202, "sub_number_order")
    assert file.text.startswith(HEADER)
