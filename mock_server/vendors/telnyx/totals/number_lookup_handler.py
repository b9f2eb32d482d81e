"""Usage reports on look-ups of numbers: `/legacy/reporting/usage_reports/number_lookup`.

Orders come in camelCase and are told in snake_case; they are about whole days of UTC, both of which
count (ASSUMED: the document's example of an order is one day).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from mock_server.exchange import Rejection, Request, Response
from mock_server.ledger.dataset import Dataset
from mock_server.spec.operation import Json
from mock_server.vendor import Context
from mock_server.vendors.telnyx import jobs
from mock_server.vendors.telnyx.moments import DAY_MS, day, ms_of
from mock_server.vendors.telnyx.pages import per_page
from mock_server.vendors.telnyx.refusals import invalid
from mock_server.vendors.telnyx.totals.lookup_usage import (
    AGGREGATIONS,
    LookupUsage,
    LookupUsageAsk,
    lookup_usage,
    lookups_of,
)
from mock_server.vendors.telnyx.totals.managed import covered
from mock_server.vendors.telnyx.totals.usage_jobs import (
    WORDS,
    Look,
    UsageReport,
    create,
    fetch,
    listing,
    present,
)
from mock_server.vendors.telnyx.totals.usage_order import listed, members, word

BACK = timedelta(days=31)
"""A report starts at most so long ago. Source: D of specs/telnyx/SOURCE.toml, the first version."""


def list_lookup_usage_reports(request: Request, context: Context) -> Response:
    """A page of the caller's reports."""
    return listing(REPORT, request, context, per_page(request))


def create_lookup_usage_report(request: Request, context: Context) -> Response:
    """Order a report."""
    body = members(request.body)
    given = {"aggregationType": "ALL"} | dict(body)
    aggregation = word(given, "aggregationType", AGGREGATIONS)
    start, end = _days(body, context.clock())
    named = listed(body, "managedAccounts")
    dataset = context.backing.dataset(request.start)
    accounts = covered(dataset, request.account, named, every=False)
    edges_ms = (_midnight_ms(start), _midnight_ms(end) + DAY_MS)
    ask = LookupUsageAsk(accounts, edges_ms, aggregation)
    told = {"start": str(start), "end": str(end), "managed": [str(each) for each in named]}
    records = lookups_of(dataset, ask, ms_of(context.clock()))
    return create(REPORT, request, context, ask.order() | told, records)


def get_lookup_usage_report(request: Request, context: Context) -> Response:
    """A report as it is now."""
    return fetch(REPORT, request, context)


def delete_lookup_usage_report(request: Request, context: Context) -> Response:
    """Forget a report without a word: no body is documented."""
    jobs.deleted(request, context, REPORT.dialect)
    return Response(200, b"", "")


def _days(body: Mapping[str, Json], now: datetime) -> tuple[date, date]:
    """First and last day. Without them from the beginning of the month until today (ASSUMED).

    Raises:
        Rejection: 400, one of them is no day; 422 (ASSUMED), they are in no order, or too old.
    """
    today = now.astimezone(UTC).date()
    end = _day(body, "endDate", today)
    start = _day(body, "startDate", end.replace(day=1))
    if end < start:
        raise Rejection("invalid", 422, "endDate must not be before startDate.")
    if today - start > BACK:
        raise Rejection("invalid", 422, f"startDate must be at most {BACK.days} days ago.")
    return start, end


def _day(body: Mapping[str, Json], name: str, otherwise: date) -> date:
    given = body.get(name)
    found = otherwise if given is None else day(str(given))
    if found is None:
        raise invalid(name, f"{name} must be a day, such as 2025-02-10.")
    return found


def _midnight_ms(at: date) -> int:
    return ms_of(datetime(at.year, at.month, at.day, tzinfo=UTC))


def _rows(dataset: Dataset, order: Mapping[str, Any], as_of_ms: int) -> Sequence[LookupUsage]:
    return lookup_usage(dataset, LookupUsageAsk.of(order), as_of_ms)


def _wire(look: Look) -> dict[str, Json]:
    order = look.order
    return present(
        {
            "id": look.id,
            "record_type": "TelcoDataUsageReport",
            "status": WORDS[look.status],
            "start_date": order["start"],
            "end_date": order["end"],
            "aggregation_type": order["aggregation"],
            "managed_accounts": order["managed"],
            "report_url": look.url,
            "result": None if look.rows is None else _by_user(look.rows),
            "created_at": _microseconds(look.created_at),
            "updated_at": _microseconds(look.updated_at),
        }
    )


def _by_user(rows: Sequence[LookupUsage]) -> list[Json]:
    return [
        {
            "user_id": user,
            "aggregations": [
                {
                    "type": row.type,
                    "total_dips": row.total_dips,
                    "total_cost": float(row.total_cost),
                    "currency": row.currency,
                }
                for row in of_user
            ],
            "record_type": "TelcoDataUsageRecord",
        }
        for user, of_user in groupby(rows, key=lambda row: row.user_id)
    ]


def _microseconds(at: datetime) -> str:
    """`2025-12-02T20:20:57.196925Z`. Source: S of specs/telnyx/SOURCE.toml."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


REPORT = UsageReport("number_lookup", LookupUsage, _rows, _wire)
