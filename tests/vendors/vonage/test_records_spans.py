"""Spans of time and cursors that are refused, and what they are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.vendors.vonage.asking import START, Vonage, body, refusal, unfit, wire

DAY = timedelta(days=1)
MISSING = "Missing required parameter"
SPAN = {"date_start": wire(START - DAY), "date_end": wire(START)}


@pytest.mark.parametrize(
    ("dates", "reasons"),
    [
        pytest.param(
            {"date_start": wire(START + DAY)},
            {"date_start": "date_start must be in the past"},
            id="a start in the future",
        ),
        pytest.param(
            {"date_start": wire(START), "date_end": wire(START + DAY)},
            {"date_start": "date_start must be in the past"},
            id="a start right now",
        ),
        pytest.param(
            {"date_start": wire(START - DAY), "date_end": wire(START - 2 * DAY)},
            {"date_end": "date_end must be after date_start"},
            id="an end before the start",
        ),
        pytest.param(
            {"date_start": wire(START - DAY), "date_end": wire(START - DAY)},
            {"date_end": "date_end must be after date_start"},
            id="nothing between start and end",
        ),
        pytest.param(
            {"date_end": wire(START - 8 * DAY)},
            {"date_end": "date_end must be after date_start"},
            id="an end before the start that is understood",
        ),
        pytest.param(
            {"date_start": "2026-02-30T00:00:00Z"},
            {"date_start": "date_start must be a date and time such as 2026-01-01T00:00:00Z"},
            id="a day that does not exist",
        ),
        pytest.param(
            {"date_end": "9999-12-31T23:59:59.9999-23:59"},
            {"date_end": "date_end must be a date and time such as 2026-01-01T00:00:00Z"},
            id="beyond the last day",
        ),
    ],
)
def test_a_span_has_to_make_sense(
    vonage: Vonage, dates: dict[str, str], reasons: dict[str, str]
) -> None:
    answer = vonage.records(product="VOICE-CALL", **dates)

    assert refusal(answer) == unfit(**reasons)


@pytest.mark.parametrize("text", ["yesterday", "2026-03-05", "2026-03-05T00:00:00", "1772700000"])
def test_what_is_no_moment_is_refused(vonage: Vonage, text: str) -> None:
    status, told = refusal(vonage.records(product="VOICE-CALL", date_start=text))

    assert (status, told["invalid_parameters"][0]["name"]) == (422, "date_start")


def test_a_day_is_the_longest_span_unless_the_settings_say_otherwise(
    vonage: Vonage, patient: Vonage
) -> None:
    longer = {
        "date_start": wire(START - DAY - timedelta(milliseconds=1)),
        "date_end": wire(START),
    }
    until_now = {"date_start": wire(START - 2 * DAY)}

    refused = [refusal(vonage.records(product="VOICE-CALL", **one)) for one in (longer, until_now)]
    answered = [
        vonage.records(product="VOICE-CALL", **SPAN),
        vonage.records(product="VOICE-CALL"),
        patient.records(product="VOICE-CALL", **longer),
        patient.records(product="VOICE-CALL", **until_now),
    ]

    assert refused == 2 * [unfit(date_end="date_end must be at most 24 hours after date_start")]
    assert [one.status_code for one in answered] == [200] * 4


def test_an_end_may_lie_in_the_future(vonage: Vonage) -> None:
    answer = vonage.records(
        product="VOICE-CALL",
        date_start=wire(START - DAY / 2),
        date_end=wire(START + DAY / 2),
    )

    assert answer.status_code == 200


def test_a_day_14_months_ago_is_answered_with_nothing(vonage: Vonage) -> None:
    begin = START - 426 * DAY

    page = body(
        vonage.records(product="VOICE-CALL", date_start=wire(begin), date_end=wire(begin + DAY))
    )

    assert (page["request_status"], page["items_count"], page["records"]) == ("SUCCESS", 0, [])


def cursor_of(vonage: Vonage, **parameters: Any) -> dict[str, str]:
    page = body(vonage.records(product="VOICE-CALL", limit=5, **parameters))
    return {"cursor": page["cursor"], "iv": page["iv"]}


def test_cursor_and_iv_come_together(vonage: Vonage) -> None:
    paging = cursor_of(vonage)

    only_cursor = vonage.records(product="VOICE-CALL", limit=5, cursor=paging["cursor"])
    only_iv = vonage.records(product="VOICE-CALL", limit=5, iv=paging["iv"])

    assert refusal(only_cursor) == unfit(iv=MISSING)
    assert refusal(only_iv) == unfit(cursor=MISSING)


@pytest.mark.parametrize("part", ["cursor", "iv"])
@pytest.mark.parametrize("place", [0, 7, 15])
def test_a_damaged_cursor_leads_nowhere(vonage: Vonage, part: str, place: int) -> None:
    paging = cursor_of(vonage)
    text = paging[part]
    paging[part] = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]

    status, told = refusal(vonage.records(product="VOICE-CALL", limit=5, **paging))

    assert (status, told["invalid_parameters"][0]["name"]) == (422, "cursor")


@pytest.mark.parametrize("text", ["", "a", "é", "A" * 64, "A" * 5000, "null", "%00"])
def test_what_is_no_cursor_leads_nowhere(vonage: Vonage, text: str) -> None:
    answer = vonage.records(product="VOICE-CALL", cursor=text, iv=text)

    assert answer.status_code == 422


OTHER = "cursor belongs to another request: send all parameters of the first page"


@pytest.mark.parametrize(
    "other",
    [
        {"limit": 6},
        {"product": "VOICE-FAILED"},
        {"direction": "inbound"},
        {"country": "GB"},
        {"date_start": wire(START - DAY)},
        {"date_end": wire(START)},
    ],
    ids=str,
)
def test_a_cursor_is_for_its_own_request_alone(vonage: Vonage, other: dict[str, Any]) -> None:
    question = {"product": "VOICE-CALL", "limit": 5, **cursor_of(vonage), **other}

    assert refusal(vonage.records(**question)) == unfit(cursor=OTHER)
    assert refusal(vonage.records("beef0002", **question)) == unfit(cursor=OTHER)


def test_a_cursor_of_other_records_leads_nowhere(vonage: Vonage) -> None:
    other = Vonage(seed=12)
    paging = cursor_of(other)
    other.close()

    answer = vonage.records(product="VOICE-CALL", limit=5, **paging)

    why = "cursor belongs to other records: the server's seed or settings differ"
    assert refusal(answer) == unfit(cursor=why)
