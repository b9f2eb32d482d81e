"""What REPORTS-USAGE tells of reports, and reports on REPORTS-USAGE."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from mock_server.spec.operation import Json
from mock_server.vendor import Backing
from mock_server.vendors.vonage.records import UsageRecord
from mock_server.vendors.vonage.report import Report
from mock_server.vendors.vonage.usage_log import usage
from mock_server.vendors.vonage.window import Window, moment_at, moment_text, ms_of

AT_ONCE = 1000
"""Records that are read in one transaction, which others wait for."""


def usage_of(report: Report, price: Decimal) -> UsageRecord:
    """What is noted of a report when it is ordered: how it will end."""
    return UsageRecord(
        id=report.usage_id,
        key=report.key,
        account_id=report.account_id,
        main_account_id=report.key,
        product=report.product,
        parameters={name: _text(value) for name, value in asked(report).items()},
        job="ASYNC_JOB",
        status=report.status_at(report.finished_at),
        received_at=report.received_at,
        started_at=report.started_at,
        finished_at=report.finished_at,
        items=report.items,
        price=price,
    )


def asked(report: Report) -> dict[str, Json]:
    """What was asked for. ASSUMED: that values that were left out are told as well."""
    return {
        "account_id": report.account_id,
        "product": report.product,
        "date_start": moment_text(moment_at(report.from_ms)),
        "date_end": moment_text(moment_at(report.to_ms)),
        "include_subaccounts": report.include_subaccounts,
        **report.parameters,
    }


def seen_at(record: UsageRecord, now: datetime) -> UsageRecord:
    """A record as it is at a moment: what it says of the future is not known yet."""
    if record.finished_at is None or record.finished_at <= now:
        return record
    has_begun = record.started_at is not None and record.started_at <= now
    return replace(
        record,
        status="PROCESSING" if has_begun else "PENDING",
        started_at=record.started_at if has_begun else None,
        finished_at=None,
        items=0,
    )


def until_receipt(span_ms: Window, received_at: datetime) -> Window:
    """The part of a span before an order: what is noted later is not in its file."""
    end = min(span_ms[1], ms_of(received_at))
    return min(span_ms[0], end), end


def used(backing: Backing, account_id: str, span_ms: Window, at: datetime) -> list[UsageRecord]:
    """All records of an account that were received in [from, to), as they are at a moment."""
    found: list[UsageRecord] = []
    place: int | None = None
    while True:
        with backing.state() as state:
            page = usage(state, account_id, span_ms, AT_ONCE, place)
        found += [seen_at(record, at) for record in page.records]
        place = page.next
        if place is None:
            return found


def _text(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
