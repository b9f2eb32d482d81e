"""Usage reports on messages: `/reports/mdr_usage_reports`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mock_server.exchange import Request, Response
from mock_server.ledger.dataset import Dataset
from mock_server.spec.operation import Json
from mock_server.vendor import Context
from mock_server.vendors.telnyx.moments import moment_at, ms_of, to_ms
from mock_server.vendors.telnyx.pages import deep
from mock_server.vendors.telnyx.totals.mdr_usage import (
    BROKEN_DOWN,
    MdrUsage,
    MdrUsageAsk,
    mdr_usage,
    messages_of,
)
from mock_server.vendors.telnyx.totals.period import period
from mock_server.vendors.telnyx.totals.usage_jobs import (
    WORDS,
    Look,
    UsageReport,
    answer,
    at_once,
    create,
    delete,
    fetch,
    listing,
    present,
)
from mock_server.vendors.telnyx.totals.usage_order import listed, members, word

NAMES = ("start_date", "end_date")

NOT_THERE = 400
"""What an unknown id is answered with: no other status is documented."""


def list_mdr_usage_reports(request: Request, context: Context) -> Response:
    """A page of the caller's reports."""
    return listing(REPORT, request, context, deep(request))


def create_mdr_usage_report(request: Request, context: Context) -> Response:
    """Order a report; its `profiles` are one text, parted by commas (ASSUMED)."""
    body = members(request.body)
    order = _order(request, context, body, str(body.get("profiles") or ""))
    dataset = context.backing.dataset(request.start)
    records = messages_of(dataset, MdrUsageAsk.of(order), ms_of(context.clock()))
    return create(REPORT, request, context, order, records)


def get_mdr_usage_report(request: Request, context: Context) -> Response:
    """A report as it is now."""
    return fetch(REPORT, request, context)


def delete_mdr_usage_report(request: Request, context: Context) -> Response:
    """Forget a report."""
    return delete(REPORT, request, context)


def sync_mdr_usage_report(request: Request, context: Context) -> Response:
    """Make a report while its caller waits."""
    profiles = ",".join(map(str, listed(request.query, "profiles")))
    order = _order(request, context, request.query, profiles)
    dataset = context.backing.dataset(request.start)
    rows = _rows(dataset, order, ms_of(context.clock()))
    return answer(_wire(at_once(request, context, order, rows)))


def _order(
    request: Request, context: Context, given: Mapping[str, Json], profiles: str
) -> dict[str, Any]:
    """What is ordered, and how it was said.

    Both ends are inclusive. Source: S7 of specs/telnyx/SOURCE.toml for what is made at once; that
    it holds for jobs too is ASSUMED.
    """
    aggregation = word(given, "aggregation_type", tuple(BROKEN_DOWN))
    asked = period(given, NAMES, context.clock(), "inclusive")
    names = [name.strip() for name in profiles.split(",") if name.strip()]
    ask = MdrUsageAsk((request.account,), asked.edges_ms, aggregation, names)
    return {**ask.order(), **asked.said(), "said_profiles": profiles}


def _rows(dataset: Dataset, order: Mapping[str, Any], as_of_ms: int) -> Sequence[MdrUsage]:
    return mdr_usage(dataset, MdrUsageAsk.of(order), as_of_ms)


def _wire(look: Look) -> dict[str, Json]:
    """As the document describes it. No connection is told of: a report is about all (ASSUMED)."""
    order = look.order
    return present(
        {
            "id": look.id,
            "record_type": "mdr_usage_report",
            "status": WORDS[look.status],
            "start_date": to_ms(moment_at(order["start_ms"])),
            "end_date": to_ms(moment_at(order["end_ms"])),
            "aggregation_type": order["aggregation"],
            "connections": [],
            "profiles": order["said_profiles"],
            "report_url": look.url,
            "result": look.rows,
            "created_at": to_ms(look.created_at),
            "updated_at": to_ms(look.updated_at),
        }
    )


REPORT = UsageReport("mdr_usage", MdrUsage, _rows, _wire, NOT_THERE)
