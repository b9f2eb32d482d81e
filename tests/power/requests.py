"""Requests that are wrong and taken all the same, and right ones at which the server falls over."""

from __future__ import annotations

import httpx
import orjson

from tests.power.mutant import TELNYX, VONAGE, Ask, Mutant, asking, sending

ACCOUNT = "abcd1234"

BROKEN = b'{"errors":[{"code":"10007","title":"Unexpected error","detail":"Try again."}]}'


def anybody(request: httpx.Request, ask: Ask) -> httpx.Response:
    """Who shows nothing, or nonsense, is taken for an account."""
    headers = httpx.Headers(request.headers)
    headers["authorization"] = f"Bearer {ACCOUNT}"
    return ask(httpx.Request(request.method, request.url, headers=headers, content=request.content))


def any_key(request: httpx.Request, ask: Ask) -> httpx.Response:
    headers = httpx.Headers(request.headers)
    headers["authorization"] = httpx.BasicAuth(ACCOUNT, "any")._auth_header
    return ask(httpx.Request(request.method, request.url, headers=headers, content=request.content))


def without_start(request: httpx.Request, ask: Ask) -> httpx.Response:
    """The required start of a period is made up where it is missing."""
    if "start_date" in request.url.params:
        return ask(request)
    return ask(asking(request, start_date="2025-05-01", end_date="2025-06-01"))


def any_sort(request: httpx.Request, ask: Ask) -> httpx.Response:
    """An order that there is not is left out."""
    if request.url.params.get("sort", "period_start").lstrip("-") == "period_start":
        return ask(request)
    return ask(asking(request, sort=None))


def any_size(request: httpx.Request, ask: Ask) -> httpx.Response:
    """A page of any size is made one of the largest."""
    size = request.url.params.get("page[size]", "1")
    if size.lstrip("-").isdecimal() and not 1 <= int(size) <= 250:
        return ask(asking(request, **{"page[size]": "250"}))
    return ask(request)


def without_product(request: httpx.Request, ask: Ask) -> httpx.Response:
    """A report of messages is made where no product is named."""
    try:
        asked = orjson.loads(request.content)
    except orjson.JSONDecodeError:
        return ask(request)
    if isinstance(asked, dict) and "product" not in asked:
        return ask(sending(request, {"product": "SMS", "direction": "outbound"}))
    return ask(request)


def any_direction(request: httpx.Request, ask: Ask) -> httpx.Response:
    """A direction that there is not is left out."""
    if request.url.params.get("product") and "direction" in request.url.params:
        if request.url.params["direction"] not in ("inbound", "outbound"):
            return ask(asking(request, product="VERIFY-API", direction=None))
    return ask(request)


def empty_name(request: httpx.Request, ask: Ask) -> httpx.Response:
    """A group may be called anything, a number too."""
    try:
        asked = orjson.loads(request.content)
    except orjson.JSONDecodeError:
        return ask(request)
    if isinstance(asked, dict) and not isinstance(asked.get("name"), str):
        return ask(sending(request, {"name": f"unnamed {len(request.content)}"}))
    return ask(request)


def falls_at_largest_page(request: httpx.Request, ask: Ask) -> httpx.Response:
    return _fallen() if request.url.params.get("page[size]") == "250" else ask(request)


def falls_at_sign(request: httpx.Request, ask: Ask) -> httpx.Response:
    """At any sign beyond ASCII."""
    is_plain = all(value.isascii() for value in request.url.params.values())
    return ask(request) if is_plain else _fallen()


def falls_at_empty(request: httpx.Request, ask: Ask) -> httpx.Response:
    """At any parameter without a value."""
    return ask(request) if all(request.url.params.values()) else _fallen()


def falls_at_unknown_id(request: httpx.Request, ask: Ask) -> httpx.Response:
    response = ask(request)
    return _fallen() if response.status_code == 404 else response


def _fallen() -> httpx.Response:
    return httpx.Response(500, content=BROKEN, headers={"content-type": "application/json"})


REQUESTS = (
    Mutant("anybody", TELNYX, "GET /balance", "credentials are not asked for", anybody),
    Mutant("any_key", VONAGE, "GET /v2/reports/records", "credentials are not asked for", any_key),
    Mutant("without_start", TELNYX, "GET /charges_breakdown", "a required parameter is not asked for",
           without_start),
    Mutant("any_sort", TELNYX, "GET /invoices", "a value outside an enum is taken", any_sort),
    Mutant("any_size", TELNYX, "GET /billing_groups", "a page of any size is given", any_size),
    Mutant("empty_name", TELNYX, "POST /billing_groups", "a required field is not asked for",
           empty_name),
    Mutant("without_product", VONAGE, "POST /v2/reports", "a required field is not asked for",
           without_product),
    Mutant("any_direction", VONAGE, "GET /v2/reports/records", "a value outside an enum is taken",
           any_direction),
    Mutant("falls_at_largest_page", TELNYX, "GET /billing_groups", "500 at the largest page",
           falls_at_largest_page),
    Mutant("falls_at_sign", TELNYX, "GET /usage_reports", "500 at signs beyond ASCII",
           falls_at_sign),
    Mutant("falls_at_empty", VONAGE, "GET /v2/reports/records", "500 at an empty filter",
           falls_at_empty),
    Mutant("falls_at_unknown_id", VONAGE, "GET /v3/media/{file_id}", "500 at an unknown id",
           falls_at_unknown_id),
)  # fmt: skip
