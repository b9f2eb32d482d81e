"""Reports that are prepared in the background: ordered, listed, looked at, and stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode

import orjson

from mock_server.exchange import Rejection, Request, Response
from mock_server.state.outbox import CALLBACK
from mock_server.state.store import State
from mock_server.vendor import Context, generated
from mock_server.vendors.vonage.access import account_of
from mock_server.vendors.vonage.limits import limited
from mock_server.vendors.vonage.records_handler import texts
from mock_server.vendors.vonage.report import ENTRY, OPEN, REPORT, Report, place_in_list, wire
from mock_server.vendors.vonage.report_intake import callback_id, keep, settled, taken_in
from mock_server.vendors.vonage.usage_log import note, noted
from mock_server.vendors.vonage.window import DEFAULT_DAYS, moment_at, moment_ms

LISTED = 100
"""Lines of the list that are read at once."""

AFTER = "~"
"""After every line of a moment: no line goes on with a letter beyond it."""


def create_report(request: Request, context: Context) -> Response:
    """Settle the whole life of a report now; later requests only look at the clock."""
    if request.preference is not None:
        return generated(request, context)
    limited(request, context, "async")
    intake = taken_in(request, context)
    report = settled(intake)
    keep(intake, report)
    shown = wire(report, "PENDING", report.received_at, request.base_url)
    return Response(200, orjson.dumps(shown))


def list_reports(request: Request, context: Context) -> Response:
    """The reports about an account that are in one of some states, the newest first."""
    if request.preference is not None:
        return generated(request, context)
    limited(request, context, "async")
    now, query = context.clock(), request.query
    account_id = account_of(request, context, query.get("account_id"))
    begin = moment(query.get("date_from"), now - timedelta(days=DEFAULT_DAYS))
    end = moment(query.get("date_to"), now)
    wanted = {status.strip() for status in str(query.get("status", "")).split(",")}
    with context.backing.state() as state:
        found = list(listed(state, account_id, begin, end))
    reports = [
        wire(report, status, now, request.base_url)
        for report in found
        if (status := report.status_at(now)) in wanted
        and now < report.forgotten_at
        and may_see(report, request, context)
    ]
    own = f"{request.base_url}/v2/reports?{urlencode(texts(query))}"
    told = {"self_link": own, "items_count": len(reports), "reports": reports}
    return Response(200, orjson.dumps(told))


def get_report(request: Request, context: Context) -> Response:
    """The report as it stands now."""
    if request.preference is not None:
        return generated(request, context)
    limited(request, context, "async")
    now, report = context.clock(), found_report(request, context)
    shown = wire(report, report.status_at(now), now, request.base_url)
    return Response(200, orjson.dumps(shown))


def cancel_report(request: Request, context: Context) -> Response:
    """Stop a report that is not done: there will be no file and no callback, and no charge."""
    if request.preference is not None:
        return generated(request, context)
    limited(request, context, "async")
    now, report = context.clock(), found_report(request, context)
    with context.backing.state() as state:
        # Somebody else may have stopped it meanwhile.
        current = state.get(REPORT, report.id) or report
        if current.status_at(now) not in OPEN:
            raise Rejection("terminated", 409)
        aborted = replace(current, aborted_at=now)
        state.put(REPORT, aborted)
        state.delete(CALLBACK, callback_id(aborted))
        usage = noted(state, aborted.account_id, aborted.usage_id)
        if usage is not None:
            note(state, replace(usage, status="ABORTED", finished_at=now, items=0))
    return Response(200, orjson.dumps(wire(aborted, "ABORTED", now, request.base_url)))


def found_report(request: Request, context: Context) -> Report:
    """The report that a path names.

    Raises:
        Rejection: 404, there is none, it is forgotten, or it is somebody else's.
    """
    report_id = str(request.path["report_id"])
    with context.backing.state() as state:
        report = state.get(REPORT, report_id)
    is_there = report is not None and context.clock() < report.forgotten_at
    if report is None or not is_there or not may_see(report, request, context):
        raise Rejection("not_found", 404, report_id=report_id)
    return report


def may_see(report: Report, request: Request, context: Context) -> bool:
    """Whether the caller ordered a report, or one of the caller's sub-accounts did. ASSUMED."""
    if report.key == request.account:
        return True
    dataset = context.backing.dataset(report.seed.encode("latin-1"))
    return report.key in dataset.account(request.account).sub_accounts


def listed(state: State, account_id: str, begin: datetime, end: datetime) -> Iterator[Report]:
    """The reports about an account that were ordered in [begin, end], the newest first."""
    first = place_in_list(account_id, begin)
    place: str | None = place_in_list(account_id, end) + AFTER
    while place is not None:
        lines = state.page(ENTRY, place, LISTED, descending=True)
        ours = [line for line in lines if line.id >= first]
        for line in ours:
            report = state.get(REPORT, line.report_id)
            if report is not None:
                yield report
        place = ours[-1].id if len(ours) == LISTED else None


def moment(text: object, otherwise: datetime) -> datetime:
    """A moment of a request.

    Raises:
        Rejection: 400, it is none.
    """
    if text is None:
        return otherwise
    ms = moment_ms(str(text))
    if ms is None:
        raise Rejection("invalid", 400, f"{text!r:.60} is no moment.")
    return moment_at(ms)
