"""Lists whose pages, windows, filters or orders are not those that were asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
import orjson

from tests.power.mutant import TELNYX, VONAGE, Ask, Json, Mutant, answered, asking, body, told

DETAILS = "GET /detail_records"
RECORDS = "GET /v2/reports/records"
MESSAGES = "GET /reports/mdrs"


def next_page(request: httpx.Request, ask: Ask) -> httpx.Response:
    """Pages are counted from 0, though they are asked for from 1."""
    number = int(request.url.params.get("page[number]", "1") or 1)
    return ask(asking(request, **{"page[number]": str(number + 1)}))


def last_page_again(request: httpx.Request, ask: Ask) -> httpx.Response:
    """Beyond the end there is the last page once more."""
    response = ask(request)
    value = told(response)
    if not response.is_success or value["data"] or not value["meta"]["total_pages"]:
        return response
    last = str(value["meta"]["total_pages"])
    again = told(ask(asking(request, **{"page[number]": last})))
    again["meta"] = value["meta"]
    return answered(response, content=orjson.dumps(again))


def first_page_again(request: httpx.Request, ask: Ask) -> httpx.Response:
    return ask(asking(request, **{"page[number]": None}))


def one_size(request: httpx.Request, ask: Ask) -> httpx.Response:
    return ask(asking(request, **{"page[size]": None}))


def one_more(value: Json) -> None:
    value["meta"]["total_results"] += 1


def element_dropped(value: Json) -> None:
    """Of pages with several."""
    if len(value["data"]) > 1:
        value["data"].pop()


def until_included(request: httpx.Request, ask: Ask) -> httpx.Response:
    """The end of a window belongs to it, and two seconds more."""
    changed = {
        name: _later(each)
        for name, each in request.url.params.items()
        if name.endswith("[lt]") and name.startswith("filter[")
    }
    return ask(asking(request, **changed))


def one_filter(request: httpx.Request, ask: Ask) -> httpx.Response:
    """Filters other than type and time are left out."""
    kept = ("filter[record_type]", "filter[date_range]", "filter[created_at]")
    others = {
        name: None
        for name in request.url.params
        if name.startswith("filter[") and not name.startswith(kept)
    }
    return ask(asking(request, **others))


def no_sort(request: httpx.Request, ask: Ask) -> httpx.Response:
    return ask(asking(request, sort=None))


def end_included(request: httpx.Request, ask: Ask) -> httpx.Response:
    end = request.url.params.get("date_end")
    return ask(asking(request, date_end=_later(end))) if end else ask(request)


def no_status(request: httpx.Request, ask: Ask) -> httpx.Response:
    return ask(asking(request, status=None))


def cursor_forgotten(request: httpx.Request, ask: Ask) -> httpx.Response:
    """Whoever goes on begins again."""
    return ask(asking(request, cursor=None, iv=None))


def no_limit(request: httpx.Request, ask: Ask) -> httpx.Response:
    return ask(asking(request, limit=None))


def record_lost_at_seam(value: Json) -> None:
    """Of a page that is not the last."""
    if "next" in value["_links"]:
        value["records"].pop()
        value["items_count"] -= 1


def count_one_more(value: Json) -> None:
    value["items_count"] += 1


def _later(text: str) -> str:
    """Two seconds after a moment; what is none stays."""
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return text
    return (moment + timedelta(seconds=2)).isoformat()


LISTS = (
    Mutant("next_page", TELNYX, DETAILS, "a page off by one", next_page),
    Mutant("last_page_again", TELNYX, DETAILS, "the last page repeats for ever", last_page_again),
    Mutant("first_page_again", TELNYX, "GET /invoices", "the first page for ever",
           first_page_again),
    Mutant("one_size", TELNYX, "GET /billing_groups", "page[size] is ignored", one_size),
    Mutant("one_more", TELNYX, DETAILS, "total_results is one too high", body(one_more)),
    Mutant("element_dropped", TELNYX, MESSAGES, "a record of every page is left out",
           body(element_dropped)),
    Mutant("until_included", TELNYX, DETAILS, "the end of a window is part of it", until_included),
    Mutant("one_filter", TELNYX, DETAILS, "filters are ignored", one_filter),
    Mutant("no_sort", TELNYX, DETAILS, "sort is ignored", no_sort),
    Mutant("end_included", VONAGE, RECORDS, "the end of a window is part of it", end_included),
    Mutant("no_status", VONAGE, RECORDS, "a filter is ignored", no_status),
    Mutant("cursor_forgotten", VONAGE, RECORDS, "the cursor leads back to the first page",
           cursor_forgotten),
    Mutant("no_limit", VONAGE, RECORDS, "limit is ignored", no_limit),
    Mutant("record_lost_at_seam", VONAGE, RECORDS, "a record between two pages is lost",
           body(record_lost_at_seam)),
    Mutant("count_one_more", VONAGE, RECORDS, "items_count is one too high", body(count_one_more)),
)  # fmt: skip
