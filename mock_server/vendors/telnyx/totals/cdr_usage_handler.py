"""Usage reports on voice: `/reports/cdr_usage_reports/sync`."""

from __future__ import annotations

from collections.abc import Sequence

from mock_server.exchange import Request, Response
from mock_server.spec.operation import Json
from mock_server.vendor import Context
from mock_server.vendors.telnyx.moments import moment_at, ms_of, to_ms
from mock_server.vendors.telnyx.totals.cdr_usage import (
    AGGREGATIONS,
    BREAKDOWNS,
    CdrUsageAsk,
    cdr_usage,
    covered_connections,
)
from mock_server.vendors.telnyx.totals.period import Period, period
from mock_server.vendors.telnyx.totals.usage_jobs import WORDS, Look, answer, at_once
from mock_server.vendors.telnyx.totals.usage_order import whole_numbers, word

NAMES = ("start_date", "end_date")


def sync_cdr_usage_report(request: Request, context: Context) -> Response:
    """Make a report while its caller waits; both ends of its period are inclusive.

    Source for the ends: S7 of specs/telnyx/SOURCE.toml.
    """
    query = request.query
    aggregation = word(query, "aggregation_type", tuple(AGGREGATIONS))
    breakdown = word(query, "product_breakdown", tuple(BREAKDOWNS))
    asked = period(query, NAMES, context.clock(), "inclusive")
    connections = whole_numbers(query, "connections")
    ask = CdrUsageAsk((request.account,), asked.edges_ms, aggregation, breakdown, connections)
    dataset = context.backing.dataset(request.start)
    rows = cdr_usage(dataset, ask, ms_of(context.clock()))
    look = at_once(request, context, ask.order(), rows)
    return answer(_wire(look, asked, covered_connections(dataset, ask)))


def _wire(look: Look, asked: Period, connections: Sequence[int]) -> dict[str, Json]:
    """As the document describes it.

    That `result` has its rows as `aggregations` is ASSUMED, after the reports on look-ups.
    """
    return {
        "id": look.id,
        "record_type": "cdr_usage_report",
        "status": WORDS[look.status],
        "start_time": to_ms(moment_at(asked.start_ms)),
        "end_time": to_ms(moment_at(asked.end_ms)),
        "aggregation_type": look.order["aggregation"],
        "product_breakdown": look.order["breakdown"],
        "connections": list(connections),
        "result": {"aggregations": look.rows},
        "created_at": to_ms(look.created_at),
        "updated_at": to_ms(look.updated_at),
    }
