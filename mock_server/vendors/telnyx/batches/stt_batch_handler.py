"""Files with one row for each transcription: ordered, listed, looked at, deleted."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import datetime
from typing import Any

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
from mock_server.vendors.telnyx.jobs import Job, deleted, found, listed
from mock_server.vendors.telnyx.moments import moment_at, ms_of, to_ms
from mock_server.vendors.telnyx.refusals import invalid_body
from mock_server.vendors.telnyx.totals.usage_jobs import WORDS

TIMES = ("start_date", "end_date")


def list_stt_requests(request: Request, context: Context) -> Response:
    """The account's transcription files, the newest first; without a `meta`."""
    reports = [_shown(job, request, context) for job in listed(request, context, "stt_batch")]
    return Response(200, orjson.dumps({"data": reports}))


def submit_stt_request(request: Request, context: Context) -> Response:
    """Order a transcription file."""
    parameters = _parameters(order.body_of(request), request.account)
    return one(_shown(ordered_file(request, context, "stt_batch", parameters), request, context))


def get_stt_request(request: Request, context: Context) -> Response:
    """A transcription file."""
    return one(_shown(found(request, context, "stt_batch"), request, context))


def delete_stt_request(request: Request, context: Context) -> Response:
    """Forget a transcription file; the answer is what it was."""
    return one(_shown(deleted(request, context, "stt_batch"), request, context))


def month_later(at: datetime) -> datetime:
    """The same time a month later, on the month's last day if it is too short.

    Raises:
        ValueError: there is no such year.
    """
    year, month = divmod(at.year * 12 + at.month, 12)
    day = min(at.day, monthrange(year, month + 1)[1])
    return at.replace(year=year, month=month + 1, day=day)


def _parameters(body: Mapping[str, Any], account_id: str) -> dict[str, Any]:
    """What is kept of an order.

    Raises:
        Rejection: the period makes no sense, or is longer than a month.
    """
    from_ms, to_ms = order.span(body, TIMES)
    try:
        last_ms = ms_of(month_later(moment_at(from_ms)))
    except ValueError:  # in the last month of all
        last_ms = to_ms
    if to_ms > last_ms:
        raise invalid_body("/end_date", "The period is longer than a month.")
    return {"from_ms": from_ms, "to_ms": to_ms, "accounts": [account_id]}


def _shown(job: Job, request: Request, context: Context) -> Json:
    return {
        "id": job.id,
        "record_type": "speech_to_text_report",
        "status": WORDS[status_of(job, context)],
        **times(job, TIMES),
        **link(job, request, context, "download_link"),
        "created_at": to_ms(job.created_at),
    }
