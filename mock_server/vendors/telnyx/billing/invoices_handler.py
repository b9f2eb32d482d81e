"""Invoices: which there are, and where to fetch one."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

import orjson

from mock_server.exchange import Request, Response
from mock_server.ledger.money import Invoice, invoices
from mock_server.spec.operation import Json
from mock_server.vendor import Context
from mock_server.vendors.telnyx.billing.customer import Customer, customer
from mock_server.vendors.telnyx.jobs import JOB, Job
from mock_server.vendors.telnyx.moments import moment_at
from mock_server.vendors.telnyx.pages import deep
from mock_server.vendors.telnyx.refusals import invalid, not_found

NEWEST_FIRST = "-period_start"
"""The order when none is asked for. ASSUMED: the contract names none."""

ORDERS = {"period_start": False, NEWEST_FIRST: True}
"""Whether the newest invoice comes first. Source: S of specs/telnyx/SOURCE.toml."""


def list_invoices(request: Request, context: Context) -> Response:
    """The invoices that were made by now, one for each month since the account was opened."""
    sort, page = request.query.get("sort", NEWEST_FIRST), deep(request)
    if sort not in ORDERS:
        raise invalid("sort", "Invalid sorting value")
    whose = customer(request, context)
    made = invoices(whose.dataset, whose.account_id, whose.now_ms)
    found = made[::-1] if ORDERS[sort] else made
    told = [wire(one, whose.now_ms, request.base_url) for one in page.of(found)]
    return Response(200, orjson.dumps({"data": told, "meta": page.meta(len(found))}))


def get_invoice(request: Request, context: Context) -> Response:
    """One of them; with `action=link` also an address from which anybody may fetch its file."""
    action = request.query.get("action", "json")
    if action not in {"json", "link"}:
        raise invalid("action", "The action must be json or link.")
    whose, wanted = customer(request, context), str(request.path["id"]).lower()
    made = invoices(whose.dataset, whose.account_id, whose.now_ms)
    found = next((one for one in made if one.id == wanted), None)
    if found is None:
        raise not_found()
    told = wire(found, whose.now_ms, request.base_url)
    if action == "link":
        told["download_url"] = _linked(found, whose, request, context)
    return Response(200, orjson.dumps({"data": told}))


def wire(invoice: Invoice, now_ms: int, base_url: str) -> dict[str, Json]:
    """An invoice as JSON: no amounts, and the last day of its period as a part of it."""
    return {
        "invoice_id": invoice.id,
        "file_id": _file_id(invoice),
        "period_start": invoice.period_first.isoformat(),
        "period_end": invoice.period_last.isoformat(),
        "paid": invoice.is_paid(now_ms),
        "url": f"{base_url}/v2/invoices/{invoice.id}",
    }


def _file_id(invoice: Invoice) -> str:
    return str(uuid5(NAMESPACE_URL, f"urn:understudy:telnyx:invoice-file:{invoice.id}"))


def _linked(invoice: Invoice, whose: Customer, request: Request, context: Context) -> str:
    """Remember whose file it is, so that the link says enough; it is as good as a report's."""
    now = moment_at(whose.now_ms)
    job = Job(
        id=_file_id(invoice),
        dialect="invoice",
        account_id=whose.account_id,
        parameters={"period_start": invoice.period_first.isoformat()},
        seed=request.start.decode("latin-1"),
        fingerprint=whose.dataset.fingerprint,
        created_at=now,
        finished_at=now,
    )
    with context.backing.state() as state:
        state.put(JOB, job)
    return str(job.url_at(now, request.base_url))
