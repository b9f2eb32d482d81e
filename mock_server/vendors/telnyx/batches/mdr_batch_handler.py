"""Files with one row for each message: ordered, listed, looked at, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mock_server.exchange import Request, Response
from mock_server.ledger.dataset import Dataset
from mock_server.spec.operation import Json
from mock_server.vendor import Context
from mock_server.vendors.telnyx.batches import batch_order as order
from mock_server.vendors.telnyx.batches.batch_reports import (
    link,
    one,
    ordered_file,
    report_name,
    several,
    status_of,
    times,
)
from mock_server.vendors.telnyx.jobs import Job, deleted, found, listed
from mock_server.vendors.telnyx.moments import to_ms
from mock_server.vendors.telnyx.totals.managed import covered
from mock_server.vendors.telnyx.totals.usage_jobs import WORDS

DIRECTIONS: Mapping[int, str] = {1: "INBOUND", 2: "OUTBOUND"}
RECORD_TYPES: Mapping[int, str] = {1: "COMPLETED", 2: "INCOMPLETE", 3: "ERRORS"}
"""Ordered as numbers, told as words. Source: S of specs/telnyx/SOURCE.toml."""


def list_mdr_requests(request: Request, context: Context) -> Response:
    """The account's message files, the newest first."""
    return several([_shown(job, request, context) for job in listed(request, context, "mdr_batch")])


def submit_mdr_request(request: Request, context: Context) -> Response:
    """Order a message file."""
    parameters = _parameters(request, context.backing.dataset(request.start))
    return one(_shown(ordered_file(request, context, "mdr_batch", parameters), request, context))


def get_mdr_request(request: Request, context: Context) -> Response:
    """A message file."""
    return one(_shown(found(request, context, "mdr_batch"), request, context))


def delete_mdr_request(request: Request, context: Context) -> Response:
    """Forget a message file; the answer is what it was."""
    return one(_shown(deleted(request, context, "mdr_batch"), request, context))


def _parameters(request: Request, dataset: Dataset) -> dict[str, Any]:
    body = order.body_of(request)
    from_ms, to_ms = order.span(body)
    return {
        "from_ms": from_ms,
        "to_ms": to_ms,
        "directions": order.numbers(body, "directions", DIRECTIONS),
        "record_types": order.numbers(body, "record_types", RECORD_TYPES),
        "connections": order.texts(body, "connections"),
        "profiles": order.texts(body, "profiles"),
        "filters": order.filters(body),
        "timezone": order.timezone(body),
        "report_name": body.get("report_name"),
        "with_text": bool(body.get("include_message_body")),
        "accounts": covered(
            dataset,
            request.account,
            order.texts(body, "managed_accounts"),
            every=bool(body.get("select_all_managed_accounts")),
        ),
    }


def _shown(job: Job, request: Request, context: Context) -> Json:
    now, parameters = context.clock(), job.parameters
    return {
        "id": job.id,
        "record_type": "mdr_report",
        "status": WORDS[status_of(job, context)],
        **times(job, ("start_date", "end_date")),
        "connections": parameters["connections"],
        "directions": [DIRECTIONS[number] for number in parameters["directions"]],
        "filters": parameters["filters"],
        "profiles": parameters["profiles"],
        "record_types": [RECORD_TYPES[number] for number in parameters["record_types"]],
        "report_name": report_name(job),
        **link(job, request, context),
        "created_at": to_ms(job.created_at),
        "updated_at": to_ms(job.updated_at(now)),
    }
