"""What was made is lost, what was taken away stays, and the same question has two answers."""

from __future__ import annotations

from decimal import Decimal

import httpx
import orjson

from tests.power.mutant import (
    TELNYX,
    VONAGE,
    Act,
    Ask,
    Json,
    Mutant,
    answered,
    asking,
    body,
    told,
)

GROUP = "GET /billing_groups/{id}"
REPORT = "GET /v2/reports/{report_id}"
RECORDS = "GET /v2/reports/records"


def not_listed(value: Json) -> None:
    """Only those that were always there are."""
    kept = [one for one in value["data"] if one["created_at"] < "2026"]
    value["meta"]["total_results"] -= len(value["data"]) - len(kept)
    value["data"] = kept


def report_not_listed(value: Json) -> None:
    value["reports"] = []
    value["items_count"] = 0


def unknown_though_listed(request: httpx.Request, ask: Ask) -> httpx.Response:
    return ask(asking_for(request, "00000000-0000-4000-8000-000000000000"))


def asking_for(request: httpx.Request, name: str) -> httpx.Request:
    """The same request for another id."""
    above = request.url.path.rpartition("/")[0]
    headers = {key: each for key, each in request.headers.items() if key != "host"}
    url = request.url.copy_with(path=f"{above}/{name}")
    return httpx.Request(request.method, url, headers=headers, content=request.content)


def kept_though_deleted(request: httpx.Request, ask: Ask) -> httpx.Response:
    """Says what it would say, and does nothing."""
    headers = {key: each for key, each in request.headers.items() if key != "content-length"}
    return ask(httpx.Request("GET", request.url, headers=headers))


def not_found_by_id(request: httpx.Request, ask: Ask) -> httpx.Response:
    """Whoever asks for records by id is told that there are none."""
    ids = request.url.params.get("id")
    return ask(asking(request, id="0000000000000000")) if ids else ask(request)


def success_again(value: Json) -> None:
    if value["request_status"] in ("ABORTED", "CANCELLED", "CANCELED"):
        value["request_status"] = "SUCCESS"


def other_name(value: Json) -> None:
    value["data"]["name"] += " (1)"


def every_second(change: Act) -> Act:
    """Does to each second request what a mutant does to all."""
    count = 0

    def act(request: httpx.Request, ask: Ask) -> httpx.Response:
        nonlocal count
        count += 1
        return change(request, ask) if count % 2 == 0 else ask(request)

    return act


def balance_cent(value: Json) -> None:
    value["data"]["balance"] = str(Decimal(value["data"]["balance"]) + Decimal("0.01"))


def turned_round(request: httpx.Request, ask: Ask) -> httpx.Response:
    response = ask(request)
    value = told(response)
    if not response.is_success or len(value["records"]) < 2:
        return response
    value["records"].reverse()
    return answered(response, content=orjson.dumps(value))


REMEMBERED = (
    Mutant("not_listed", TELNYX, "GET /billing_groups", "what was made is not listed",
           body(not_listed), ("POST /billing_groups", GROUP)),
    Mutant("unknown_though_listed", TELNYX, GROUP, "what is listed is not found by its id",
           unknown_though_listed, ("GET /billing_groups", "POST /billing_groups")),
    Mutant("kept_though_deleted", TELNYX, "DELETE /billing_groups/{id}",
           "what was deleted is still there", kept_though_deleted,
           (GROUP, "GET /billing_groups")),
    Mutant("other_name", TELNYX, GROUP, "by its id a thing is another than in the list",
           body(other_name), ("GET /billing_groups", "POST /billing_groups")),
    Mutant("balance_cent", TELNYX, "GET /balance", "equal requests give different amounts",
           every_second(body(balance_cent))),
    Mutant("report_not_listed", VONAGE, "GET /v2/reports", "what was ordered is not listed",
           body(report_not_listed), ("POST /v2/reports", REPORT)),
    Mutant("not_found_by_id", VONAGE, RECORDS, "what a search finds is not found by its id",
           not_found_by_id),
    Mutant("success_again", VONAGE, REPORT, "what was cancelled succeeds after all",
           body(success_again), ("DELETE /v2/reports/{report_id}",)),
    Mutant("turned_round", VONAGE, RECORDS, "equal requests give another order",
           every_second(turned_round)),
)  # fmt: skip
