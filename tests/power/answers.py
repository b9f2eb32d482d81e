"""Statuses, headers and media types that are not those of the document."""

from __future__ import annotations

from functools import partial

import httpx

from tests.power.mutant import TELNYX, VONAGE, Ask, Mutant, answered, refusal, success


def status(code: int, response: httpx.Response) -> httpx.Response:
    return answered(response, status=code)


def untyped(response: httpx.Response) -> httpx.Response:
    return answered(response, content_type="")


def html(response: httpx.Response) -> httpx.Response:
    return answered(response, content_type="text/html; charset=utf-8")


def page_of_html(response: httpx.Response) -> httpx.Response:
    page = b"<html><body><h1>Not Found</h1></body></html>"
    return answered(response, content=page, content_type="text/html")


def text(response: httpx.Response) -> httpx.Response:
    return answered(response, content_type="text/plain")


def bytes_of_unknown_kind(response: httpx.Response) -> httpx.Response:
    return answered(response, content_type="application/octet-stream")


def other_error(response: httpx.Response) -> httpx.Response:
    return answered(response, content=b'{"error":"bad request"}')


def other_problem(response: httpx.Response) -> httpx.Response:
    return answered(response, content=b'{"code":420,"message":"no"}')


def silent(response: httpx.Response) -> httpx.Response:
    return answered(response, content=b"")


def cut_off(response: httpx.Response) -> httpx.Response:
    return answered(response, content=response.content[:-1])


def more_left_than_given(response: httpx.Response) -> httpx.Response:
    return answered(response, X_RateLimit_Limit="40", X_RateLimit_Remaining="41")


def soon(response: httpx.Response) -> httpx.Response:
    return answered(response, Retry_After="soon")


def wrong_length(response: httpx.Response) -> httpx.Response:
    return answered(response, content_length=str(len(response.content) + 1))


def echoed(request: httpx.Request, ask: Ask) -> httpx.Response:
    """Who is refused is told what was sent, credential and all."""
    response = ask(request)
    if response.status_code < 400:
        return response
    said = request.headers.get("authorization", "").encode("latin-1", "replace")
    return answered(
        response, content=response.content.replace(b'"detail":"', b'"detail":"for ' + said + b": ")
    )


def echoed_in_header(request: httpx.Request, ask: Ask) -> httpx.Response:
    said = request.headers.get("authorization", "").encode("ascii", "replace").decode()
    return answered(ask(request), X_Debug_Auth=said)


RECORDS = "GET /v2/reports/records"
REPORT = "GET /v2/reports/{report_id}"
GROUP = "GET /billing_groups/{id}"

ANSWERS = (
    Mutant("created", TELNYX, "POST /billing_groups", "201 instead of 200",
           success(partial(status, 201))),
    Mutant("done_at_once", TELNYX, "POST /sub_number_orders_report", "200 instead of 202",
           success(partial(status, 200))),
    Mutant("bad_instead_of_unknown", TELNYX, "GET /ledger_billing_group_reports/{id}",
           "400 instead of 404", refusal(partial(status, 400), 404)),
    Mutant("gone", TELNYX, GROUP, "410 instead of 404", refusal(partial(status, 410), 404)),
    Mutant("forbidden", TELNYX, "GET /invoices", "403 instead of 401",
           refusal(partial(status, 403), 401)),
    Mutant("later", VONAGE, "POST /v2/reports", "202 instead of 200",
           success(partial(status, 202))),
    Mutant("gone_report", VONAGE, REPORT, "410 instead of 404",
           refusal(partial(status, 410), 404)),
    Mutant("untyped", TELNYX, "GET /balance", "no Content-Type", success(untyped)),
    Mutant("html", TELNYX, "GET /usage_reports/options", "JSON that is called HTML",
           success(html)),
    Mutant("csv_as_bytes", TELNYX, "GET /downloads/{file}", "a CSV as application/octet-stream",
           success(bytes_of_unknown_kind)),
    Mutant("other_error", TELNYX, "GET /detail_records", "refusals in another shape",
           refusal(other_error)),
    Mutant("page_of_html", TELNYX, GROUP, "a 404 that is a page of HTML",
           refusal(page_of_html, 404)),
    Mutant("silent", TELNYX, "GET /charges_breakdown", "refusals without a body",
           refusal(silent, 400)),
    Mutant("other_problem", VONAGE, RECORDS, "refusals in another shape", refusal(other_problem)),
    Mutant("text", VONAGE, "GET /v2/reports", "refusals as text/plain", refusal(text)),
    Mutant("cut_off", VONAGE, "POST /v2/reports", "JSON without its last byte", success(cut_off)),
    Mutant("more_left_than_given", TELNYX, "GET /usage_reports",
           "41 of 40 requests are left", success(more_left_than_given)),
    Mutant("soon", VONAGE, RECORDS, "Retry-After: soon", refusal(soon)),
    Mutant("wrong_length", TELNYX, "GET /invoices", "a Content-Length one too high",
           success(wrong_length)),
    Mutant("echoed", VONAGE, "GET /v2/reports", "refusals repeat the credential", echoed),
    Mutant("echoed_in_header", TELNYX, "GET /reports/wdrs", "a header repeats the credential",
           echoed_in_header),
)  # fmt: skip
