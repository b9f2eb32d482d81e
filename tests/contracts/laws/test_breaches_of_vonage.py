"""An answer of Vonage's that breaks a law is found, and the finding says where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from contracts.api import Api
from tests.contracts.laws.breaking import answering
from tests.contracts.laws.changes import (
    Change,
    bit_flipped,
    body,
    by_turns,
    emptied,
    file,
    in_zip,
    left_out,
    one_more,
    other_columns,
    request,
    second_later,
    sent,
    shorter,
    status,
    without_last_row,
)
from tests.contracts.laws.finding import blamed

RECORDS, REPORTS = "GET /v2/reports/records", "GET /v2/reports"
REPORT, MEDIA = "GET /v2/reports/{report_id}", "GET /v3/media/{file_id}"


def first_page_for_ever(params: httpx.QueryParams) -> httpx.QueryParams:
    return params.remove("cursor").remove("iv")


def turned_round(told: Any) -> None:
    told["records"].reverse()


def of(product: str, change: Callable[[Any], None]) -> Callable[[Any], None]:
    """Only where the records of a product are told."""
    return lambda told: change(told) if told["product"] == product else None


def revived(told: Any) -> None:
    if told["request_status"] == "ABORTED":
        told["request_status"] = "SUCCESS"


def cent_more_to_pay(told: Any) -> None:
    for record in told["records"]:
        record["total_price"] = f"{float(record['total_price']) + 0.01}"


def seam(told: Any) -> None:
    """The last record of a page that others follow is on no page."""
    if told["request_status"] == "TRUNCATED":
        told["records"].pop()
        told["items_count"] -= 1


def outspoken(told: Any) -> None:
    for record in told["records"]:
        record["message_body"] = "text"


def unlisted(api: Api) -> Api:
    def changed(asked: httpx.Request, answer: httpx.Response) -> httpx.Response:
        lists = asked.method == "GET" and asked.url.path.endswith("/v2/reports")
        return httpx.Response(200, json={"reports": []}) if lists else answer

    return answering(api, changed)


BREACHES: dict[str, tuple[str, Change, str]] = {
    "cursors lead to the first page": (
        "cursors_tile_the_list",
        request("/records", first_page_for_ever),
        RECORDS,
    ),
    "a record at the seam is on no page": (
        "cursors_tile_the_list",
        body("/records", seam),
        RECORDS,
    ),
    "the size of pages is ignored": (
        "cursors_tile_the_list",
        sent("/records", "limit", lambda limit: "1000"),
        RECORDS,
    ),
    "items_count is one too many": (
        "cursors_tile_the_list",
        body("/records", one_more("items_count")),
        RECORDS,
    ),
    "the end of a window belongs to it": (
        "windows_tile_time",
        sent("/records", "date_end", second_later),
        RECORDS,
    ),
    "a window begins after its begin": (
        "windows_tile_time",
        sent("/records", "date_start", second_later),
        RECORDS,
    ),
    "a filter is ignored": (
        "filters_part_the_records",
        sent("/records", "country", left_out),
        RECORDS,
    ),
    "the filter by status is ignored": (
        "filters_part_the_records",
        sent("/records", "status", left_out),
        RECORDS,
    ),
    "ids find nothing": (
        "what_search_finds_its_id_finds",
        sent("/records", "id", lambda value: "nobody"),
        RECORDS,
    ),
    "every second answer is turned round": (
        "equal_requests_equal_answers",
        by_turns("/records", turned_round),
        RECORDS,
    ),
    "nobody is let in": ("strangers_are_refused", status("GET", "/records", 200), RECORDS),
    "any id finds something": (
        "nobodys_ids_find_nothing",
        status("GET", "/v3/media/", 200),
        MEDIA,
    ),
    "an amount is no number": (
        "amounts_are_written_in_one_way",
        body("/records", lambda told: told["records"][0].update(total_price="free")),
        RECORDS,
    ),
    "the bill is a cent more": (
        "what_was_asked_is_on_the_bill",
        body("/records", of("REPORTS-USAGE", cent_more_to_pay)),
        RECORDS,
    ),
    "the bill lacks what was asked": (
        "what_was_asked_is_on_the_bill",
        body("/records", of("REPORTS-USAGE", emptied("records"))),
        RECORDS,
    ),
    "texts are told unasked": (
        "texts_are_told_when_asked_for",
        body("/records", outspoken),
        RECORDS,
    ),
    "a file lacks its last row": (
        "report_files_are_the_records",
        file("/v3/media/", in_zip(without_last_row)),
        MEDIA,
    ),
    "columns of a file change places": (
        "report_files_are_the_records",
        file("/v3/media/", in_zip(other_columns)),
        MEDIA,
    ),
    "an archive is damaged": (
        "report_files_are_the_records",
        file("/v3/media/", bit_flipped),
        MEDIA,
    ),
    "a report counts one more": (
        "report_files_are_the_records",
        lambda api: answering(api, _counting_more),
        REPORT,
    ),
    "a report is not listed": (
        "what_was_made_is_listed_and_found",
        unlisted,
        REPORTS,
    ),
    "a report is not found": (
        "what_was_made_is_listed_and_found",
        status("GET", "/v2/reports/", 404),
        REPORT,
    ),
    "a cancelled report is done after all": (
        "what_was_taken_away_stays_away",
        lambda api: answering(api, _reviving),
        REPORT,
    ),
}


def _one_report(asked: httpx.Request) -> bool:
    path = asked.url.path
    return asked.method == "GET" and "/v2/reports/" in path and not path.endswith("/records")


def _counting_more(asked: httpx.Request, answer: httpx.Response) -> httpx.Response:
    told = answer.json() if _one_report(asked) else {}
    if "items_count" not in told:
        return answer
    return httpx.Response(200, json={**told, "items_count": told["items_count"] + 1})


def _reviving(asked: httpx.Request, answer: httpx.Response) -> httpx.Response:
    if not _one_report(asked):
        return answer
    told = answer.json()
    revived(told)
    return httpx.Response(200, json=told)


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_found(vonage: Api, breach: str) -> None:
    law, change, operation = BREACHES[breach]

    operations = blamed(law, vonage, change)

    assert operation in operations


def test_windows_without_their_last_record_do_not_tile(vonage: Api) -> None:
    operations = blamed("windows_tile_time", vonage, body("/records", shorter("records")))

    assert operations == {RECORDS}
