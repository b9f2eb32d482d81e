"""Usage reports as jobs: what all of their dialects do alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import blake2b
from typing import Any, TypeAlias
from uuid import UUID

import orjson

from mock_server.exchange import Rejection, Request, Response
from mock_server.ledger.dataset import Dataset
from mock_server.spec.operation import Json
from mock_server.vendor import Context
from mock_server.vendors.telnyx.csv_line import csv_line
from mock_server.vendors.telnyx.jobs import (
    Dialect,
    Job,
    Stage,
    dataset_of,
    deleted,
    found,
    listed,
    ordered,
)
from mock_server.vendors.telnyx.pages import Paging

Rows: TypeAlias = Callable[[Dataset, Mapping[str, Any], int], Sequence[Any]]
"""What a report holds, by its order and the moment as of which it is made: rows of one class."""

WORDS: Mapping[Stage, str] = {
    "pending": "PENDING",
    "complete": "COMPLETE",
    "failed": "FAILED",
    "expired": "EXPIRED",
}
NUMBERS: Mapping[Stage, int] = {"pending": 1, "complete": 2, "failed": 3, "expired": 4}
"""Statuses, as words and as the first version's numbers. Source: S of specs/telnyx/SOURCE.toml."""


@dataclass(frozen=True, slots=True)
class Look:
    """A report at a moment.

    Args:
        order: what was ordered, as JSON.
        rows: what it holds; None when that is not there yet, or no longer.
        url: where its file is, if it has one now.
    """

    id: str
    status: Stage
    created_at: datetime
    updated_at: datetime
    order: Mapping[str, Any]
    rows: Sequence[Any] | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class UsageReport:
    """A dialect of usage reports.

    Args:
        row: the dataclass that its rows are of; the file has its fields as columns (ASSUMED: the
            vendor shows the columns of none of these files).
        rows: what a report holds.
        wire: a report as its document describes it.
        missing: the status that says there is no such report.
    """

    dialect: Dialect
    row: type
    rows: Rows
    wire: Callable[[Look], dict[str, Json]]
    missing: int = 404

    def file(self, job: Job, dataset: Dataset) -> Iterator[bytes]:
        """The CSV of a job: the rows that its result has."""
        names = [each.name for each in fields(self.row)]
        yield csv_line(names)
        for row in self.rows(dataset, job.parameters, job.as_of_ms):
            yield csv_line([str(getattr(row, name)) for name in names])


def create(
    report: UsageReport, request: Request, context: Context, order: Mapping[str, Any], records: int
) -> Response:
    """Order a report about so many records."""
    job = ordered(request, context, report.dialect, order, records)
    return answer(report.wire(look(report, job, request, context)))


def listing(report: UsageReport, request: Request, context: Context, paging: Paging) -> Response:
    """A page of the caller's reports, the newest first."""
    jobs = listed(request, context, report.dialect)
    shown = [report.wire(look(report, job, request, context)) for job in paging.of(jobs)]
    return Response(200, orjson.dumps({"data": shown, "meta": paging.meta(len(jobs))}))


def fetch(report: UsageReport, request: Request, context: Context) -> Response:
    """The report that the path names."""
    job = found(request, context, report.dialect, report.missing)
    return answer(report.wire(look(report, job, request, context)))


def delete(report: UsageReport, request: Request, context: Context) -> Response:
    """Forget the report that the path names, and tell what it was; its file goes with it."""
    job = deleted(request, context, report.dialect, report.missing)
    return answer(report.wire(look(report, job, request, context)))


def look(report: UsageReport, job: Job, request: Request, context: Context) -> Look:
    """A job as it is now.

    It has failed, too, when this server can no longer make its records.
    """
    now = context.clock()
    status = job.stage_at(now)
    rows, url = None, None
    if status == "complete":
        try:
            dataset = dataset_of(job, context)
        except Rejection:
            status = "failed"
        else:
            rows = report.rows(dataset, job.parameters, job.as_of_ms)
            url = job.url_at(now, request.base_url)
    at = job.created_at, job.updated_at(now)
    return Look(job.id, status, *at, job.parameters, rows, url)


def at_once(
    request: Request, context: Context, order: Mapping[str, Any], rows: Sequence[Any]
) -> Look:
    """A report that is made while its caller waits: it is remembered nowhere and has no file.

    ASSUMED: whether the vendor lists these is unknown.
    """
    now = context.clock()
    drawn = blake2b(request.seed, digest_size=16, person=b"telnyx at once").digest()
    return Look(str(UUID(bytes=drawn, version=4)), "complete", now, now, order, rows)


def answer(data: Json) -> Response:
    return Response(200, orjson.dumps({"data": data}))


def present(given: Mapping[str, Json]) -> dict[str, Json]:
    """Without what is not there: these documents have no null."""
    return {name: value for name, value in given.items() if value is not None}
