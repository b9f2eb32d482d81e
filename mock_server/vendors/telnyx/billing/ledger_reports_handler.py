"""Reports on a month of the ledger by billing group: ordered, and looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import orjson

from mock_server.exchange import Request, Response
from mock_server.ledger.money import Month
from mock_server.spec.operation import Json
from mock_server.vendor import Context
from mock_server.vendors.telnyx.billing.customer import customer
from mock_server.vendors.telnyx.jobs import Job, Stage, found, ordered
from mock_server.vendors.telnyx.moments import to_ms
from mock_server.vendors.telnyx.people import organization_id
from mock_server.vendors.telnyx.refusals import invalid_body

STATUS: Mapping[Stage, str] = {
    "pending": "pending",
    "complete": "complete",
    "failed": "failed",
    "expired": "deleted",
}
"""Nobody can delete such a report, though it may be `deleted`: so time does it. ASSUMED."""


def create_ledger_report(request: Request, context: Context) -> Response:
    """Order a month, by default the last one that is over (ASSUMED: neither part is required)."""
    given: Mapping[str, Json] = request.body
    last = Month.of(customer(request, context).today).previous
    month = {
        "year": _part(given, "year", last.year, date.max.year),
        "month": _part(given, "month", last.month, 12),
    }
    job = ordered(request, context, "billing_group", month)
    return _told(job, context.clock(), request)


def get_ledger_report(request: Request, context: Context) -> Response:
    """The report as it is now."""
    return _told(found(request, context, "billing_group"), context.clock(), request)


def _part(given: Mapping[str, Json], name: str, otherwise: int, most: int) -> int:
    value = given.get(name)
    if value is None:
        return otherwise
    if not 1 <= value <= most:
        raise invalid_body(f"/{name}", f"The {name} must be a number from 1 to {most}.")
    return int(value)  # 5.0 is a whole number too


def _told(job: Job, now: datetime, request: Request) -> Response:
    report = {
        "id": job.id,
        "record_type": "ledger_billing_group_report",
        "organization_id": organization_id(job.account_id),
        "status": STATUS[job.stage_at(now)],
        "report_url": job.url_at(now, request.base_url),
        "created_at": to_ms(job.created_at),
        "updated_at": to_ms(job.updated_at(now)),
    }
    return Response(200, orjson.dumps({"data": report}))
