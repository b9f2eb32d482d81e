"""Files with one row for each call: ordered, listed, looked at, deleted; and their columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

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
from mock_server.vendors.telnyx.batches.cdr_columns import DEFAULT, GROUPS, NAMES
from mock_server.vendors.telnyx.jobs import Job, deleted, found, listed
from mock_server.vendors.telnyx.moments import ms_of, to_ms
from mock_server.vendors.telnyx.refusals import invalid_body
from mock_server.vendors.telnyx.totals.managed import covered
from mock_server.vendors.telnyx.totals.period import AHEAD
from mock_server.vendors.telnyx.totals.usage_jobs import NUMBERS

CALL_TYPES = (1, 2)
"""Inbound, outbound. Source: S of specs/telnyx/SOURCE.toml, as are all numbers here."""

RECORD_TYPES = (1, 2, 3)
"""Complete, incomplete, errors."""

SOURCES = ("calls", "call-control", "fax-api", "webrtc")


def list_cdr_requests(request: Request, context: Context) -> Response:
    """The account's call files, the newest first."""
    return several([_shown(job, request, context) for job in listed(request, context, "cdr_batch")])


def submit_cdr_request(request: Request, context: Context) -> Response:
    """Order a call file."""
    parameters = _parameters(request, context.backing.dataset(request.start))
    if parameters["to_ms"] >= ms_of(context.clock() + AHEAD):
        raise invalid_body("/end_time", "The period ends more than 24 hours from now.")
    return one(_shown(ordered_file(request, context, "cdr_batch", parameters), request, context))


def get_cdr_request(request: Request, context: Context) -> Response:
    """A call file."""
    return one(_shown(found(request, context, "cdr_batch"), request, context))


def delete_cdr_request(request: Request, context: Context) -> Response:
    """Forget a call file; the answer is what it was."""
    return one(_shown(deleted(request, context, "cdr_batch"), request, context))


def get_cdr_fields(request: Request, context: Context) -> Response:
    """The names of the columns that an order may choose, in groups."""
    return Response(200, orjson.dumps({title: list(names) for title, names in GROUPS.items()}))


def _parameters(request: Request, dataset: Dataset) -> dict[str, Any]:
    body = order.body_of(request)
    from_ms, to_ms = order.span(body)
    return {
        "from_ms": from_ms,
        "to_ms": to_ms,
        "source": order.choice(body, "source", SOURCES, SOURCES[0]),
        "call_types": order.numbers(body, "call_types", CALL_TYPES),
        "record_types": order.numbers(body, "record_types", RECORD_TYPES),
        "connections": order.texts(body, "connections"),
        "filters": order.filters(body),
        "fields": _fields(body),
        "timezone": order.timezone(body),
        "report_name": body.get("report_name"),
        "managed_accounts": order.texts(body, "managed_accounts"),
        "accounts": covered(
            dataset,
            request.account,
            order.texts(body, "managed_accounts"),
            every=bool(body.get("select_all_managed_accounts")),
        ),
    }


def _fields(body: Mapping[str, Any]) -> list[str]:
    """The columns of the file, in the order in which they are asked for.

    Raises:
        Rejection: there is no such column.
    """
    if body.get("include_all_metadata"):
        return list(NAMES)
    given = list(dict.fromkeys(order.texts(body, "fields")))
    for place, name in enumerate(given):
        if name not in NAMES:
            raise invalid_body(f"/fields/{place}", f"{name!r:.60} is no column.")
    return given or list(DEFAULT)


def _shown(job: Job, request: Request, context: Context) -> Json:
    now, parameters = context.clock(), job.parameters
    return {
        "id": job.id,
        "record_type": "cdr_detailed_report",
        "source": parameters["source"],
        "status": NUMBERS[status_of(job, context)],
        **times(job, ("start_time", "end_time")),
        **{name: parameters[name] for name in SHOWN},
        "report_name": report_name(job),
        "retry": 0,  # nothing here fails
        **link(job, request, context),
        "created_at": to_ms(job.created_at),
        "updated_at": to_ms(job.updated_at(now)),
    }


SHOWN = (
    "call_types", "record_types", "connections", "filters", "managed_accounts", "timezone",
)  # fmt: skip
"""Members of an order that its report tells as they were ordered."""
