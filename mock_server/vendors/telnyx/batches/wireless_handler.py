"""Files with one row for each data session of a SIM card: ordered, listed, looked at, deleted."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from mock_server.exchange import Request, Response
from mock_server.spec.operation import Json
from mock_server.vendor import Context
from mock_server.vendors.telnyx.batches import batch_order as order
from mock_server.vendors.telnyx.batches.batch_reports import (
    link,
    one,
    ordered_file,
    status_of,
    times,
)
from mock_server.vendors.telnyx.jobs import Job, Stage, deleted, found, listed
from mock_server.vendors.telnyx.moments import to_ms
from mock_server.vendors.telnyx.pages import flat

TIMES = ("start_time", "end_time")

STATUSES: Mapping[Stage, str] = {
    "pending": "pending",
    "complete": "complete",
    "failed": "failed",
    "expired": "deleted",
}
"""Of the words of S (specs/telnyx/SOURCE.toml). There is none for a file that is too old: that it
counts as deleted is ASSUMED."""

DELETED = "deleted"


def list_wdr_reports(request: Request, context: Context) -> Response:
    """A page of the account's reports, the newest first; it does not say how many there are."""
    page = flat(request).of(listed(request, context, "wireless"))
    return Response(200, orjson.dumps({"data": [_shown(job, request, context) for job in page]}))


def create_wdr_report(request: Request, context: Context) -> Response:
    """Order a report."""
    from_ms, to_ms = order.span(order.body_of(request), TIMES, status=422)
    parameters = {"from_ms": from_ms, "to_ms": to_ms, "accounts": [request.account]}
    job = ordered_file(request, context, "wireless", parameters)
    return one(_shown(job, request, context), 201)


def get_wdr_report(request: Request, context: Context) -> Response:
    """A report."""
    return one(_shown(found(request, context, "wireless"), request, context))


def delete_wdr_report(request: Request, context: Context) -> Response:
    """Forget a report; the answer says that it is deleted."""
    job = deleted(request, context, "wireless")
    shown = _shown(job, request, context) | {"status": DELETED, "updated_at": _now(context)}
    shown.pop("report_url", None)
    return one(shown)


def _shown(job: Job, request: Request, context: Context) -> dict[str, Json]:
    now = context.clock()
    return {
        "id": job.id,
        "record_type": "detail_records_report",
        "status": STATUSES[status_of(job, context)],
        **times(job, TIMES),
        **link(job, request, context),
        "created_at": to_ms(job.created_at),
        "updated_at": to_ms(job.updated_at(now)),
    }


def _now(context: Context) -> str:
    return to_ms(context.clock())
