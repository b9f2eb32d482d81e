"""Usage reports of the first version on messages and voice, in which words are numbers.

`/legacy/reporting/usage_reports/messaging` and `/legacy/reporting/usage_reports/voice`. The objects
around the rows are open; that the rows are their `aggregations` is ASSUMED, after the reports on
look-ups. So is that periods end before their end: the document's example of one day is from
midnight to midnight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mock_server.exchange import Request, Response
from mock_server.ledger.dataset import Dataset
from mock_server.spec.operation import Json
from mock_server.vendor import Context
from mock_server.vendors.telnyx.moments import moment_at, ms_of, to_ms
from mock_server.vendors.telnyx.pages import per_page
from mock_server.vendors.telnyx.totals.cdr_usage import (
    AGGREGATIONS,
    BREAKDOWNS,
    CdrUsage,
    CdrUsageAsk,
    calls_of,
    cdr_usage,
    covered_connections,
)
from mock_server.vendors.telnyx.totals.managed import covered
from mock_server.vendors.telnyx.totals.mdr_usage import (
    BROKEN_DOWN,
    MdrUsage,
    MdrUsageAsk,
    mdr_usage,
    messages_of,
)
from mock_server.vendors.telnyx.totals.period import period
from mock_server.vendors.telnyx.totals.usage_jobs import (
    NUMBERS,
    Look,
    UsageReport,
    create,
    delete,
    fetch,
    listing,
    present,
)
from mock_server.vendors.telnyx.totals.usage_order import listed, members, numbered, whole_numbers

NAMES = ("start_time", "end_time")


def list_messaging_usage_reports(request: Request, context: Context) -> Response:
    """A page of the caller's reports on messages."""
    return listing(MESSAGING, request, context, per_page(request))


def create_messaging_usage_report(request: Request, context: Context) -> Response:
    """Order a report on messages."""
    body = members(request.body)
    aggregation = numbered(body, "aggregation_type", tuple(BROKEN_DOWN))
    asked = period(body, NAMES, context.clock())
    dataset = context.backing.dataset(request.start)
    profiles = [str(each) for each in listed(body, "profiles")]
    ask = MdrUsageAsk(_accounts(request, dataset), asked.edges_ms, aggregation, profiles)
    records = messages_of(dataset, ask, ms_of(context.clock()))
    return create(MESSAGING, request, context, ask.order() | asked.said(), records)


def get_messaging_usage_report(request: Request, context: Context) -> Response:
    """A report on messages as it is now."""
    return fetch(MESSAGING, request, context)


def delete_messaging_usage_report(request: Request, context: Context) -> Response:
    """Forget a report on messages."""
    return delete(MESSAGING, request, context)


def list_voice_usage_reports(request: Request, context: Context) -> Response:
    """A page of the caller's reports on calls."""
    return listing(VOICE, request, context, per_page(request))


def create_voice_usage_report(request: Request, context: Context) -> Response:
    """Order a report on calls."""
    body = members(request.body)
    words = (
        numbered(body, "aggregation_type", tuple(AGGREGATIONS)),
        numbered(body, "product_breakdown", tuple(BREAKDOWNS)),
    )
    asked = period(body, NAMES, context.clock())
    dataset = context.backing.dataset(request.start)
    accounts = _accounts(request, dataset)
    ask = CdrUsageAsk(accounts, asked.edges_ms, *words, whole_numbers(body, "connections"))
    records = calls_of(dataset, ask, ms_of(context.clock()))
    told = {"covered": list(map(str, covered_connections(dataset, ask)))}
    return create(VOICE, request, context, ask.order() | asked.said() | told, records)


def get_voice_usage_report(request: Request, context: Context) -> Response:
    """A report on calls as it is now."""
    return fetch(VOICE, request, context)


def delete_voice_usage_report(request: Request, context: Context) -> Response:
    """Forget a report on calls."""
    return delete(VOICE, request, context)


def _accounts(request: Request, dataset: Dataset) -> tuple[str, ...]:
    body = members(request.body)
    named = listed(body, "managed_accounts")
    every = bool(body.get("select_all_managed_accounts"))
    return covered(dataset, request.account, named, every=every)


def _message_rows(dataset: Dataset, order: Mapping[str, Any], as_of_ms: int) -> Sequence[MdrUsage]:
    return mdr_usage(dataset, MdrUsageAsk.of(order), as_of_ms)


def _call_rows(dataset: Dataset, order: Mapping[str, Any], as_of_ms: int) -> Sequence[CdrUsage]:
    return cdr_usage(dataset, CdrUsageAsk.of(order), as_of_ms)


def _messaging(look: Look) -> dict[str, Json]:
    """As the document describes it. No connection is told of: a report is about all (ASSUMED)."""
    return _around(look) | {
        "record_type": "mdr_usage_report_v2_legacy",
        "aggregation_type": list(BROKEN_DOWN).index(look.order["aggregation"]),
        "connections": [],
        "profiles": look.order["profiles"],
    }


def _voice(look: Look) -> dict[str, Json]:
    return _around(look) | {
        "record_type": "cdr_usage_report",
        "aggregation_type": list(AGGREGATIONS).index(look.order["aggregation"]),
        "product_breakdown": list(BREAKDOWNS).index(look.order["breakdown"]),
        "connections": look.order["covered"],
    }


def _around(look: Look) -> dict[str, Json]:
    return present(
        {
            "id": look.id,
            "status": NUMBERS[look.status],
            "start_time": to_ms(moment_at(look.order["start_ms"])),
            "end_time": to_ms(moment_at(look.order["end_ms"])),
            "report_url": look.url,
            "result": None if look.rows is None else {"aggregations": look.rows},
            "created_at": to_ms(look.created_at),
            "updated_at": to_ms(look.updated_at),
        }
    )


MESSAGING = UsageReport("legacy_mdr_usage", MdrUsage, _message_rows, _messaging)
VOICE = UsageReport("legacy_cdr_usage", CdrUsage, _call_rows, _voice)
