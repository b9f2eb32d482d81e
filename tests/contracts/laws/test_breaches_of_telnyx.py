"""An answer of Telnyx's that breaks a law is found, and the finding says where."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from contracts.api import Api
from tests.contracts.laws.breaking import answering
from tests.contracts.laws.changes import (
    Change,
    at_most_two,
    body,
    by_turns,
    cent_more,
    emptied,
    file,
    left_out,
    next_one,
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

DETAILS, MDRS, WDRS = "GET /detail_records", "GET /reports/mdrs", "GET /reports/wdrs"
USAGE, DOWNLOAD = "GET /usage_reports", "GET /downloads/{file}"
SUMMARY, BREAKDOWN = "GET /charges_summary", "GET /charges_breakdown"
BALANCE, GROUPS, INVOICES = "GET /balance", "GET /billing_groups", "GET /invoices"
SYNC = "GET /reports/mdr_usage_reports/sync"


def swinging(told: Any) -> None:
    told["data"]["pending"] = "77.00"


def later_ends(params: httpx.QueryParams) -> httpx.QueryParams:
    for name in params:
        if name.endswith("[lt]"):
            return params.set(name, second_later(params[name]))
    return params


def with_commas(told: Any) -> None:
    told["data"].update(balance="1,50")


def counted_more(told: Any) -> None:
    told["data"]["result"][0]["received"] += "9"


def other_invoice(asked: httpx.Request, answer: httpx.Response) -> httpx.Response:
    if "/invoices/" not in asked.url.path or answer.status_code != 200:
        return answer
    told = answer.json()
    told["data"]["paid"] = not told["data"]["paid"]
    return httpx.Response(200, json=told)


def undying(api: Api) -> Api:
    """DELETE says that it is done, and does nothing."""

    def changed(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        if request.method == "GET" and "/billing_groups/" in request.url.path:
            return httpx.Response(200, json={"data": {"id": request.url.path.rpartition("/")[2]}})
        return answer

    return answering(api, changed)


def unfiltered(api: Api) -> Api:
    """Usage is told as if it had no filter."""

    def changed(told: Any) -> None:
        told["data"] += told["data"][:1]

    return body("/usage_reports", changed)(api)


BREACHES: dict[str, tuple[str, Change, str]] = {
    "each page is the next": (
        "pages_tile_the_list",
        sent("/detail_records", "page[number]", next_one),
        DETAILS,
    ),
    "a page after the last repeats it": (
        "pages_tile_the_list",
        sent("/invoices", "page[number]", at_most_two),
        INVOICES,
    ),
    "the size of pages is ignored": (
        "pages_tile_the_list",
        sent("/billing_groups", "page[size]", left_out),
        GROUPS,
    ),
    "a total is one too many": (
        "pages_tile_the_list",
        body("/detail_records", one_more("meta", "total_results")),
        DETAILS,
    ),
    "pages lack their last element": (
        "pages_tile_the_list",
        body("/reports/wdrs", shorter("data")),
        WDRS,
    ),
    "the end of a window belongs to it": (
        "windows_tile_time",
        sent("/reports/mdrs", "end_date", second_later),
        MDRS,
    ),
    "the end of a filtered window belongs to it": (
        "windows_tile_time",
        request("/detail_records", later_ends),
        DETAILS,
    ),
    "windows lack their last record": (
        "windows_tile_time",
        body("/reports/wdrs", shorter("data")),
        WDRS,
    ),
    "a filter is ignored": (
        "filters_part_the_records",
        sent("/reports/mdrs", "status", left_out),
        MDRS,
    ),
    "an order is ignored": ("orders_hold", sent("/invoices", "sort", left_out), INVOICES),
    "an id is ignored": (
        "what_search_finds_its_id_finds",
        sent("/reports/mdrs", "id", left_out),
        MDRS,
    ),
    "an invoice of the list is not there": (
        "what_is_listed_is_found_by_id",
        status("GET", "/invoices/", 404),
        "GET /invoices/{id}",
    ),
    "an invoice is another than in the list": (
        "what_is_listed_is_found_by_id",
        lambda api: answering(api, other_invoice),
        "GET /invoices/{id}",
    ),
    "every second balance is another": (
        "equal_requests_equal_answers",
        by_turns("/balance", swinging),
        BALANCE,
    ),
    "HEAD is refused with 400": ("head_agrees_with_get", status("HEAD", "/", 400), ""),
    "nobody is let in": ("strangers_are_refused", status("GET", "/balance", 200), BALANCE),
    "any id finds something": (
        "nobodys_ids_find_nothing",
        status("GET", "/invoices/", 200),
        "GET /invoices/{id}",
    ),
    "a decimal has a comma": (
        "amounts_are_written_in_one_way",
        body("/balance", with_commas),
        BALANCE,
    ),
    "what can be spent is a cent more": (
        "amounts_are_written_in_one_way",
        body("/balance", cent_more("data", "available_credit")),
        BALANCE,
    ),
    "usage costs a cent more": (
        "sums_are_those_of_the_records",
        body("/usage_reports", cent_more("data", 0, "cost")),
        USAGE,
    ),
    "records lack the last of each page": (
        "sums_are_those_of_the_records",
        body("/detail_records", shorter("data")),
        DETAILS,
    ),
    "a report at once counts more": (
        "sums_are_those_of_the_records",
        body("/mdr_usage_reports/sync", counted_more),
        SYNC,
    ),
    "a filter of usage is ignored": ("usage_comes_apart_without_a_rest", unfiltered, USAGE),
    "columns of usage change places": (
        "usage_comes_apart_without_a_rest",
        file("/usage_reports", other_columns),
        USAGE,
    ),
    "a total of charges is a cent more": (
        "charges_add_up",
        body("/charges_summary", cent_more("data", "total", "existing_mrc")),
        SUMMARY,
    ),
    "a number costs a cent more": (
        "charges_add_up",
        body("/charges_breakdown", cent_more("data", "results", 0, "services", 0, "cost")),
        BREAKDOWN,
    ),
    "a file of charges lacks its last row": (
        "charges_add_up",
        file("/charges_breakdown", without_last_row),
        BREAKDOWN,
    ),
    "a file of messages lacks its last row": (
        "batch_files_hold_the_records",
        file("/mdr_batch_", without_last_row),
        DOWNLOAD,
    ),
    "columns of a file of sessions change places": (
        "batch_files_hold_the_records",
        file("/wireless_", other_columns),
        DOWNLOAD,
    ),
    "columns of a file of calls change places": (
        "batch_files_hold_the_records",
        file("/cdr_batch_", other_columns),
        DOWNLOAD,
    ),
    "an invoice lacks its lines of usage": (
        "invoices_are_what_happened",
        file("/invoice_", lambda content: content.partition(b"usage,")[0]),
        DOWNLOAD,
    ),
    "what was made is not listed": (
        "what_was_made_is_listed_and_found",
        body("/billing_groups", emptied("data")),
        GROUPS,
    ),
    "what was made is not found": (
        "what_was_made_is_listed_and_found",
        status("GET", "/reports/mdr_usage_reports/", 404),
        "GET /reports/mdr_usage_reports/{id}",
    ),
    "what was deleted is still there": (
        "what_was_taken_away_stays_away",
        undying,
        "GET /billing_groups/{id}",
    ),
}


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_is_found(telnyx: Api, breach: str) -> None:
    law, change, operation = BREACHES[breach]

    operations = blamed(law, telnyx, change)

    assert operation in operations or not operation
