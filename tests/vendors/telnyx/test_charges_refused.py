from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.vendors.telnyx.asking import Telnyx, fine, refusal
from tests.vendors.telnyx.charging import KEYS, summary
from tests.vendors.telnyx.money_truth import opened_late

PERIOD = "The period must not be longer than 31 days."
REVERSED = "The end date must be after the start date."


@pytest.mark.parametrize("path", ["/charges_summary", "/charges_breakdown"])
@pytest.mark.parametrize(
    ("begin", "end", "detail"),
    [
        pytest.param("2026-10-01", "2026-11-02", PERIOD, id="32 days"),
        pytest.param("2025-10-01", "2026-11-01", PERIOD, id="396 days"),
        pytest.param("2026-10-02", "2026-10-01", REVERSED, id="reversed"),
        pytest.param("2026-10-01", "2026-10-01", REVERSED, id="no day at all"),
    ],
)
def test_an_impossible_period_is_refused(
    telnyx: Telnyx, path: str, begin: str, end: str, detail: str
) -> None:
    answer = telnyx.get(path, start_date=begin, end_date=end)

    assert refusal(answer) == (400, [bad_request(detail, "end_date")])


def bad_request(detail: str, parameter: str, code: str = "10015") -> dict[str, Any]:
    return {
        "code": code,
        "title": "Bad Request" if code == "10015" else "Missing required parameter",
        "detail": detail,
        "source": {"parameter": parameter},
        "meta": {"url": f"https://developers.telnyx.com/docs/overview/errors/{code}"},
    }


def test_thirty_one_days_are_not_too_many(telnyx: Telnyx) -> None:
    answer = telnyx.get("/charges_summary", start_date="2026-10-01", end_date="2026-11-01")

    assert fine(answer)["data"]["end_date"] == "2026-11-01"


def test_missing_dates_are_named_one_by_one(telnyx: Telnyx) -> None:
    assert refusal(telnyx.get("/charges_summary")) == (
        400,
        [
            bad_request("start_date is required", "start_date", "10004"),
            bad_request("end_date is required", "end_date", "10004"),
        ],
    )
    assert refusal(telnyx.get("/charges_breakdown")) == (
        400,
        [bad_request("start_date is required", "start_date", "10004")],
    )


@pytest.mark.parametrize("text", ["zzz", "2026-13-01", "2026-02-30", "20261001", ""])
@pytest.mark.parametrize("path", ["/charges_summary", "/charges_breakdown"])
def test_a_date_that_is_none_is_refused(telnyx: Telnyx, path: str, text: str) -> None:
    status, [error] = refusal(telnyx.get(path, start_date="2026-10-01", end_date=text))

    assert status == 400
    assert error["code"] in {"10015", "10004"}
    assert error["source"] == {"parameter": "end_date"}


def test_a_month_that_the_calendar_does_not_have_is_refused(telnyx: Telnyx) -> None:
    answer = telnyx.get("/charges_breakdown", start_date="9999-12-31")

    detail = "There is no month after that date."
    assert refusal(answer) == (400, [bad_request(detail, "start_date")])


def test_the_first_and_last_days_of_the_calendar_are_days_like_others(telnyx: Telnyx) -> None:
    for begin, end in (("0001-01-01", "0001-02-01"), ("9999-12-01", "9999-12-31")):
        window = date.fromisoformat(begin), date.fromisoformat(end)

        assert summary(telnyx, KEYS[0], window)["total"]["grand_total"] == "0.00"


def test_an_unknown_format_is_refused(telnyx: Telnyx) -> None:
    status, [error] = refusal(
        telnyx.get("/charges_breakdown", start_date="2026-10-01", format="xml")
    )

    assert (status, error["code"], error["source"]) == (400, "10015", {"parameter": "format"})


@pytest.mark.parametrize("path", ["/charges_summary", "/charges_breakdown"])
def test_an_account_that_is_still_to_be_opened_is_not_found(path: str) -> None:
    telnyx = Telnyx()
    key, opened = opened_late(telnyx)
    asked = {"start_date": "2020-01-01", "end_date": "2020-02-01"}

    telnyx.now = datetime(opened.year, opened.month, opened.day, tzinfo=UTC) - timedelta(seconds=1)
    before = telnyx.get(path, key, **asked)
    telnyx.now = datetime(opened.year, opened.month, opened.day, tzinfo=UTC)
    after = telnyx.get(path, key, **asked)
    telnyx.close()

    assert refusal(before) == (
        422,
        [
            {
                "code": "10027",
                "title": "Unprocessable entity",
                "detail": "User account not found.",
                "meta": {"url": "https://developers.telnyx.com/docs/overview/errors/10027"},
            }
        ],
    )
    assert after.status_code == 200


def test_without_a_key_there_are_no_charges(telnyx: Telnyx) -> None:
    answer = telnyx.ask(
        "GET", "/charges_summary?start_date=2026-10-01&end_date=2026-11-01", Authorization=""
    )

    status, [error] = refusal(answer)
    assert (status, error["code"], error["title"]) == (401, "10009", "Authentication failed")


def test_permissively_dates_that_are_none_get_a_full_answer() -> None:
    telnyx = Telnyx(lenient=True)

    for path in ("/charges_summary", "/charges_breakdown"):
        told = telnyx.data(path, start_date="string", end_date="string")

        assert {"user_id", "user_email", "currency"} <= told.keys()
    telnyx.close()
