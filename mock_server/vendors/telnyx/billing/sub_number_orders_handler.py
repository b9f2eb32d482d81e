"""Reports on orders of phone numbers: ordered, looked at, and fetched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import orjson

from mock_server.exchange import Rejection, Request, Response
from mock_server.vendor import Context
from mock_server.vendors.telnyx.billing.number_order import SubNumberOrder, sub_number_orders
from mock_server.vendors.telnyx.csv_line import csv_line
from mock_server.vendors.telnyx.jobs import Job, Stage, dataset_of, found, ordered
from mock_server.vendors.telnyx.moments import moment_ms, ms_of
from mock_server.vendors.telnyx.people import user_id
from mock_server.vendors.telnyx.refusals import invalid_body, not_found

STATUS: Mapping[Stage, str] = {
    "pending": "pending",
    "complete": "success",
    "failed": "failed",
    "expired": "expired",
}

FILTERS = (
    "status", "country_code", "created_at_gt", "created_at_lt", "order_request_id",
    "customer_reference",
)  # fmt: skip

ORDER_STATUSES = ("pending", "success", "failure")

COLUMNS = (
    "id", "order_request_id", "is_block_sub_number_order", "status", "phone_number_type",
    "requirements_met", "phone_numbers_count", "country_code", "user_id", "customer_reference",
    "created_at", "updated_at",
)  # fmt: skip
"""Source: S of specs/telnyx/SOURCE.toml, the example of the file."""


def create_orders_report(request: Request, context: Context) -> Response:
    """Order a report on the orders which match every filter that is given."""
    body = request.body or {}
    filters = {name: str(body[name]) for name in FILTERS if body.get(name) is not None}
    if filters.get("status", "success") not in ORDER_STATUSES:
        raise invalid_body("/status", f"The status must be one of {', '.join(ORDER_STATUSES)}.")
    for name in ("created_at_gt", "created_at_lt"):
        if name in filters and moment_ms(filters[name]) is None:
            raise invalid_body(f"/{name}", "The moment must be given as in 2025-06-05T10:22:08Z.")
    return _told(202, ordered(request, context, "sub_numbers", filters), context.clock())


def get_orders_report(request: Request, context: Context) -> Response:
    """The report as it is now."""
    return _told(200, found(request, context, "sub_numbers"), context.clock())


def download_orders_report(request: Request, context: Context) -> Response:
    """The report's file.

    Raises:
        Rejection: 404, there is no such report, or its file is gone; 422, it is not made yet.
            Both ASSUMED: the contract says only that there is a file when the status is `success`.
    """
    job, now = found(request, context, "sub_numbers"), context.clock()
    stage = job.stage_at(now)
    if stage == "pending":
        raise Rejection("not_ready", 422, "The report is not ready for download.")
    if stage != "complete":
        raise not_found()
    header = (b"content-disposition", b'attachment; filename="%b"' % job.file.encode())
    return Response(200, b"".join(_lines(job, context)), "text/csv", (header,))


def _told(status: int, job: Job, now: datetime) -> Response:
    report = {
        "id": job.id,
        "order_type": "sub_number_order",
        "status": STATUS[job.stage_at(now)],
        "user_id": user_id(job.account_id),
        "filters": job.parameters,
        "created_at": job.created_at.isoformat(timespec="microseconds"),
        "updated_at": job.updated_at(now).isoformat(timespec="microseconds"),
    }
    return Response(status, orjson.dumps({"data": report}))


def _lines(job: Job, context: Context) -> Iterator[bytes]:
    """The orders as they were when the report was made, after the header."""
    made_at, user = job.finished_at, user_id(job.account_id)
    yield csv_line(COLUMNS)
    for order in sub_number_orders(dataset_of(job, context), job.account_id, made_at):
        if _matches(order, job.parameters, made_at):
            yield csv_line(_cells(order, user, made_at))


def _matches(order: SubNumberOrder, filters: Mapping[str, Any], now: datetime) -> bool:
    """Whether an order meets every filter; moments are compared to the millisecond.

    Letters of either case count alike, as they do in codes and ids.
    """
    exact = {
        "status": order.status_at(now),
        "country_code": order.country,
        "order_request_id": order.order_id,
        "customer_reference": order.reference,
    }
    created_ms = ms_of(order.created_at)
    after, before = (
        moment_ms(filters.get(name, "")) for name in ("created_at_gt", "created_at_lt")
    )
    return (
        all(filters.get(name, value).lower() == value.lower() for name, value in exact.items())
        and (after is None or created_ms > after)
        and (before is None or created_ms < before)
    )


def _cells(order: SubNumberOrder, user: str, now: datetime) -> tuple[str, ...]:
    """Booleans as Python writes them, and moments without a zone."""
    status = order.status_at(now)
    return (
        order.id,
        order.order_id,
        "False",
        status,
        order.kind,
        str(status == "success"),
        str(order.count),
        order.country,
        user,
        order.reference,
        _without_zone(order.created_at),
        _without_zone(order.updated_at(now)),
    )


def _without_zone(at: datetime) -> str:
    return at.replace(tzinfo=None).isoformat(" ", "microseconds")
