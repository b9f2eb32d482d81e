"""What the handlers of batch reports have in common: how they answer, and what an order costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from mock_server.exchange import Rejection, Request, Response
from mock_server.spec.operation import Json
from mock_server.vendor import Context
from mock_server.vendors.telnyx.batches.batch_files import parts
from mock_server.vendors.telnyx.batches.batch_rows import Period, counted
from mock_server.vendors.telnyx.jobs import Dialect, Job, Stage, dataset_of, ordered
from mock_server.vendors.telnyx.moments import moment_at, ms_of, to_ms
from mock_server.vendors.telnyx.pages import SIZE


def ordered_file(
    request: Request, context: Context, dialect: Dialect, parameters: Mapping[str, Any]
) -> Job:
    """Take an order that is good; the more records it is about, the longer it takes."""
    now_ms = ms_of(context.clock())
    period = Period(parameters["from_ms"], parameters["to_ms"], now_ms)
    dataset = context.backing.dataset(request.start)
    rows = counted(parts(dialect, dataset, parameters), period)
    return ordered(request, context, dialect, parameters, rows)


def one(report: Json, status: int = 200) -> Response:
    """A report."""
    return Response(status, orjson.dumps({"data": report}))


def several(reports: Sequence[Json]) -> Response:
    """All reports, on one page: no parameter asks for another, though there is a `meta`."""
    count = len(reports)
    meta = {
        "total_pages": min(count, 1),
        "total_results": count,
        "page_number": 1,
        "page_size": max(count, SIZE),
    }
    return Response(200, orjson.dumps({"data": reports, "meta": meta}))


def status_of(job: Job, context: Context) -> Stage:
    """How far a report is. It has failed, too, when this server can no longer make its records."""
    stage = job.stage_at(context.clock())
    if stage != "complete":
        return stage
    try:
        dataset_of(job, context)
    except Rejection:
        return "failed"
    return stage


def times(job: Job, names: tuple[str, str]) -> dict[str, Json]:
    """The period that was ordered, by the names that it has in this dialect."""
    ends = (job.parameters["from_ms"], job.parameters["to_ms"])
    return dict(zip(names, (to_ms(moment_at(ms)) for ms in ends), strict=True))


def link(job: Job, request: Request, context: Context, name: str = "report_url") -> dict[str, Json]:
    """Where the file is; nothing as long as there is none."""
    url = job.url_at(context.clock(), request.base_url)
    is_there = url is not None and status_of(job, context) == "complete"
    return {name: url} if is_there else {}


def report_name(job: Job) -> str:
    """As ordered, else one of the form that the document's example has (ASSUMED)."""
    return str(job.parameters["report_name"] or f"report_name_{job.id[:8]}")
